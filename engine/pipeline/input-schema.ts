import { presentValues, median, textMode } from '../components/statistics.ts';
import type { InputColumn } from '../components/web-service-input/web-service-input.ts';
import { compareText, encodeTexts } from '../table/levels.ts';
import { createTable, type CategoryColumn, type Column, type Table } from '../table/table.ts';
import { inputRowNotObject, unknownInputColumn, wrongInputType } from './errors.ts';

/** Longer lists of texts are left out of a schema. */
const mostLevels = 100;

/** What a request may hold, from the table that the model was trained on; examples are typical values. */
export function describeInput(table: Table): InputColumn[] {
  return table.columns.map((column) => {
    const { name } = column;
    if (column.kind === 'category') {
      return { name, type: 'category', levels: occurringLevels(column), example: textMode(column) };
    }
    let minimum = Infinity;
    let maximum = -Infinity;
    for (const value of presentValues(column.values)) {
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
    const example = median(column.values);
    return {
      name,
      type: 'number',
      minimum: finiteOrNull(minimum),
      maximum: finiteOrNull(maximum),
      example: finiteOrNull(example),
    };
  });
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

function occurringLevels({ codes, levels }: CategoryColumn): string[] | null {
  const occurring = new Set<number>();
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] >= 0) occurring.add(codes[i]);
    if (occurring.size > mostLevels) return null;
  }
  return Array.from(occurring, (code) => levels.at(code)).sort(compareText);
}

/**
 * The table of a request: one object per row. `null` and keys that are not there are missing cells.
 * Errors: `input-row-not-object`, `unknown-input-column`, `wrong-input-type`.
 */
export function tableFromRows(rows: readonly unknown[], schema: readonly InputColumn[]): Table {
  return rowReader(schema)(rows);
}

/** The same for many requests of one schema. */
export function rowReader(schema: readonly InputColumn[]): (rows: readonly unknown[]) => Table {
  const known = new Set(schema.map(({ name }) => name));
  return (rows) => readRows(rows, schema, known);
}

function readRows(
  rows: readonly unknown[],
  schema: readonly InputColumn[],
  known: ReadonlySet<string>,
): Table {
  const objects = rows.map((row, index) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw inputRowNotObject(index + 1);
    for (const name of Object.keys(row)) {
      if (!known.has(name)) throw unknownInputColumn(index + 1, name, [...known]);
    }
    return row as Readonly<Record<string, unknown>>;
  });
  const columns = schema.map((column) => readColumn(column, objects));
  const rowNumbers = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) rowNumbers[i] = i + 1;
  return createTable(columns, rowNumbers);
}

/** What a row says itself: an object has more names than its own, but under those no number and no text. */
function cellOf(row: Readonly<Record<string, unknown>>, name: string): unknown {
  const cell = row[name];
  if (typeof cell === 'number' || typeof cell === 'string') return cell;
  return Object.hasOwn(row, name) ? (cell ?? null) : null;
}

function readColumn({ name, type }: InputColumn, rows: readonly Readonly<Record<string, unknown>>[]): Column {
  // Loops: the `from` of typed arrays takes several times as long, and services answer one row at a time.
  if (type === 'number') {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const cell = cellOf(rows[i], name);
      if (cell === null) values[i] = NaN;
      else if (typeof cell === 'number' && Number.isFinite(cell)) values[i] = cell;
      else throw wrongInputType(i + 1, name, type, cell);
    }
    return { kind: 'number', name, values };
  }
  const texts: (string | null)[] = [];
  for (let i = 0; i < rows.length; i++) {
    const cell = cellOf(rows[i], name);
    if (cell !== null && typeof cell !== 'string') throw wrongInputType(i + 1, name, type, cell);
    texts.push(cell);
  }
  return { kind: 'category', name, ...encodeTexts(texts) };
}
