import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTexts } from '../../../engine/table/levels.ts';
import {
  cellAt,
  columnNames,
  createTable,
  takeRows,
  type Column,
  type Table,
} from '../../../engine/table/table.ts';
import { packTable, unpackTable } from '../../../engine/table/transfer.ts';
import type { ScoredTable } from '../../../engine/components/values.ts';

/** A table that has gone to another thread and come back. */
function sent<T extends Table>(table: T): T {
  return unpackTable(structuredClone(packTable(table))) as unknown as T;
}

function cells(table: Table): unknown[][] {
  return table.columns.map((column) =>
    Array.from({ length: table.rowCount }, (_, row) => cellAt(column, row)),
  );
}

const column = (rows: number, name: string): fc.Arbitrary<Column> =>
  fc.oneof(
    fc
      .array(fc.oneof(fc.double(), fc.constant(NaN)), { minLength: rows, maxLength: rows })
      .map((values) => ({ kind: 'number' as const, name, values: Float64Array.from(values) })),
    fc
      .array(fc.option(fc.string({ unit: 'grapheme' })), { minLength: rows, maxLength: rows })
      .map((texts) => ({ kind: 'category' as const, name, ...encodeTexts(texts) })),
  );

const anyTable = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rows, columns]) =>
    fc.tuple(...Array.from({ length: columns }, (_, index) => column(rows, `c${index}`))),
  )
  .map((columns) => createTable(columns));

describe('a table that is sent to another thread', () => {
  it('arrives with the same cells, names and row numbers', () => {
    fc.assert(
      fc.property(anyTable, fc.infiniteStream(fc.nat()), (whole, numbers) => {
        const some = Uint32Array.from(
          { length: Math.min(5, whole.rowCount) },
          () => Number(numbers.next().value) % whole.rowCount,
        );
        for (const table of [whole, takeRows(whole, some)]) {
          const arrived = sent(table);
          expect(columnNames(arrived)).toEqual(columnNames(table));
          expect(cells(arrived)).toEqual(cells(table));
          expect([...arrived.rowNumbers]).toEqual([...table.rowNumbers]);
          expect(arrived.rowCount).toBe(table.rowCount);
        }
      }),
    );
  });

  it('finds its texts again', () => {
    const table = createTable([{ kind: 'category', name: 'City', ...encodeTexts(['Ulm', null, 'Bonn']) }]);
    const [city] = sent(table).columns;
    expect(city.kind === 'category' && city.levels.indexOf('Bonn')).toBe(1);
    expect(city.kind === 'category' && city.levels.indexOf('Rome')).toBe(-1);
  });

  it('takes the bytes of its own rows along, not those of the file', () => {
    const file = new Uint32Array(1000);
    const values = new Float64Array(1000).subarray(0, 2);
    const packed = packTable({
      columns: [{ kind: 'number', name: 'x', values }],
      rowCount: 2,
      rowNumbers: file.subarray(0, 2),
    });
    expect(packed.rowNumbers.buffer.byteLength).toBe(8);
    expect(packed.columns[0].kind === 'number' && packed.columns[0].values.buffer.byteLength).toBe(16);
  });

  it('keeps what evaluating it needs', () => {
    const scoring = { label: 'y', negative: 'N', positive: 'Y' } as unknown as ScoredTable['scoring'];
    const table: ScoredTable = { ...createTable([]), scoring };
    expect(sent(table).scoring).toEqual(scoring);
    expect('scoring' in sent(createTable([]))).toBe(false);
  });
});
