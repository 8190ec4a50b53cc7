import { likeliestClasses, multiclassLogLoss } from '../evaluate/multiclass.ts';
import { logLoss } from '../evaluate/metrics.ts';
import { evaluateRegression } from '../evaluate/regression.ts';
import { getColumn, takeRows, type Table } from '../table/table.ts';
import { classIndexesOf, numericLabels } from '../train/labels.ts';
import type { Predictions } from '../train/predict.ts';

/** How well a model meets the labels of some rows. */
export interface Measures {
  /** Mean log loss, or mean squared error. */
  readonly loss: number;
  /** The share of rows whose class is right; of numbers the root mean squared error. */
  readonly score: number;
}

/** Rows whose label is known, and what each should be: the index of its class, or its value. */
export interface MeasuredRows {
  readonly table: Table;
  readonly targets: Int32Array | Float64Array;
}

/** The rows of a table that can be measured: those with one of the classes, or without classes with a number. */
export function measuredRows(table: Table, label: string, classes: readonly string[]): MeasuredRows {
  const targets = targetsOf(table, label, classes);
  const isKnown = (target: number): boolean => (classes.length > 0 ? target >= 0 : !Number.isNaN(target));
  const positions = new Uint32Array(targets.length);
  let count = 0;
  for (let i = 0; i < targets.length; i++) if (isKnown(targets[i])) positions[count++] = i;
  if (count === targets.length) return { table, targets };
  return { table: takeRows(table, positions.subarray(0, count)), targets: targets.filter(isKnown) };
}

/** What each row should be: -1 where it has none of the classes, NaN where it has no number. */
export function targetsOf(
  table: Table,
  label: string,
  classes: readonly string[],
): Int32Array | Float64Array {
  const column = getColumn(table, label);
  return classes.length > 0 ? classIndexesOf(column, classes) : numericLabels(column);
}

/** Loss and score of the predictions for rows, as the evaluation has them. */
export function measure(predictions: Predictions, targets: MeasuredRows['targets']): Measures {
  switch (predictions.task) {
    case 'binary': {
      const { probabilities } = predictions;
      let right = 0;
      for (let i = 0; i < targets.length; i++) if (probabilities[i] >= 0.5 === (targets[i] === 1)) right++;
      return { loss: logLoss(probabilities, Int8Array.from(targets)), score: right / targets.length };
    }
    case 'multiclass': {
      const { probabilities, classes } = predictions;
      const likeliest = likeliestClasses(probabilities, classes.length);
      let right = 0;
      for (let i = 0; i < targets.length; i++) if (likeliest[i] === targets[i]) right++;
      const loss = multiclassLogLoss(probabilities, Int32Array.from(targets), classes.length);
      return { loss, score: right / targets.length };
    }
    case 'regression': {
      const { rootMeanSquaredError } = evaluateRegression(predictions.values, Float64Array.from(targets));
      return { loss: rootMeanSquaredError ** 2, score: rootMeanSquaredError };
    }
  }
}
