import { tableFromRows } from '../../../engine/pipeline/input-schema.ts';
import { writeCsv } from '../../../engine/table/csv/write-csv.ts';
import type { InputRow } from './input-files.ts';

/** What a model has answered to a row, and the name of the file that the row was in. */
export interface Prediction {
  readonly row: InputRow;
  readonly file: string;
}

/** The column that says where a row was; a column of the model by that name stands in its place. */
const fileColumn = 'file';

/**
 * All predictions as a CSV file: a header, then a line for each row of the input, with the columns that the model
 * puts out and the name of the row's file. No predictions are an empty file.
 */
export function writePredictions(predictions: readonly Prediction[]): string {
  if (predictions.length === 0) return '';
  const rows = predictions.map(({ row, file }): InputRow =>
    Object.hasOwn(row, fileColumn) ? row : { ...row, [fileColumn]: file },
  );
  const names = Object.keys(rows[0]);
  const isText = new Set(names.filter((name) => rows.some((row) => typeof row[name] === 'string')));
  const schema = names.map((name) =>
    isText.has(name)
      ? ({ name, type: 'category', levels: null, example: null } as const)
      : ({ name, type: 'number', minimum: null, maximum: null, example: null } as const),
  );
  return writeCsv(tableFromRows(rows, schema));
}
