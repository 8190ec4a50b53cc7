import { columnNotFound } from '../errors.ts';
import type { Codes, Levels } from './levels.ts';

export type { Codes } from './levels.ts';

/** A column of numbers; a missing cell is NaN. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  readonly values: Float64Array;
}

/**
 * A dictionary-coded column of text: cell `i` is `levels.at(codes[i])`, a missing cell has code -1
 * (as `pandas.Categorical.codes`). Levels may be shared between tables and need not all occur.
 */
export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  readonly codes: Codes;
  readonly levels: Levels;
}

export type Column = NumberColumn | CategoryColumn;

/**
 * Typed columns of equal length. `rowNumbers[i]` is the number that row `i` had in the file it was read from
 * (1 is the first row below the header); it goes along through every step, so that any result can be traced
 * to its source. Tables are never changed in place.
 */
export interface Table {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  readonly rowNumbers: Uint32Array;
}

/** A table of columns of equal length; rows are numbered from 1 unless numbers are given. */
export function createTable(columns: readonly Column[], rowNumbers?: Uint32Array): Table {
  const rowCount = rowNumbers?.length ?? (columns.length > 0 ? columnLength(columns[0]) : 0);
  const names = new Set<string>();
  for (const column of columns) {
    if (columnLength(column) !== rowCount) {
      throw new RangeError(
        `Column "${column.name}" has ${columnLength(column)} cells, expected ${rowCount}.`,
      );
    }
    if (names.has(column.name)) throw new RangeError(`Two columns are named "${column.name}".`);
    names.add(column.name);
  }
  return {
    columns,
    rowCount,
    rowNumbers: rowNumbers ?? Uint32Array.from({ length: rowCount }, (_, i) => i + 1),
  };
}

/** How many cells a column has. */
export function columnLength(column: Column): number {
  return column.kind === 'number' ? column.values.length : column.codes.length;
}

/** The names of a table's columns, in order. */
export function columnNames(table: Table): string[] {
  return table.columns.map((column) => column.name);
}

/** The column of that name, or the error `column-not-found` with the nearest names. */
export function getColumn(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column) throw columnNotFound(name, columnNames(table));
  return column;
}

/** The columns of these names, in the order of `names`. */
export function selectColumns(table: Table, names: readonly string[]): Table {
  return { ...table, columns: names.map((name) => getColumn(table, name)) };
}

/** The table without the columns of these names; names that it does not have are ignored. */
export function dropColumns(table: Table, names: readonly string[]): Table {
  return { ...table, columns: table.columns.filter((column) => !names.includes(column.name)) };
}

/** The table with these columns in place of those of the same name, new ones at the end. */
export function withColumns(table: Table, columns: readonly Column[]): Table {
  const replaced = table.columns.map((old) => columns.find((column) => column.name === old.name) ?? old);
  const added = columns.filter((column) => !table.columns.some((old) => old.name === column.name));
  return createTable([...replaced, ...added], table.rowNumbers);
}

/** The rows at these positions (0-based, in this order), with their row numbers. */
export function takeRows(table: Table, positions: Uint32Array): Table {
  const rowNumbers = new Uint32Array(positions.length);
  for (let i = 0; i < positions.length; i++) rowNumbers[i] = table.rowNumbers[positions[i]];
  return {
    columns: table.columns.map((column) => takeCells(column, positions)),
    rowCount: positions.length,
    rowNumbers,
  };
}

function takeCells(column: Column, positions: Uint32Array): Column {
  if (column.kind === 'number') {
    const values = new Float64Array(positions.length);
    for (let i = 0; i < positions.length; i++) values[i] = column.values[positions[i]];
    return { ...column, values };
  }
  const codes = new (column.codes.constructor as new (length: number) => Codes)(positions.length);
  for (let i = 0; i < positions.length; i++) codes[i] = column.codes[positions[i]];
  return { ...column, codes };
}

/** Whether cell `row` of a column is missing. */
export function isMissing(column: Column, row: number): boolean {
  return column.kind === 'number' ? Number.isNaN(column.values[row]) : column.codes[row] < 0;
}

/** How many cells of a column are missing. */
export function countMissing(column: Column): number {
  let count = 0;
  if (column.kind === 'number') {
    for (let i = 0; i < column.values.length; i++) if (Number.isNaN(column.values[i])) count++;
  } else {
    for (let i = 0; i < column.codes.length; i++) if (column.codes[i] < 0) count++;
  }
  return count;
}

/** A cell as a number, a text, or `null` where it is missing. */
export function cellAt(column: Column, row: number): number | string | null {
  if (isMissing(column, row)) return null;
  return column.kind === 'number' ? column.values[row] : column.levels.at(column.codes[row]);
}
