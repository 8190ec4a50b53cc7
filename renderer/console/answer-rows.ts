import { createTable, type Column, type Table } from '../../engine/table/table.ts';
import { numbers, texts } from '../charts/series-table.ts';
import { columnsOf, labelColumn, probabilityColumn } from './answer.ts';
import type { Cell, Row } from './types.ts';

/** Whether a column of an answer is what the model says. */
export function isPredicted(name: string): boolean {
  return name === labelColumn || name.startsWith(probabilityColumn);
}

/** The columns of an answer, what was predicted first. */
export function orderedColumns(rows: readonly Row[]): string[] {
  const all = columnsOf(rows);
  return [...all.filter(isPredicted), ...all.filter((name) => !isPredicted(name))];
}

/** Whether a column holds numbers and gaps alone. */
export function isNumeric(cells: readonly (Cell | undefined)[]): boolean {
  return cells.every((cell) => cell === undefined || cell === null || typeof cell === 'number');
}

/** An answer of many rows as a table. */
export function tableOfRows(rows: readonly Row[]): Table {
  return createTable(
    orderedColumns(rows).map((name): Column => {
      const cells = rows.map((row) => (Object.hasOwn(row, name) ? row[name] : null));
      return isNumeric(cells)
        ? numbers(
            name,
            cells.map((cell) => (typeof cell === 'number' ? cell : NaN)),
          )
        : texts(
            name,
            cells.map((cell) => (cell === null ? null : String(cell))),
          );
    }),
  );
}
