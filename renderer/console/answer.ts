import type { Cell, Row, ServiceSchema } from './types.ts';

export const labelColumn = 'Scored Labels';
export const probabilityColumn = 'Scored Probabilities';
const classPrefix = `${probabilityColumn}_`;

/** The rows of an answer in either format; a plain value becomes a column. `undefined` for anything else. */
export function rowsOfAnswer(response: unknown): Row[] | undefined {
  const inner =
    isObject(response) && isObject(response.Results) ? response.Results.WebServiceOutput0 : response;
  if (!Array.isArray(inner)) return undefined;
  return inner.map((row): Row => {
    if (!isObject(row)) return { [labelColumn]: cellOf(row) };
    return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)]));
  });
}

/** All columns of some rows, in the order in which they come up. */
export function columnsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

/** A curve that an answer gives: what it is of, and the column that holds it. */
export interface Measure {
  readonly column: string;
  /** The class whose probability it is; null for a predicted number. */
  readonly ofClass: string | null;
}

/** What of an answer can be drawn: probabilities, or a predicted number. None where it tells a label alone. */
export function measuresOf(
  columns: readonly string[],
  first: Row | undefined,
  positive: string | null,
): Measure[] {
  if (columns.includes(probabilityColumn)) return [{ column: probabilityColumn, ofClass: positive ?? '' }];
  const classes = columns.filter((name) => name.startsWith(classPrefix));
  if (classes.length > 0) {
    return classes.map((column) => ({ column, ofClass: column.slice(classPrefix.length) }));
  }
  return first && typeof first[labelColumn] === 'number' ? [{ column: labelColumn, ofClass: null }] : [];
}

/** Whether a deployment's answers hold probabilities. */
export function givesProbabilities({ outputs }: ServiceSchema): boolean {
  return outputs?.some((name) => name.startsWith(probabilityColumn)) ?? false;
}

/** The rows of a request in either format; `undefined` where it is neither. */
export function rowsOfRequest(request: unknown): Row[] | undefined {
  if (!isObject(request)) return undefined;
  const rows = isObject(request.Inputs) ? request.Inputs.WebServiceInput0 : request.input_data;
  if (Array.isArray(rows)) return rows.every(isObject) ? rows.map(toRow) : undefined;
  if (!isObject(rows) || !Array.isArray(rows.columns) || !Array.isArray(rows.data)) return undefined;
  const names = rows.columns.map(String);
  if (!rows.data.every((cells) => Array.isArray(cells))) return undefined;
  return (rows.data as unknown[][]).map((cells) =>
    Object.fromEntries(names.map((name, index) => [name, cellOf(cells[index])])),
  );
}

/** Rows as the body of a request. */
export function requestOf(rows: readonly Row[], format: 'input_data' | 'web-service'): object {
  if (format === 'web-service') return { Inputs: { WebServiceInput0: rows }, GlobalParameters: {} };
  const columns = columnsOf(rows);
  return {
    input_data: {
      columns,
      index: rows.map((_, index) => index),
      data: rows.map((row) => columns.map((name) => (Object.hasOwn(row, name) ? row[name] : null))),
    },
  };
}

/** What of a row is not as in the form at its start, in a few words: the request in a list of requests. */
export function whatIsSpecial(rows: readonly Row[] | undefined, start: Row): string {
  const [row] = rows ?? [];
  if (!row) return '';
  const special = Object.entries(row).filter(([name, value]) => value !== (start[name] ?? null));
  return special
    .slice(0, 2)
    .map(([name, value]) => `${name} ${value ?? '–'}`)
    .join(', ');
}

function toRow(row: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)]));
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
