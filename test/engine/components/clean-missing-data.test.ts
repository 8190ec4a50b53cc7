import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { applyTransformation } from '../../../engine/components/apply-transformation/apply-transformation.ts';
import { cleanMissingData } from '../../../engine/components/clean-missing-data/clean-missing-data.ts';
import { transformationSchema, type Transformation } from '../../../engine/components/artifacts.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import {
  columnNames,
  countMissing,
  createTable,
  getColumn,
  type Table,
} from '../../../engine/table/table.ts';
import { cells, runComponent, tables } from '../../support/component-tables.ts';

type Settings = z.input<typeof cleanMissingData.settings>;
const clean = (table: Table, settings: Settings) => runComponent(cleanMissingData, { table }, settings);
const apply = async (transformation: Transformation, table: Table, optionalColumns: string[] = []) =>
  (await runComponent(applyTransformation, { transformation, table }, { optionalColumns })).table;

const byType = (type: 'number' | 'category') => ({
  beginWith: 'none' as const,
  rules: [{ action: 'include' as const, by: 'type' as const, type }],
});

/** A table, the columns to clean and a way to clean them. */
const cleanings = tables.chain((table) =>
  fc
    .record({
      names: fc.subarray(columnNames(table)),
      mode: fc.constantFrom('custom', 'mean', 'median', 'mode', 'remove-row', 'remove-column' as const),
      minimumShare: fc.constantFrom(0, 0, 0.1, 0.3),
      maximumShare: fc.constantFrom(1, 1, 0.5, 0.1),
      columnsWithoutValues: fc.constantFrom('remove', 'keep' as const),
      value: fc.constantFrom(7, '7'),
    })
    .map(({ names, ...settings }) => {
      const numeric = settings.mode === 'mean' || settings.mode === 'median';
      const chosen = names.filter((name) => !numeric || getColumn(table, name).kind === 'number');
      const columns = {
        beginWith: 'none' as const,
        rules: [{ action: 'include' as const, by: 'name' as const, names: chosen }],
      };
      return { table, chosen, settings: { ...settings, columns } };
    }),
);

function within(table: Table, name: string, { minimumShare, maximumShare }: Settings): boolean {
  if (table.rowCount === 0) return false;
  const share = countMissing(getColumn(table, name)) / table.rowCount;
  return share >= Number(minimumShare) && share <= Number(maximumShare);
}

