import fc from 'fast-check';
import { expect, it } from 'vitest';
import { selectColumns } from '../../../engine/components/select-columns/select-columns.ts';
import { columnNames } from '../../../engine/table/table.ts';
import { runComponent, tables } from '../../support/component-tables.ts';

it('keeps the chosen columns as they are, in the order of the table, with all rows', async () => {
  const drawn = tables.chain((table) =>
    fc.tuple(fc.constant(table), fc.shuffledSubarray(columnNames(table))),
  );
  await fc.assert(
    fc.asyncProperty(drawn, async ([table, names]) => {
      const columns = {
        beginWith: 'none' as const,
        rules: [{ action: 'include' as const, by: 'name' as const, names }],
      };
      const selected = (await runComponent(selectColumns, { table }, { columns })).table;
      expect(selected.columns).toEqual(table.columns.filter(({ name }) => names.includes(name)));
      expect(selected.rowNumbers).toBe(table.rowNumbers);
      expect(selected.rowCount).toBe(table.rowCount);
    }),
  );
});

it('keeps everything without rules', async () => {
  const [table] = fc.sample(tables, 1);
  expect((await runComponent(selectColumns, { table }, {})).table.columns).toEqual(table.columns);
});

it('chooses among 10,000 columns', async () => {
  const values = Float64Array.of(1);
  const columns = Array.from({ length: 10_000 }, (_, i) => ({
    kind: 'number' as const,
    name: `c${i}`,
    values,
  }));
  const table = { columns, rowCount: 1, rowNumbers: Uint32Array.of(1) };
  const names = columns.map(({ name }) => name).filter((_, i) => i % 2 === 0);
  const settings = { columns: { rules: [{ action: 'exclude' as const, by: 'name' as const, names }] } };
  const selected = (await runComponent(selectColumns, { table }, settings)).table;
  expect(columnNames(selected)).toEqual(columns.map(({ name }) => name).filter((_, i) => i % 2 === 1));
});
