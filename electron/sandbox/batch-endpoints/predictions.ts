import { tableFromRows } from '../../../engine/pipeline/input-schema.ts';
import type { JsonRow } from '../../../engine/pipeline/run-inference.ts';
import { writeCsv } from '../../../engine/table/csv/write-csv.ts';

/** The column that says which file a row was in; a column of the model by that name stands in its place. */
const fileColumn = 'file';

/** What a model has answered, as pieces of a CSV file: long inputs are not kept as rows. */
export interface Predictions {
  readonly rows: number;
  readonly header: string;
  readonly lines: readonly string[];
}

/** No predictions: an empty file. */
export const noPredictions: Predictions = { rows: 0, header: '', lines: [] };

/** Some rows that a model has answered, with the name of the file that they were in. */
export function predictionsOf(answers: readonly JsonRow[], file: string): Predictions {
  if (answers.length === 0) return noPredictions;
  const rows = answers.map((row): JsonRow =>
    Object.hasOwn(row, fileColumn) ? row : { ...row, [fileColumn]: file },
  );
  const schema = Object.keys(rows[0]).map((name) =>
    rows.some((row) => typeof row[name] === 'string')
      ? ({ name, type: 'category', levels: null, example: null } as const)
      : ({ name, type: 'number', minimum: null, maximum: null, example: null } as const),
  );
  const text = writeCsv(tableFromRows(rows, schema));
  const header = writeCsv(tableFromRows([], schema));
  return { rows: rows.length, header, lines: [text.slice(header.length)] };
}

/** Two parts of the same predictions, one after the other. */
export function joinPredictions(first: Predictions, second: Predictions): Predictions {
  return {
    rows: first.rows + second.rows,
    header: first.header || second.header,
    lines: first.lines.concat(second.lines),
  };
}

/**
 * All predictions as a CSV file: a header, then a line for each row of the input, with the columns that the model puts
 * out and the name of the row's file.
 */
export function writePredictions({ header, lines }: Predictions): string {
  return header + lines.join('');
}
