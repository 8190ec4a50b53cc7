import type { Column } from '../table/table.ts';
import { distinctLabels } from './labels.ts';
import type { Learner, Task } from './learner.ts';

/** Whole numbers are classes where there are so few of them, and each is met so often in the mean. */
const mostNumberClasses = 10;
const leastRowsPerClass = 5;

/**
 * What a label column asks for: of two values (or one) two classes, of texts or few whole numbers several classes, of
 * other numbers a regression.
 */
export function findTask(column: Column): Task {
  const labels = distinctLabels(column);
  if (labels.length <= 2) return 'binary';
  if (column.kind === 'category') return 'multiclass';
  const few = labels.length <= mostNumberClasses && labels.length * leastRowsPerClass <= column.values.length;
  return few && labels.every((label) => Number.isInteger(Number(label))) ? 'multiclass' : 'regression';
}

/** The learner that is tried first. */
export function usualLearner(task: Task): Learner {
  return task === 'binary'
    ? 'two-class-logistic-regression'
    : task === 'multiclass'
      ? 'multiclass-logistic-regression'
      : 'linear-regression';
}
