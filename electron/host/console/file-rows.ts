import path from 'node:path';
import type { InputColumn } from '../../../engine/components/web-service-input/web-service-input.ts';
import { readCsv } from '../../../engine/table/csv/read-csv.ts';
import { cellAt, columnNames, type Column, type Table } from '../../../engine/table/table.ts';
import { asTextColumns } from '../../../engine/table/text-columns.ts';
import { csvFile } from '../csv-file.ts';
import { requestColumnsMissing, tooManyRows } from '../errors.ts';

type Cell = string | number | null;
/** A row of a request. */
export type RequestRow = Record<string, Cell>;

/** A file as rows of requests. */
export interface FileRows {
  readonly table: Table;
  /** Columns that the model does not know; they are not sent. */
  readonly leftOut: readonly string[];
  /** Columns that the file does not have. */
  readonly missing: readonly string[];
  /** The cells of a row; or why it cannot be sent. */
  row(index: number): { readonly cells: RequestRow } | { readonly problem: string };
}

/** An answer to a row, or why there is none; undefined where it was not asked. */
export type RowAnswer = { readonly answer: RequestRow } | { readonly problem: string } | undefined;

const mostRows = 200_000;

/**
 * Reads a CSV file as rows of requests: texts where the model takes texts, numbers where it takes numbers.
 * Errors: those of reading a table, `too-many-rows`, `request-columns-missing`.
 */
export function readFileRows(
  file: string,
  schema: readonly InputColumn[] | null,
  missingColumns: 'refuse' | 'send-gaps',
): FileRows {
  const name = path.basename(file);
  const read = readCsv(csvFile(file)).table;
  if (read.rowCount > mostRows) throw tooManyRows(name, read.rowCount, mostRows);
  const names = columnNames(read);
  // Without a schema the endpoint is asked for all columns, as they are.
  const wanted = schema ?? read.columns.map(({ name: column, kind }) => ({ name: column, type: kind }));
  const missing = wanted.filter((column) => !names.includes(column.name)).map((column) => column.name);
  const shared = wanted.length - missing.length;
  if (missing.length > 0 && (missingColumns === 'refuse' || shared === 0)) {
    throw requestColumnsMissing(name, missing, names, shared);
  }
  const texts = wanted.filter(({ type }) => type === 'category').map((column) => column.name);
  const table = asTextColumns(read, texts);
  const columns = wanted.flatMap(({ name: column, type }) => {
    const found = table.columns.find((one) => one.name === column);
    return found ? [{ column: found, type }] : [];
  });
  return {
    table: read,
    leftOut: names.filter((column) => !wanted.some((one) => one.name === column)),
    missing,
    row: (index) => readRow(columns, missing, index),
  };
}

function readRow(
  columns: readonly { readonly column: Column; readonly type: 'number' | 'category' }[],
  missing: readonly string[],
  index: number,
): { readonly cells: RequestRow } | { readonly problem: string } {
  const cells: RequestRow = Object.fromEntries(missing.map((name) => [name, null]));
  for (const { column, type } of columns) {
    const cell = cellAt(column, index);
    const value = type === 'number' && typeof cell === 'string' ? numberIn(cell) : cell;
    if (value === undefined) return { problem: `"${column.name}" takes a number, not "${cell}".` };
    cells[column.name] = value;
  }
  return { cells };
}

/** One word among numbers makes texts of them all. */
function numberIn(text: string): number | undefined {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
