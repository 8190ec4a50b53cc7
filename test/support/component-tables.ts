import fc from 'fast-check';
import type { z } from 'zod';
import type {
  Component,
  InputValues,
  OutputValues,
  Ports,
  SettingsSchema,
} from '../../engine/components/component.ts';
import { createCodes, createLevels } from '../../engine/table/levels.ts';
import { cellAt, createTable, type Column, type Table } from '../../engine/table/table.ts';

/** Runs a component by itself, its settings filled up with their defaults. */
export async function runComponent<I extends Ports, O extends Ports, S extends SettingsSchema>(
  component: Component<I, O, S>,
  inputs: InputValues<I>,
  settings: z.input<S>,
): Promise<OutputValues<O>> {
  return component.run(inputs, component.settings.parse(settings), { datasets: {} });
}

/** A table written out, cell by cell. */
export function cells(table: Table): Record<string, (number | string | null)[]> {
  // Without a prototype, since a column may be named "constructor".
  const written = Object.create(null) as Record<string, (number | string | null)[]>;
  for (const column of table.columns) {
    written[column.name] = Array.from({ length: table.rowCount }, (_, row) => cellAt(column, row));
  }
  return written;
}

const names = fc.oneof(
  fc.constantFrom('', ' ', 'a,b', '"', 'constructor', '__proto__', '收入', '*', 'a.b', 'Scored Labels ', '0'),
  fc.string({ maxLength: 6 }),
);

const numbers = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constant(NaN) },
);

/** Dictionaries that several columns and tables share; not each level occurs. */
const sharedLevels = [
  ['no', 'yes'],
  ['3+', '0', '1', '2', 'never used'],
  ['b', 'a', '\u{1f600}', '\uffff', ''],
].map(createLevels);

function columnArbitrary(name: string, rows: number): fc.Arbitrary<Column> {
  const number = fc
    .array(numbers, { minLength: rows, maxLength: rows })
    .map((values): Column => ({ kind: 'number', name, values: Float64Array.from(values) }));
  const category = fc.constantFrom(...sharedLevels).chain((levels) =>
    fc
      .array(fc.integer({ min: -1, max: levels.size - 1 }), { minLength: rows, maxLength: rows })
      .map((values): Column => {
        const codes = createCodes(rows, levels.size);
        codes.set(values);
        return { kind: 'category', name, codes, levels };
      }),
  );
  return fc.oneof(number, category);
}

/** Tables of odd names, gaps, shared dictionaries and row numbers with holes. */
export const tables: fc.Arbitrary<Table> = fc
  .record({
    rows: fc.integer({ min: 0, max: 40 }),
    names: fc.uniqueArray(names, { minLength: 1, maxLength: 6 }),
    firstRow: fc.integer({ min: 1, max: 1000 }),
  })
  .chain(({ rows, names: unique, firstRow }) =>
    fc.tuple(...unique.map((name) => columnArbitrary(name, rows))).map((columns) =>
      createTable(
        columns,
        Uint32Array.from({ length: rows }, (_, i) => firstRow + 3 * i),
      ),
    ),
  );
