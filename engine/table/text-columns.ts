import { encodeTexts } from './levels.ts';
import { withColumns, type Column, type Table } from './table.ts';

/**
 * The table with these columns as texts: numbers that name things (a district, a class) are no quantities. A number
 * is written as JavaScript writes it; names that the table does not have are ignored.
 */
export function asTextColumns(table: Table, names: readonly string[]): Table {
  const chosen = table.columns.filter(({ name }) => names.includes(name));
  return chosen.length === 0 ? table : withColumns(table, chosen.map(asText));
}

function asText(column: Column): Column {
  if (column.kind === 'category') return column;
  const texts = Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
  return { kind: 'category', name: column.name, ...encodeTexts(texts) };
}
