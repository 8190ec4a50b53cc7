import { getColumn, type Table } from '../table/table.ts';
import { factorCholesky } from './cholesky.ts';
import { createDesignMatrix, fitFeatures } from './design-matrix.ts';
import { trainingNotConverged } from './errors.ts';
import { createHessian } from './hessian.ts';
import { numericLabels } from './labels.ts';
import { withKnownNumbers } from './labelled-rows.ts';
import { descend } from './minimize.ts';
import type { LinearRegressionModel } from './model.ts';
import {
  directionByCholesky,
  directionByConjugateGradients,
  factorLifted,
  type NewtonDirection,
} from './newton-direction.ts';
import { createPause } from './pause.ts';
import { scaleLabels } from './scaled-labels.ts';
import { SquaredLoss } from './squared-loss.ts';
import type { Training, TrainingOptions, TrainingStep } from './training.ts';

/** The largest number of parameters whose Hessian is written out. */
const mostDenseParameters = 1200;
/** Up to so many columns of numbers are multiplied in float64 at once. */
const mostExactColumns = 64;
/** Of the weights, in standard deviations of the label. */
const tolerance = 1e-9;

/**
 * Trains the designer's Linear Regression on every column but the label (ordinary least squares with a penalty): the
 * minimum of half the sum of squared errors + l2Weight / 2 · ‖weights‖² (scikit-learn's `Ridge(alpha=l2Weight)`), by
 * the Cholesky factor of the normal equations in float64 and a step of refinement. Numbers are scaled to [0, 1] by
 * their minimum and maximum and texts become one column per level, so the penalty weighs on weights of comparable
 * size; the intercept bears none. Rows without a label are left out. The same table gives the same model, bit for bit.
 * Errors: `label-not-numeric`, `label-not-finite`, `column-not-found`, `training-not-converged`, `cancelled`.
 */
export async function* linearRegression(
  table: Table,
  options: TrainingOptions & { readonly l2Weight: number },
): Training<LinearRegressionModel> {
  const { label, l2Weight, onProgress } = options;
  const pause = createPause(options.signal);
  await pause();
  const { rows, labels } = withKnownNumbers(table, numericLabels(getColumn(table, label)));
  const features = fitFeatures(rows, [label]);
  await pause();
  const { mean, deviation, scaled } = scaleLabels(labels);
  const loss = new SquaredLoss(createDesignMatrix(rows, features), scaled, l2Weight);
  const stepAt = (
    step: number,
    parameters: Float64Array,
    scaledObjective: number,
  ): TrainingStep<LinearRegressionModel> => {
    const objective = scaledObjective * deviation * deviation;
    const weights = Array.from(parameters.subarray(1), (weight) => weight * deviation);
    const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
    return {
      step,
      steps: null,
      loss: (2 * Math.max(0, objective - (l2Weight / 2) * squares)) / rows.rowCount,
      model: () => ({
        formatVersion: 1,
        learner: 'linear-regression',
        label,
        labelMean: mean,
        features,
        l2Weight,
        intercept: mean + parameters[0] * deviation,
        weights,
        objective,
        rows: rows.rowCount,
        passes: loss.passes,
      }),
    };
  };
  await pause();
  const descent = descend(loss, new Float64Array(loss.size), {
    tolerance,
    pause,
    directionAt: (_, exact) => directionOf(loss, exact, pause),
    ...(onProgress && { onProgress }),
  });
  for (let step = 0; ; step++) {
    const { done, value } = await descent.next();
    if (!done) {
      yield stepAt(step, value.parameters, value.value);
      continue;
    }
    if (!value.converged) throw trainingNotConverged(label);
    // Near a perfect fit the last step's prediction of the objective is less exact than a look.
    return stepAt(step, value.parameters, loss.evaluate(value.parameters, new Float64Array(loss.size)));
  }
}

function directionOf(loss: SquaredLoss, exact: boolean, pause: () => Promise<void>): NewtonDirection {
  const { size, ridge, matrix } = loss;
  if (size > mostDenseParameters) return directionByConjugateGradients(loss.hessianProduct(), pause);
  const curvatures = new Float64Array(matrix.rowCount).fill(1);
  const hessian = createHessian(
    matrix,
    curvatures,
    exact || matrix.numeric.length <= mostExactColumns ? 'float64' : 'float32',
  );
  for (let j = 1; j < size; j++) hessian[j * size + j] += ridge;
  return directionByCholesky(factorCholesky(hessian, size) ?? factorLifted(hessian, size));
}
