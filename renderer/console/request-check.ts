import { rowsOfRequest } from './answer.ts';
import { findJsonFault, type JsonFault } from './json-check.ts';
import type { Format, InputColumn, Row } from './types.ts';

/** What is known of a body before it is sent. */
export type RequestCheck =
  | { readonly kind: 'not-json'; readonly fault: JsonFault }
  | { readonly kind: 'other-shape' }
  | {
      readonly kind: 'other-columns';
      readonly unknown: readonly string[];
      readonly missing: readonly string[];
    }
  | {
      readonly kind: 'other-type';
      readonly row: number;
      readonly column: string;
      readonly takes: InputColumn['type'];
    }
  | { readonly kind: 'good'; readonly rows: readonly Row[]; readonly format: Format };

/** Looks through the body of a request: is it JSON, is it in one of the two formats, has it the model's columns? */
export function checkRequest(text: string, columns: readonly InputColumn[] | undefined): RequestCheck {
  const fault = findJsonFault(text);
  if (fault) return { kind: 'not-json', fault };
  const body: unknown = JSON.parse(text);
  const rows = rowsOfRequest(body);
  if (!rows) return { kind: 'other-shape' };
  const format: Format = Object.hasOwn(body as object, 'input_data') ? 'input_data' : 'web-service';
  if (columns && columns.length > 0) {
    const wrong = compareColumns(rows, columns) ?? wrongType(rows, columns);
    if (wrong) return wrong;
  }
  return { kind: 'good', rows, format };
}

function compareColumns(rows: readonly Row[], columns: readonly InputColumn[]): RequestCheck | undefined {
  const known = new Set(columns.map(({ name }) => name));
  const sent = new Set(rows.flatMap((row) => Object.keys(row)));
  const unknown = [...sent].filter((name) => !known.has(name));
  if (unknown.length === 0) return undefined;
  return { kind: 'other-columns', unknown, missing: [...known].filter((name) => !sent.has(name)) };
}

function wrongType(rows: readonly Row[], columns: readonly InputColumn[]): RequestCheck | undefined {
  for (const [index, row] of rows.entries()) {
    for (const { name, type } of columns) {
      const cell = Object.hasOwn(row, name) ? row[name] : null;
      if (cell === null || typeof cell === (type === 'number' ? 'number' : 'string')) continue;
      return { kind: 'other-type', row: index + 1, column: name, takes: type };
    }
  }
  return undefined;
}

/** JSON with two blanks a step, every number as it was typed; a text that is no JSON stays as it is. */
export function formatJson(text: string): string {
  if (findJsonFault(text)) return text;
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  let written = '';
  const line = (): string => `\n${'  '.repeat(depth)}`;
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const isEmpty = before === '{' || before === '[';
    if (token === '}' || token === ']') {
      depth--;
      written += isEmpty ? token : line() + token;
    } else {
      if (isEmpty || before === ',') written += line();
      written += token === ':' ? ': ' : token;
    }
    if (token === '{' || token === '[') depth++;
  }
  return written;
}
