import { noLabelToEvaluate, noRowsToEvaluate, notScored } from '../components/errors.ts';
import {
  scoredLabels,
  scoredProbabilities,
  scoredProbabilitiesOf,
  type BinaryScoring,
  type MulticlassScoring,
  type RegressionScoring,
  type ScoredTable,
} from '../components/values.ts';
import { columnNames, getColumn, takeRows, type Column, type Table } from '../table/table.ts';
import { classesOf, classIndexesOf, numericLabels } from '../train/labels.ts';
import { likeliestClasses } from './multiclass.ts';

/** The rows of a scored table whose label is known; all lists have an entry for each row of `table`. */
interface LabelledRows {
  readonly table: Table;
  /** Rows that were left out: their label is missing, or none that the model knows. */
  readonly rowsWithoutLabel: number;
}

/** Rows of two classes. */
export interface BinaryRows extends LabelledRows {
  readonly task: 'binary';
  readonly scoring: BinaryScoring;
  /** 1 positive, 0 negative. */
  readonly classes: Int8Array;
  /** Of the positive class. */
  readonly probabilities: Float64Array;
}

/** Rows of several classes. */
export interface MulticlassRows extends LabelledRows {
  readonly task: 'multiclass';
  readonly scoring: MulticlassScoring;
  /** The index of each row's class. */
  readonly actual: Int32Array;
  readonly predicted: Int32Array;
  /** rows × classes, row-major. */
  readonly probabilities: Float64Array;
}

/** Rows with numbers. */
export interface RegressionRows extends LabelledRows {
  readonly task: 'regression';
  readonly scoring: RegressionScoring;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

export type EvaluatedRows = BinaryRows | MulticlassRows | RegressionRows;

/**
 * What evaluation looks at: the rows of a scored table that have a label, with labels and scores as numbers.
 * Errors: `column-not-found`, `no-rows-to-evaluate`, `not-scored`, `label-not-numeric`.
 */
export function evaluatedRows({ scoring, ...table }: ScoredTable): EvaluatedRows {
  const names = columnNames(table);
  if (!names.includes(scoring.label)) throw noLabelToEvaluate(scoring.label, names);
  switch (scoring.task) {
    case 'binary':
      return binaryRows(table, scoring);
    case 'multiclass':
      return multiclassRows(table, scoring);
    case 'regression':
      return regressionRows(table, scoring);
  }
}

function binaryRows(all: Table, scoring: BinaryScoring): BinaryRows {
  const { label, negative, positive } = scoring;
  const known = classesOf(getColumn(all, label), negative, positive);
  const rows = labelled(all, label, (row) => known[row] >= 0);
  return {
    task: 'binary',
    scoring,
    ...rows,
    classes: known.filter((value) => value >= 0),
    probabilities: numbersOf(rows.table, scoredProbabilities),
  };
}

function multiclassRows(all: Table, scoring: MulticlassScoring): MulticlassRows {
  const { label, classes } = scoring;
  const known = classIndexesOf(getColumn(all, label), classes);
  const rows = labelled(all, label, (row) => known[row] >= 0);
  const count = classes.length;
  const probabilities = new Float64Array(rows.table.rowCount * count);
  for (const [k, name] of classes.entries()) {
    const values = numbersOf(rows.table, scoredProbabilitiesOf(name));
    for (let i = 0; i < values.length; i++) probabilities[i * count + k] = values[i];
  }
  return {
    task: 'multiclass',
    scoring,
    ...rows,
    actual: known.filter((index) => index >= 0),
    predicted: likeliestClasses(probabilities, count),
    probabilities,
  };
}

function regressionRows(all: Table, scoring: RegressionScoring): RegressionRows {
  const column = getColumn(all, scoring.label);
  const rows = labelled(all, scoring.label, (row) => hasValue(column, row));
  return {
    task: 'regression',
    scoring,
    ...rows,
    actual: numericLabels(getColumn(rows.table, scoring.label)),
    predicted: numbersOf(rows.table, scoredLabels),
  };
}

function hasValue(column: Column, row: number): boolean {
  return column.kind === 'number' ? !Number.isNaN(column.values[row]) : column.codes[row] >= 0;
}

function labelled(table: Table, label: string, isKnown: (row: number) => boolean): LabelledRows {
  const positions = new Uint32Array(table.rowCount);
  let rows = 0;
  for (let i = 0; i < table.rowCount; i++) if (isKnown(i)) positions[rows++] = i;
  if (rows === 0) throw noRowsToEvaluate(table.rowCount, label);
  return {
    table: rows === table.rowCount ? table : takeRows(table, positions.subarray(0, rows)),
    rowsWithoutLabel: table.rowCount - rows,
  };
}

function numbersOf(table: Table, name: string): Float64Array {
  const column = getColumn(table, name);
  if (column.kind !== 'number') throw notScored(name);
  return column.values;
}