describe('Clean Missing Data', () => {
  it('leaves no gap in what it cleaned and does not touch the rest', async () => {
    await fc.assert(
      fc.asyncProperty(cleanings, async ({ table, chosen, settings }) => {
        const { table: cleaned } = await clean(table, settings);
        const before = cells(table);
        const affected = chosen.filter((name) => within(table, name, settings));
        const rows = Array.from({ length: table.rowCount }, (_, row) => row).filter(
          (row) => settings.mode !== 'remove-row' || affected.every((name) => before[name][row] !== null),
        );
        expect([...cleaned.rowNumbers]).toEqual(rows.map((row) => table.rowNumbers[row]));
        const after = cells(cleaned);
        for (const { name } of table.columns) {
          const had = rows.map((row) => before[name][row]);
          const empty = had.every((cell) => cell === null);
          const fitted = settings.mode !== 'custom' && settings.mode !== 'remove-row';
          if (!affected.includes(name)) expect(after[name]).toEqual(had);
          else if (settings.mode === 'remove-column') expect(name in after).toBe(!had.includes(null));
          else if (empty && fitted) {
            expect(after[name]).toEqual(settings.columnsWithoutValues === 'remove' ? undefined : had);
          } else {
            expect(after[name]).not.toContain(null);
            had.forEach((cell, i) => {
              if (cell !== null) expect(after[name][i]).toBe(cell);
            });
            const fills = new Set(after[name].filter((_, i) => had[i] === null));
            expect(fills.size).toBeLessThanOrEqual(1);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('hands out a transformation that does the same to the same table, also after a trip through JSON', async () => {
    await fc.assert(
      fc.asyncProperty(cleanings, async ({ table, settings }) => {
        const { table: cleaned, transformation } = await clean(table, settings);
        const saved = transformationSchema.parse(JSON.parse(JSON.stringify(transformation)));
        const applied = await apply(saved, table);
        // JSON has no -0.
        const plain = (value: Table) => JSON.stringify(cells(value));
        expect(plain(applied)).toBe(plain(cleaned));
        expect(applied.rowNumbers).toEqual(cleaned.rowNumbers);
      }),
    );
  });

  const loans = createTable([
    { kind: 'number', name: 'LoanAmount', values: Float64Array.of(100, NaN, 120, 200, 120, NaN) },
    { kind: 'category', name: 'Married', ...encodeTexts(['Yes', 'No', null, 'No', 'Yes', null]) },
  ]);

  it.each([
    ['mean', 'number', 'LoanAmount', 135],
    ['median', 'number', 'LoanAmount', 120],
    ['mode', 'number', 'LoanAmount', 120],
    ['mode', 'category', 'Married', 'No'],
    ['custom', 'number', 'LoanAmount', -1],
    ['custom', 'category', 'Married', 'unknown'],
  ] as const)('fills with the %s of %s columns', async (mode, type, name, expected) => {
    const { table, transformation } = await clean(loans, { columns: byType(type), mode, value: expected });
    expect(transformation.replacements).toEqual([{ kind: type, column: name, value: expected }]);
    expect(cells(table)[name]).toEqual(cells(loans)[name].map((cell) => cell ?? expected));
  });

  it('extends the dictionary past 128 texts', async () => {
    const texts = Array.from({ length: 129 }, (_, i) => (i === 128 ? null : `level ${i}`));
    const table = createTable([{ kind: 'category', name: 'x', ...encodeTexts(texts) }]);
    const filled = (await clean(table, { mode: 'custom', value: 'new' })).table;
    expect(cells(filled).x).toEqual(texts.map((text) => text ?? 'new'));
  });

  it.each(['mean', 'median'] as const)('has no %s of a text and proposes what to do', async (mode) => {
    await expect(clean(loans, { mode })).rejects.toMatchObject({
      code: 'cleaning-needs-numbers',
      message: `The column "Married" holds text, and text has no ${mode}.`,
      hint: expect.stringContaining('mode') as string,
    });
  });

  it.each(['unknown', '', ' ', '1,5', 'Infinity'])(
    'refuses the replacement %j for numbers',
    async (value) => {
      await expect(clean(loans, { mode: 'custom', value })).rejects.toMatchObject({
        code: 'replacement-not-number',
        message: expect.stringContaining('"LoanAmount"') as string,
      });
    },
  );

  it('refuses a mean that is infinite, which no file could hold', async () => {
    const table = createTable([{ kind: 'number', name: 'x', values: Float64Array.of(Infinity, 1, NaN) }]);
    await expect(clean(table, { mode: 'mean' })).rejects.toMatchObject({ code: 'replacement-not-finite' });
  });
});

describe('Apply Transformation', () => {
  const filling: Transformation = {
    formatVersion: 1,
    type: 'clean-missing-data',
    removeRows: [],
    removeColumns: ['gone'],
    replacements: [
      { kind: 'number', column: 'amount', value: 5 },
      { kind: 'category', column: 'text', value: 'b' },
    ],
  };
  const amount = { kind: 'number' as const, name: 'amount', values: Float64Array.of(1, NaN) };
  const text = { kind: 'category' as const, name: 'text', ...encodeTexts(['a', null]) };

  it('fills with the values it was fitted on, not with those of the rows', async () => {
    expect(cells(await apply(filling, createTable([amount, text])))).toEqual({
      amount: [1, 5],
      text: ['a', 'b'],
    });
  });

  it('fills a column that is all missing, whatever its type', async () => {
    const table = createTable([
      { kind: 'category', name: 'amount', ...encodeTexts([null]) },
      { kind: 'number', name: 'text', values: Float64Array.of(NaN) },
    ]);
    expect(cells(await apply(filling, table))).toEqual({ amount: [5], text: ['b'] });
  });

  it('refuses rows without a column, unless it may be absent', async () => {
    await expect(apply(filling, createTable([amount]))).rejects.toMatchObject({
      code: 'column-not-found',
      message: 'The table has no column "text", which the transformation was fitted on.',
    });
    expect(cells(await apply(filling, createTable([amount]), ['text']))).toEqual({ amount: [1, 5] });
  });

  it('refuses a column that has changed its type', async () => {
    const table = createTable([amount, { kind: 'number', name: 'text', values: Float64Array.of(1, NaN) }]);
    await expect(apply(filling, table)).rejects.toMatchObject({
      code: 'column-type-changed',
      message: 'The column "text" holds numbers, and the transformation was fitted on text there.',
    });
  });
});
