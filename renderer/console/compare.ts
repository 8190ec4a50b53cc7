import { columnsOf } from './answer.ts';
import type { Cell, Row } from './types.ts';

/** What one deployment has answered. */
export interface Answered {
  readonly deployment: string;
  /** Undefined where it gave no rows. */
  readonly rows: readonly Row[] | undefined;
}

/** One column of the answers to one row, side by side. */
export interface ComparedLine {
  readonly row: number;
  readonly column: string;
  /** In the order of the deployments; undefined where one does not tell it. */
  readonly cells: readonly (Cell | undefined)[];
  readonly word: 'same' | 'differs' | 'partly';
}

const sameNumber = 1e-9;

/** The answers of several deployments to the same rows, line by line; what the request had itself is left out. */
export function compareAnswers(answers: readonly Answered[], request: readonly Row[]): ComparedLine[] {
  const asked = new Set(columnsOf(request));
  const columns = columnsOf(answers.flatMap(({ rows }) => rows ?? []));
  const told = columns.filter((name) => !asked.has(name));
  return request.flatMap((_, row) =>
    (told.length > 0 ? told : columns).map((column): ComparedLine => {
      const cells = answers.map(({ rows }) => cellOf(rows?.[row], column));
      const word = !areSame(cells) ? 'differs' : cells.includes(undefined) ? 'partly' : 'same';
      return { row: row + 1, column, cells, word };
    }),
  );
}

function cellOf(row: Row | undefined, column: string): Cell | undefined {
  return row && Object.hasOwn(row, column) ? row[column] : undefined;
}

/** Whether those that tell it tell the same. */
function areSame(cells: readonly (Cell | undefined)[]): boolean {
  const told = cells.filter((cell) => cell !== undefined);
  const [first] = told;
  return told.every(
    (cell) =>
      cell === first ||
      (typeof cell === 'number' && typeof first === 'number' && Math.abs(cell - first) <= sameNumber),
  );
}
