import { logarithm } from '../logarithm.ts';
import { getColumn, type Table } from '../table/table.ts';
import { factorCholesky } from './cholesky.ts';
import { createDesignMatrix, fitFeatures } from './design-matrix.ts';
import { trainingNotConverged } from './errors.ts';
import { encodeClasses, mostFrequentClass } from './labels.ts';
import { withKnownClasses } from './labelled-rows.ts';
import { descend, type Minimum } from './minimize.ts';
import type { MulticlassLogisticRegressionModel } from './model.ts';
import {
  directionByCholesky,
  directionByConjugateGradients,
  factorLifted,
  type NewtonDirection,
} from './newton-direction.ts';
import { createPause } from './pause.ts';
import { SoftmaxLoss } from './softmax-loss.ts';
import type { Training, TrainingOptions, TrainingStep } from './training.ts';

/** The largest number of parameters whose Hessian is written out. */
const mostDenseParameters = 1200;

/**
 * Trains the designer's Multiclass Logistic Regression on every column but the label, pass by pass, to its exact
 * optimum: the minimum of the sum of log losses + l2Weight / 2 · ‖weights‖² over min-max scaled numbers and one-hot
 * levels, with one score per class and the softmax (scikit-learn's `LogisticRegression(C=1/l2Weight)` with
 * `multi_class='multinomial'`, solved to the end). Rows without a label are left out. The same table gives the same
 * model, bit for bit. TensorFlow.js must have been started.
 * Errors: `label-not-classes`, `column-not-found`, `training-not-converged`, `cancelled`.
 */
export async function* multiclassLogisticRegression(
  table: Table,
  options: TrainingOptions & { readonly l2Weight: number },
): Training<MulticlassLogisticRegressionModel> {
  const { label, l2Weight, onProgress } = options;
  const pause = createPause(options.signal);
  await pause();
  const all = encodeClasses(getColumn(table, label), 'training rows');
  const { rows, labels } = withKnownClasses(table, all.indexes);
  const features = fitFeatures(rows, [label]);
  await pause();
  const classCount = all.classes.length;
  const matrix = createDesignMatrix(rows, features);
  const loss = new SoftmaxLoss(matrix, labels, { classCount, ridge: l2Weight, pause });
  const stepAt = (
    step: number,
    { parameters, objective }: Pick<Minimum, 'parameters' | 'objective'>,
  ): TrainingStep<MulticlassLogisticRegressionModel> => {
    const parts = all.classes.map((_, k) => parameters.subarray(k * loss.stride, (k + 1) * loss.stride));
    const squares = parts.reduce((sum, part) => part.subarray(1).reduce((s, w) => s + w * w, sum), 0);
    return {
      step,
      steps: null,
      loss: Math.max(0, objective - (l2Weight / 2) * squares) / rows.rowCount,
      model: () => ({
        formatVersion: 1,
        learner: 'multiclass-logistic-regression',
        label,
        classes: all.classes,
        mostFrequent: mostFrequentClass({ classes: all.classes, indexes: labels }),
        features,
        l2Weight,
        intercepts: parts.map(([intercept]) => intercept),
        weights: parts.map((part) => Array.from(part.subarray(1))),
        objective,
        rows: rows.rowCount,
        passes: loss.passes,
      }),
    };
  };
  await pause();
  const descent = descend(loss, startOf(loss, labels), {
    tolerance: toleranceFor(rows.rowCount),
    pause,
    directionAt: (parameters, exact) => directionAt(loss, parameters, exact, pause),
    ...(onProgress && { onProgress }),
  });
  for (let step = 0; ; step++) {
    const { done, value } = await descent.next();
    if (!done) {
      yield stepAt(step, { parameters: value.parameters, objective: value.value });
      continue;
    }
    if (!value.converged) throw trainingNotConverged(label);
    return stepAt(step, value);
  }
}

/** As with two classes: the mean log loss shall be right to 1e-9. */
function toleranceFor(rows: number): number {
  return Math.min(1e-5, Math.max(1e-9, 1e-10 * rows));
}

/** Each class's share of the rows; the intercepts add up to 0. */
function startOf({ size, stride, classCount }: SoftmaxLoss, classes: Int32Array): Float64Array {
  const counts = new Float64Array(classCount);
  for (let i = 0; i < classes.length; i++) counts[classes[i]]++;
  const logs = counts.map((count) => logarithm(count));
  const mean = logs.reduce((sum, value) => sum + value / classCount, 0);
  const start = new Float64Array(size);
  logs.forEach((value, k) => (start[k * stride] = value - mean));
  return start;
}

async function directionAt(
  loss: SoftmaxLoss,
  parameters: Float64Array,
  exact: boolean,
  pause: () => Promise<void>,
): Promise<NewtonDirection> {
  const probabilities = await loss.probabilities(parameters);
  if (loss.size > mostDenseParameters) {
    return directionByConjugateGradients(loss.hessianProduct(probabilities), pause);
  }
  const rough = exact ? undefined : factorCholesky(await loss.hessian(probabilities, 'float32'), loss.size);
  const factor = rough ?? factorLifted(await loss.hessian(probabilities, 'float64'), loss.size);
  return directionByCholesky(factor);
}
