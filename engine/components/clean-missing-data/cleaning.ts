import { createCodes, createLevels, levelTexts } from '../../table/levels.ts';
import {
  columnNames,
  columnLength,
  countMissing,
  createTable,
  takeRows,
  type CategoryColumn,
  type Column,
  type Table,
} from '../../table/table.ts';
import {
  cleaningNeedsNumbers,
  replacementNotFinite,
  replacementNotNumber,
  transformationLacksColumn,
  transformationTypeChanged,
} from '../errors.ts';
import { mean, median, numberMode, textMode } from '../statistics.ts';
import type { Replacement, Transformation } from '../artifacts.ts';

/** How gaps are closed. */
export type CleaningMode = 'custom' | 'mean' | 'median' | 'mode' | 'remove-row' | 'remove-column';

/** What to learn from a table. */
export interface CleaningOptions {
  readonly columns: readonly string[];
  readonly mode: CleaningMode;
  readonly value: number | string;
  /** A column is cleaned only where its share of missing cells lies between these, both included. */
  readonly minimumShare: number;
  readonly maximumShare: number;
  /** What happens to a column without any value, of which there is no mean, median or mode. */
  readonly columnsWithoutValues: 'remove' | 'keep';
}

/**
 * Learns how to close the gaps of a table.
 * Errors: `cleaning-needs-numbers`, `replacement-not-number`, `replacement-not-finite`.
 */
export function fitCleaning(table: Table, options: CleaningOptions): Transformation {
  const { mode, minimumShare, maximumShare } = options;
  const removeRows: string[] = [];
  const removeColumns: string[] = [];
  const replacements: Replacement[] = [];
  const chosen = new Set(options.columns);
  for (const column of table.columns) {
    if (!chosen.has(column.name) || table.rowCount === 0) continue;
    const missing = countMissing(column);
    const share = missing / table.rowCount;
    if (share < minimumShare || share > maximumShare) continue;
    if (mode === 'remove-row') removeRows.push(column.name);
    else if (mode === 'remove-column') {
      if (missing > 0) removeColumns.push(column.name);
    } else if (mode === 'custom') replacements.push(customReplacement(column, options.value));
    else if (missing < table.rowCount) replacements.push(fittedReplacement(column, mode));
    else if (options.columnsWithoutValues === 'remove') removeColumns.push(column.name);
  }
  return { formatVersion: 1, type: 'clean-missing-data', removeRows, removeColumns, replacements };
}

function customReplacement({ kind, name: column }: Column, value: number | string): Replacement {
  if (kind === 'category') return { kind, column, value: String(value) };
  const number = typeof value === 'number' ? value : value.trim() === '' ? NaN : Number(value);
  if (!Number.isFinite(number)) throw replacementNotNumber(column, String(value));
  return { kind, column, value: number };
}

function fittedReplacement(column: Column, mode: 'mean' | 'median' | 'mode'): Replacement {
  const { name } = column;
  if (column.kind === 'category') {
    if (mode !== 'mode') throw cleaningNeedsNumbers(name, mode);
    return { kind: 'category', column: name, value: textMode(column) ?? '' };
  }
  const fit = { mean, median, mode: numberMode }[mode];
  const value = fit(column.values);
  if (!Number.isFinite(value)) throw replacementNotFinite(name, mode);
  return { kind: 'number', column: name, value };
}

/**
 * Closes a table's gaps as they were closed in the table that the transformation was fitted on. The columns
 * in `optional` may be absent. Errors: `column-not-found`, `column-type-changed`.
 */
export function applyCleaning(
  transformation: Transformation,
  table: Table,
  optional: readonly string[] = [],
): Table {
  const present = new Map(table.columns.map((column) => [column.name, column]));
  const mayBeAbsent = new Set(optional);
  const find = (name: string): Column | undefined => {
    const column = present.get(name);
    if (!column && !mayBeAbsent.has(name)) throw transformationLacksColumn(name, columnNames(table));
    return column;
  };
  const { removeRows, removeColumns, replacements } = transformation;
  const filled = new Map<string, Column>();
  for (const replacement of replacements) {
    const column = find(replacement.column);
    if (column) filled.set(column.name, fill(column, replacement));
  }
  const complete = removeRows.map(find).filter((column) => column !== undefined);
  const removed = new Set(removeColumns);
  const columns = table.columns
    .filter(({ name }) => !removed.has(name))
    .map((column) => filled.get(column.name) ?? column);
  return withoutGaps(createTable(columns, table.rowNumbers), complete);
}

/** The rows in which none of these columns is missing. */
function withoutGaps(table: Table, columns: readonly Column[]): Table {
  const gaps = new Uint8Array(table.rowCount);
  for (const column of columns) {
    if (column.kind === 'number') {
      const { values } = column;
      for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) gaps[i] = 1;
    } else {
      const { codes } = column;
      for (let i = 0; i < codes.length; i++) if (codes[i] < 0) gaps[i] = 1;
    }
  }
  const positions = new Uint32Array(table.rowCount);
  let count = 0;
  for (let i = 0; i < gaps.length; i++) if (gaps[i] === 0) positions[count++] = i;
  return count === table.rowCount ? table : takeRows(table, positions.subarray(0, count));
}

function fill(column: Column, replacement: Replacement): Column {
  const { name } = column;
  const length = columnLength(column);
  const missing = countMissing(column);
  if (column.kind !== replacement.kind) {
    // A part of the rows without any value has no type of its own.
    if (missing < length) {
      const [expected, found] = column.kind === 'number' ? ['text', 'numbers'] : ['numbers', 'text'];
      throw transformationTypeChanged(name, expected, found);
    }
    return replacement.kind === 'number'
      ? { kind: 'number', name, values: new Float64Array(length).fill(replacement.value) }
      : { kind: 'category', name, codes: createCodes(length, 1), levels: createLevels([replacement.value]) };
  }
  if (missing === 0) return column;
  if (column.kind === 'category') return fillTexts(column, String(replacement.value));
  const value = Number(replacement.value);
  const values = column.values.slice();
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = value;
  return { kind: 'number', name, values };
}

function fillTexts({ name, codes, levels }: CategoryColumn, text: string): CategoryColumn {
  const known = levels.indexOf(text);
  const code = known >= 0 ? known : levels.size;
  const extended = known >= 0 ? levels : createLevels([...levelTexts(levels), text]);
  const filled = createCodes(codes.length, extended.size);
  for (let i = 0; i < codes.length; i++) filled[i] = codes[i] < 0 ? code : codes[i];
  return { kind: 'category', name, codes: filled, levels: extended };
}
