import { areaUnderRoc, binaryCurve } from '../evaluate/curves.ts';
import { likeliestClasses } from '../evaluate/multiclass.ts';
import { evaluateRegression } from '../evaluate/regression.ts';
import { getColumn, takeRows, type Column, type Table } from '../table/table.ts';
import {
  classIndexesOf,
  classesOf,
  encodeClasses,
  encodeLabels,
  mostFrequentClass,
  numericLabels,
} from '../train/labels.ts';
import type { Task } from '../train/learner.ts';
import { scaleLabels } from '../train/scaled-labels.ts';
import type { Predictions } from '../train/predict.ts';

/** What a score says: the area under the ROC curve, the share of right rows, or the root mean squared error. */
export type Metric = 'auc' | 'accuracy' | 'rootMeanSquaredError';

/** A label that is to be predicted. */
export interface Question {
  readonly task: Task;
  readonly label: string;
  readonly metric: Metric;
  /** Of two classes the negative and the positive one; sorted ones of several; none of numbers. */
  readonly classes: readonly string[];
}

/**
 * What a label column asks for, found on all rows.
 * Errors: `label-not-binary`, `positive-not-found`, `label-not-classes`, `label-not-numeric`, `label-not-finite`.
 */
export function askFor(column: Column, task: Task, positive: string | undefined): Question {
  const { name: label } = column;
  switch (task) {
    case 'binary': {
      const { negative, positive: found } = encodeLabels(column, positive);
      return { task, label, metric: 'auc', classes: [negative, found] };
    }
    case 'multiclass':
      return { task, label, metric: 'accuracy', classes: encodeClasses(column).classes };
    case 'regression':
      numericLabels(column);
      return { task, label, metric: 'rootMeanSquaredError', classes: [] };
  }
}

/** The index of each row's class, -1 where it has none; of numbers 0 for every row that has one. */
export function groupsOf({ label, classes, task }: Question, table: Table): Int32Array {
  const column = getColumn(table, label);
  if (task !== 'regression') return classIndexesOf(column, classes);
  return Int32Array.from(numericLabels(column), (value) => (Number.isNaN(value) ? -1 : 0));
}

/** How good predictions are for rows whose labels are known. */
export function measure({ label, classes }: Question, predictions: Predictions, table: Table): number {
  const column = getColumn(table, label);
  switch (predictions.task) {
    case 'binary': {
      const [negative, positive] = classes;
      const curve = binaryCurve(predictions.probabilities, classesOf(column, negative, positive));
      // A part with one class only tells nothing: as good as a coin.
      return areaUnderRoc(curve) ?? 0.5;
    }
    case 'multiclass': {
      const predicted = likeliestClasses(predictions.probabilities, predictions.classes.length);
      const actual = classIndexesOf(column, predictions.classes);
      return predicted.reduce((sum, k, i) => sum + (k === actual[i] ? 1 : 0), 0) / table.rowCount;
    }
    case 'regression':
      return evaluateRegression(predictions.values, numericLabels(column)).rootMeanSquaredError;
  }
}

/** What one would say without looking at a row: a coin, the most frequent class, or the mean of the training rows. */
export function measureBaseline(question: Question, training: Table, testing: Table): number {
  const column = getColumn(testing, question.label);
  switch (question.task) {
    case 'binary':
      return 0.5;
    case 'multiclass': {
      const { classes } = question;
      const usual = mostFrequentClass({ classes, indexes: groupsOf(question, training) });
      const actual = classIndexesOf(column, classes);
      return actual.reduce((sum, k) => sum + (classes[k] === usual ? 1 : 0), 0) / testing.rowCount;
    }
    case 'regression': {
      const { mean } = scaleLabels(numericLabels(getColumn(training, question.label)));
      const constant = new Float64Array(testing.rowCount).fill(mean);
      return evaluateRegression(constant, numericLabels(column)).rootMeanSquaredError;
    }
  }
}

/** The rows that have a label. */
export function labelledRows(question: Question, table: Table): Table {
  const groups = groupsOf(question, table);
  const known = Uint32Array.from(groups.keys()).filter((row) => groups[row] >= 0);
  return known.length === table.rowCount ? table : takeRows(table, known);
}
