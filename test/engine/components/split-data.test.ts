import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitData } from '../../../engine/components/split-data/split-data.ts';
import { createRandom } from '../../../engine/random.ts';
import { createCodes, createLevels } from '../../../engine/table/levels.ts';
import { cellAt, createTable, getColumn, type Table } from '../../../engine/table/table.ts';
import { cells, runComponent, tables } from '../../support/component-tables.ts';

interface Settings {
  fraction: number;
  seed: number;
  stratified?: boolean;
  stratificationColumn?: string;
}
const split = (table: Table, settings: Settings) => runComponent(splitData, { table }, settings);

const fractions = fc.oneof(
  fc.constantFrom(0.7, 0.1, 0.5, 1, 1 / 3),
  fc.double({ min: 0.001, max: 1, noNaN: true }),
);
const seeds = fc.integer({ min: 0, max: 2 ** 40 });

/** Row numbers are unique in the drawn tables, so that they tell rows apart. */
function expectParts(table: Table, first: Table, second: Table): void {
  const rows = [...first.rowNumbers, ...second.rowNumbers];
  expect([...rows].sort((a, b) => a - b)).toEqual([...table.rowNumbers]);
  const whole = cells(table);
  for (const part of [first, second]) {
    expect([...part.rowNumbers]).toEqual([...part.rowNumbers].sort((a, b) => a - b));
    const positions = Array.from(part.rowNumbers, (number) => table.rowNumbers.indexOf(number));
    expect(cells(part)).toEqual(
      Object.fromEntries(
        Object.entries(whole).map(([name, column]) => [name, positions.map((position) => column[position])]),
      ),
    );
  }
}

describe('Split Data', () => {
  it('gives each row to one part, whole and in file order', async () => {
    await fc.assert(
      fc.asyncProperty(tables, fractions, seeds, async (table, fraction, seed) => {
        const { first, second } = await split(table, { fraction, seed });
        expectParts(table, first, second);
        expect(first.rowCount).toBe(Math.floor(fraction * table.rowCount + 1e-9));
        const again = await split(table, { fraction, seed });
        expect(again.first.rowNumbers).toEqual(first.rowNumbers);
      }),
    );
  });

  it('divides each value of the stratification column in proportion, missing as one of them', async () => {
    const drawn = tables.chain((table) =>
      fc.tuple(fc.constant(table), fc.constantFrom(...table.columns.map(({ name }) => name))),
    );
    await fc.assert(
      fc.asyncProperty(drawn, fractions, seeds, async ([table, name], fraction, seed) => {
        fc.pre(name !== '');
        const settings = { fraction, seed, stratified: true, stratificationColumn: name };
        const { first, second } = await split(table, settings);
        expectParts(table, first, second);
        expect(first.rowCount).toBe(Math.floor(fraction * table.rowCount + 1e-9));
        const counts = (part: Table) => {
          const column = getColumn(part, name);
          const found = new Map<string, number>();
          for (let row = 0; row < part.rowCount; row++) {
            // As keys 0 and -0 are one value.
            const cell = cellAt(column, row);
            const key = `${typeof cell} ${cell === 0 ? 0 : cell}`;
            found.set(key, (found.get(key) ?? 0) + 1);
          }
          return found;
        };
        const inFirst = counts(first);
        for (const [value, size] of counts(table)) {
          const share = (first.rowCount * size) / table.rowCount;
          expect(Math.abs((inFirst.get(value) ?? 0) - share), value).toBeLessThan(1);
        }
      }),
    );
  });

  it('gives each row the same chance', async () => {
    const values = Float64Array.from({ length: 10 }, (_, i) => i);
    const table = createTable([{ kind: 'number', name: 'x', values }]);
    const counts = new Float64Array(10);
    for (let seed = 0; seed < 2000; seed++) {
      for (const row of (await split(table, { fraction: 0.3, seed })).first.rowNumbers) counts[row - 1]++;
    }
    // 600 expected, standard deviation 20.
    for (const count of counts) expect(Math.abs(count - 600)).toBeLessThan(100);
  });

  it('gives different rows for different seeds', async () => {
    const table = createTable([{ kind: 'number', name: 'x', values: new Float64Array(100) }]);
    const [a, b] = await Promise.all([1, 2].map((seed) => split(table, { fraction: 0.5, seed })));
    expect(a.first.rowNumbers).not.toEqual(b.first.rowNumbers);
  });

  it('divides 1,000,000 rows by two texts and a gap exactly', async () => {
    const rows = 1_000_000;
    const random = createRandom(3);
    const codes = createCodes(rows, 2).map(() => random.integer(3) - 1);
    const table = createTable([{ kind: 'category', name: 'y', codes, levels: createLevels(['a', 'b']) }]);
    const settings = { fraction: 0.7, seed: 5, stratified: true, stratificationColumn: 'y' };
    const { first, second } = await split(table, settings);
    expect([first.rowCount, second.rowCount]).toEqual([700_000, 300_000]);
    const count = (part: Table, code: number) => {
      const [column] = part.columns;
      if (column.kind !== 'category') throw new Error('expected a category');
      let found = 0;
      for (const other of column.codes) if (other === code) found++;
      return found;
    };
    for (const code of [-1, 0, 1]) {
      expect(Math.abs(count(first, code) - 0.7 * count(table, code))).toBeLessThan(1);
    }
  });

  it.each([
    ['numbers', (i: number) => i],
    ['texts', (i: number) => `id ${i}`],
  ])('refuses to stratify on a column of ids that are %s', async (_, id) => {
    const ids = Array.from({ length: 1001 }, (__, i) => id(i));
    const table = createTable([
      typeof ids[0] === 'number'
        ? { kind: 'number', name: 'id', values: Float64Array.from(ids as number[]) }
        : {
            kind: 'category',
            name: 'id',
            codes: Int16Array.from(ids, (__, i) => i),
            levels: createLevels(ids as string[]),
          },
    ]);
    const settings = { fraction: 0.5, seed: 1, stratified: true, stratificationColumn: 'id' };
    await expect(split(table, settings)).rejects.toMatchObject({ code: 'too-many-strata' });
  });

  it('names the nearest column when the stratification column is misspelt', async () => {
    const table = createTable([{ kind: 'number', name: 'Status', values: new Float64Array(4) }]);
    const settings = { fraction: 0.5, seed: 1, stratified: true, stratificationColumn: 'status' };
    await expect(split(table, settings)).rejects.toMatchObject({
      code: 'column-not-found',
      hint: 'Did you mean "Status"?',
      details: { setting: 'Stratification column' },
    });
  });
});
