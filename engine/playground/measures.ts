import { cellAt, type Column } from '../table/table.ts';
import type { Predictions } from '../train/predict.ts';

/** How well a model meets the labels of some rows. */
export interface Measures {
  /** Mean log loss, or mean squared error. */
  readonly loss: number;
  /** The share of rows whose class is right; of numbers the root mean squared error. */
  readonly score: number;
}

/** What the rows should be: the number of each row's class, or its value; NaN where nobody knows. */
export type Targets = Float64Array;

/** No probability counts as less likely than this (scikit-learn's clip is the smallest step above 0 too). */
const leastProbability = 2 ** -52;

/** The classes that predictions speak of, in their order; none of numbers. */
export function classesOf(predictions: Predictions): readonly string[] {
  switch (predictions.task) {
    case 'binary':
      return [predictions.negative, predictions.positive];
    case 'multiclass':
      return predictions.classes;
    case 'regression':
      return [];
  }
}

/** The targets of a label column, for these classes; without classes the numbers themselves. */
export function targetsOf(column: Column, classes: readonly string[]): Targets {
  if (classes.length === 0) {
    const count = column.kind === 'number' ? column.values.length : column.codes.length;
    return column.kind === 'number' ? column.values : new Float64Array(count).fill(NaN);
  }
  const numbers = new Map(classes.map((name, index) => [name, index]));
  if (column.kind === 'category') {
    const byCode = Float64Array.from({ length: column.levels.size }, (_, code) => {
      return numbers.get(column.levels.at(code)) ?? NaN;
    });
    return Float64Array.from(column.codes, (code) => (code < 0 ? NaN : byCode[code]));
  }
  return Float64Array.from(column.values, (_, row) => numbers.get(String(cellAt(column, row))) ?? NaN);
}

/** Loss and score over the rows whose target is known. */
export function measure(predictions: Predictions, targets: Targets): Measures {
  let loss = 0;
  let right = 0;
  let rows = 0;
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i];
    if (Number.isNaN(target)) continue;
    rows++;
    if (predictions.task === 'regression') {
      const error = predictions.values[i] - target;
      loss += error * error;
    } else if (predictions.task === 'binary') {
      const positive = predictions.probabilities[i];
      loss -= Math.log(Math.max(leastProbability, target === 1 ? positive : 1 - positive));
      if (positive >= 0.5 === (target === 1)) right++;
    } else {
      const { probabilities, classes } = predictions;
      const start = i * classes.length;
      loss -= Math.log(Math.max(leastProbability, probabilities[start + target]));
      let best = 0;
      for (let k = 1; k < classes.length; k++) {
        if (probabilities[start + k] > probabilities[start + best]) best = k;
      }
      if (best === target) right++;
    }
  }
  const mean = loss / rows;
  return { loss: mean, score: predictions.task === 'regression' ? Math.sqrt(mean) : right / rows };
}
