import { evaluateBaselines } from '../../evaluate/baselines.ts';
import { binaryCurve } from '../../evaluate/curves.ts';
import { evaluateBinary } from '../../evaluate/metrics.ts';
import { evaluateMulticlass } from '../../evaluate/multiclass.ts';
import { evaluateRegression } from '../../evaluate/regression.ts';
import { columnNames, getColumn, takeRows, type Table } from '../../table/table.ts';
import { classesOf, classIndexesOf, numericLabels } from '../../train/labels.ts';
import { noLabelToEvaluate, noRowsToEvaluate, notScored } from '../errors.ts';
import {
  scoredLabels,
  scoredProbabilities,
  scoredProbabilitiesOf,
  type BinaryEvaluation,
  type BinaryScoring,
  type EvaluationResult,
  type MulticlassEvaluation,
  type MulticlassScoring,
  type RegressionEvaluation,
  type RegressionScoring,
  type ScoredTable,
} from '../values.ts';

/**
 * All figures of a scored table; `threshold` is for two classes. Errors: `column-not-found`, `no-rows-to-evaluate`,
 * `not-scored`, `label-not-numeric`.
 */
export function evaluateScored(table: ScoredTable, threshold: number): EvaluationResult {
  const { scoring } = table;
  const names = columnNames(table);
  if (!names.includes(scoring.label)) throw noLabelToEvaluate(scoring.label, names);
  switch (scoring.task) {
    case 'binary':
      return evaluateTwoClasses(table, scoring, threshold);
    case 'multiclass':
      return evaluateClasses(table, scoring);
    case 'regression':
      return evaluateValues(table, scoring);
  }
}

function evaluateTwoClasses(table: Table, scoring: BinaryScoring, threshold: number): BinaryEvaluation {
  const { label, negative, positive, baselines } = scoring;
  const all = classesOf(getColumn(table, label), negative, positive);
  const { rows, labelled } = labelledRows(table, label, (row) => all[row] >= 0);
  const classes = rows === all.length ? all : all.filter((value) => value >= 0);
  const probabilities = numbersOf(labelled, scoredProbabilities);
  const curve = binaryCurve(probabilities, classes);
  return {
    task: 'binary',
    label,
    negative,
    positive,
    rows,
    rowsWithoutLabel: table.rowCount - rows,
    metrics: evaluateBinary(probabilities, classes, threshold, curve),
    curve,
    baselines: evaluateBaselines(baselines, labelled, classes),
  };
}

function evaluateClasses(table: Table, scoring: MulticlassScoring): MulticlassEvaluation {
  const { label, classes, mostFrequent } = scoring;
  const all = classIndexesOf(getColumn(table, label), classes);
  const { rows, labelled } = labelledRows(table, label, (row) => all[row] >= 0);
  const actual = all.filter((index) => index >= 0);
  const probabilities = new Float64Array(rows * classes.length);
  classes.forEach((name, k) => {
    const values = numbersOf(labelled, scoredProbabilitiesOf(name));
    for (let i = 0; i < rows; i++) probabilities[i * classes.length + k] = values[i];
  });
  const usual = classes.indexOf(mostFrequent);
  const usualRows = actual.reduce((count, index) => count + (index === usual ? 1 : 0), 0);
  return {
    task: 'multiclass',
    label,
    classes,
    rows,
    rowsWithoutLabel: table.rowCount - rows,
    metrics: evaluateMulticlass(probabilities, actual, classes.length),
    baseline: { label: mostFrequent, accuracy: usualRows / rows },
  };
}

function evaluateValues(table: Table, { label, mean }: RegressionScoring): RegressionEvaluation {
  const column = getColumn(table, label);
  const { rows, labelled } = labelledRows(
    table,
    label,
    column.kind === 'number' ? (row) => !Number.isNaN(column.values[row]) : (row) => column.codes[row] >= 0,
  );
  const actual = numericLabels(getColumn(labelled, label));
  const constant = evaluateRegression(new Float64Array(rows).fill(mean), actual);
  return {
    task: 'regression',
    label,
    rows,
    rowsWithoutLabel: table.rowCount - rows,
    metrics: evaluateRegression(numbersOf(labelled, scoredLabels), actual),
    baseline: {
      mean,
      rootMeanSquaredError: constant.rootMeanSquaredError,
      meanAbsoluteError: constant.meanAbsoluteError,
    },
  };
}

/** The rows whose label is known, and how many they are. */
function labelledRows(
  table: Table,
  label: string,
  isKnown: (row: number) => boolean,
): { rows: number; labelled: Table } {
  const positions = new Uint32Array(table.rowCount);
  let rows = 0;
  for (let i = 0; i < table.rowCount; i++) if (isKnown(i)) positions[rows++] = i;
  if (rows === 0) throw noRowsToEvaluate(table.rowCount, label);
  return { rows, labelled: rows === table.rowCount ? table : takeRows(table, positions.subarray(0, rows)) };
}

function numbersOf(table: Table, name: string): Float64Array {
  const column = getColumn(table, name);
  if (column.kind !== 'number') throw notScored(name);
  return column.values;
}
