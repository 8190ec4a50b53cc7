import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCsv } from '../../../../engine/table/csv/read-csv.ts';
import { writeCsv } from '../../../../engine/table/csv/write-csv.ts';
import { encodeTexts } from '../../../../engine/table/levels.ts';
import { cellAt, createTable, type Column } from '../../../../engine/table/table.ts';

const number = fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0);
const text = fc
  .string({
    unit: fc.constantFrom('a', 'b', '"', ',', ';', '\n', '\r', ' ', 'é', '漢', '3', '.'),
    minLength: 1,
  })
  .filter((cell) => cell.trim() !== '' && cell === cell.trim());

function read(csv: string): (number | string | null)[][] {
  const { table } = readCsv(
    { name: 't.csv', open: () => [new TextEncoder().encode(csv)] },
    { delimiter: ',', header: true, decimal: '.', encoding: 'utf-8', missingValues: [''] },
  );
  return Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((column) => cellAt(column, row)),
  );
}

it('what is written is read again, cell for cell', () => {
  const row = fc.tuple(fc.option(number, { freq: 6 }), fc.option(text, { freq: 6 }), fc.constant('x'));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
      const columns: Column[] = [
        { kind: 'number', name: 'n, "quoted"', values: Float64Array.from(rows, ([value]) => value ?? NaN) },
        { kind: 'category', name: 't', ...encodeTexts(rows.map(([, cell]) => cell)) },
        { kind: 'category', name: 'last', ...encodeTexts(rows.map(([, , cell]) => cell)) },
      ];
      const found = read(writeCsv(createTable(columns)));
      // A column of numbers written as texts comes back as numbers: compare as they are written.
      const shown = (cell: string | number | null): string | null => (cell === null ? null : String(cell));
      const isNumeric = rows.every(([, cell]) => cell === null || !Number.isNaN(Number(cell)));
      for (const [index, [value, cell]] of rows.entries()) {
        expect(found[index][0]).toBe(value === 0 ? 0 : value);
        if (!isNumeric) expect(shown(found[index][1])).toBe(cell);
      }
    }),
    { numRuns: 300 },
  );
});

it('a column of missing cells alone keeps its rows', () => {
  const csv = writeCsv(createTable([{ kind: 'category', name: 'only', ...encodeTexts(['a', null, 'b']) }]));
  expect(csv).toBe('only\na\n""\nb\n');
});
