import type { Cell, InputColumn, Row } from './types.ts';

/** What is typed into a form, by column: a missing cell is an empty text. */
export type RowTexts = Readonly<Record<string, string>>;

/** What is wrong or unusual about one field. */
export type FieldNote =
  | { readonly kind: 'no-number' }
  | { readonly kind: 'outside'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'unknown-level' };

/** A form that is filled with typical values of the training data, or with a row. */
export function startTexts(columns: readonly InputColumn[], row?: Row): Record<string, string> {
  return Object.fromEntries(
    columns.map(({ name, example }) => {
      const value = row && Object.hasOwn(row, name) ? row[name] : row ? null : example;
      return [name, value === null ? '' : String(value)];
    }),
  );
}

/** What is noted beside a field; `undefined` where all is well. */
export function noteOf(column: InputColumn, text: string): FieldNote | undefined {
  if (text.trim() === '') return undefined;
  if (column.type === 'category') {
    return column.levels === null || column.levels.includes(text) ? undefined : { kind: 'unknown-level' };
  }
  const value = numberIn(text);
  if (value === undefined) return { kind: 'no-number' };
  const { minimum, maximum } = column;
  if (minimum === null || maximum === null || (value >= minimum && value <= maximum)) return undefined;
  return { kind: 'outside', minimum, maximum };
}

/** Whether every field can be sent: what is unusual can, what is wrong cannot. */
export function canSend(columns: readonly InputColumn[], texts: RowTexts): boolean {
  return columns.every((column) => noteOf(column, texts[column.name] ?? '')?.kind !== 'no-number');
}

/** The row of a form: a text of a text column goes out as it stands. */
export function rowOf(columns: readonly InputColumn[], texts: RowTexts): Row {
  return Object.fromEntries(columns.map((column) => [column.name, cellOf(column, texts[column.name] ?? '')]));
}

function cellOf({ type }: InputColumn, text: string): Cell {
  if (text.trim() === '') return null;
  return type === 'number' ? (numberIn(text) ?? null) : text;
}

/** A number as JSON would write it; `undefined` for anything else. */
export function numberIn(text: string): number | undefined {
  const written = text.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(written)) return undefined;
  const value = Number(written);
  return Number.isFinite(value) ? value : undefined;
}
