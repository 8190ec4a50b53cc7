import { encodeTexts } from '../../../engine/table/levels.ts';
import { cellAt, columnNames, createTable, type Column, type Table } from '../../../engine/table/table.ts';
import { writeCsv } from '../../../engine/table/csv/write-csv.ts';
import type { RowAnswer } from './file-rows.ts';

type Cell = string | number | null;

const mostShown = 50;
const problemColumn = 'Problem';

/** A file with its answers beside the rows; columns that the answer repeats stand once. */
export function answeredCsv(table: Table, answers: readonly RowAnswer[]): string {
  const own = columnNames(table);
  const added = addedColumns(own, answers);
  const columns = added.map(({ name, cell }) => toColumn(name, answers.map(cell)));
  return writeCsv(createTable([...table.columns, ...columns], table.rowNumbers));
}

/** The first rows with their answers, to be shown. */
export function previewOf(
  table: Table,
  answers: readonly RowAnswer[],
): { columns: string[]; preview: Cell[][] } {
  const own = columnNames(table);
  const added = addedColumns(own, answers);
  const count = Math.min(mostShown, table.rowCount);
  return {
    columns: [...added.map(({ name }) => name), ...own],
    preview: Array.from({ length: count }, (_, row) => [
      ...added.map(({ cell }) => cell(answers[row])),
      ...table.columns.map((column) => cellAt(column, row)),
    ]),
  };
}

/** The columns of the answers that the file does not have, and one for what went wrong, if anything has. */
function addedColumns(
  own: readonly string[],
  answers: readonly RowAnswer[],
): { readonly name: string; readonly cell: (answer: RowAnswer) => Cell }[] {
  const names = new Set<string>();
  let hasProblem = false;
  for (const answer of answers) {
    if (answer && 'answer' in answer) for (const name of Object.keys(answer.answer)) names.add(name);
    else hasProblem = true;
  }
  for (const name of own) names.delete(name);
  const columns = [...names].map((name) => ({
    name,
    cell: (answer: RowAnswer): Cell =>
      answer && 'answer' in answer && Object.hasOwn(answer.answer, name) ? asCell(answer.answer[name]) : null,
  }));
  if (!hasProblem) return columns;
  let name = problemColumn;
  while (own.includes(name) || names.has(name)) name += ' of the request';
  return [
    ...columns,
    { name, cell: (answer) => (answer ? ('problem' in answer ? answer.problem : null) : 'not sent') },
  ];
}

function asCell(value: unknown): Cell {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  return JSON.stringify(value);
}

function toColumn(name: string, cells: readonly Cell[]): Column {
  if (cells.every((cell) => cell === null || typeof cell === 'number')) {
    return { kind: 'number', name, values: Float64Array.from(cells, (cell) => cell ?? NaN) };
  }
  return {
    kind: 'category',
    name,
    ...encodeTexts(cells.map((cell) => (cell === null ? null : String(cell)))),
  };
}
