import { logarithm } from '../logarithm.ts';
import { createRandom } from '../random.ts';
import { getColumn, type Table } from '../table/table.ts';
import { createDesignMatrix, fitFeatures, takeMatrixRows, type DesignMatrix } from './design-matrix.ts';
import { trainingNotConverged } from './errors.ts';
import { encodeLabels } from './labels.ts';
import { LogisticLoss } from './logistic-loss.ts';
import { withKnownClasses } from './labelled-rows.ts';
import { descend, meanLoss, minimize, type Minimum, type Point } from './minimize.ts';
import type { LogisticRegressionModel } from './model.ts';
import {
  directionByCholesky,
  directionByConjugateGradients,
  factorHessian,
  hessianProduct,
} from './newton-direction.ts';
import { createPause } from './pause.ts';
import { finish, type Training, type TrainingOptions, type TrainingStep } from './training.ts';

/** What a training run needs beside its table. */
export interface TwoClassTrainingOptions extends TrainingOptions {
  /** The positive class; without it the last label in sorted order. */
  readonly positive?: string;
  /** The weight of ‖w‖²/2 in the objective; above 0. Default 1. */
  readonly l2Weight?: number;
}

/** The largest number of parameters whose Hessian is written out. */
const mostDenseParameters = 1200;
/** Rows of the sample on which the first Hessian is made, at least. */
const leastSampleRows = 32_768;
/** The sample is made of runs of so many neighbouring rows. */
const runRows = 32;
/**
 * Five times the distance to the optimum that is left in any coefficient. The fewer the rows, the more a coefficient's error shows in their mean log loss, which shall be right to 1e-9.
 */
function toleranceFor(rows: number): number {
  return Math.min(1e-5, Math.max(1e-9, 1e-10 * rows));
}

/**
 * Trains the designer's Two-Class Logistic Regression on every column but the label, to its exact optimum:
 * the minimum of the sum of log losses + l2Weight / 2 · ‖weights‖² over min-max scaled numbers and one-hot
 * levels (scikit-learn's `LogisticRegression(penalty='l2', C=1/l2Weight)`, solved to the end). Rows without a
 * label are left out. The same table gives the same model, bit for bit. TensorFlow.js must have been started.
 * Errors: `label-not-binary`, `positive-not-found`, `column-not-found`, `training-not-converged`, `cancelled`.
 */
export async function trainTwoClassLogisticRegression(
  table: Table,
  options: TwoClassTrainingOptions,
): Promise<LogisticRegressionModel> {
  return finish(twoClassLogisticRegression(table, options), options.onProgress);
}

/** The same, pass by pass. */
export async function* twoClassLogisticRegression(
  table: Table,
  options: TwoClassTrainingOptions,
): Training<LogisticRegressionModel> {
  const { label, positive, l2Weight = 1, onProgress } = options;
  const pause = createPause(options.signal);
  await pause();
  const all = encodeLabels(getColumn(table, label), positive, 'training rows');
  const { rows, labels: classes } = withKnownClasses(table, all.classes);
  const features = fitFeatures(rows, [label]);
  await pause();
  const loss = new LogisticLoss(createDesignMatrix(rows, features), classes, l2Weight);
  await pause();
  const stepAt = (
    step: number,
    { parameters, objective }: Pick<Minimum, 'parameters' | 'objective'>,
  ): TrainingStep<LogisticRegressionModel> => ({
    step,
    steps: null,
    loss: meanLoss(objective, parameters.subarray(1), l2Weight, rows.rowCount),
    model: () => ({
      formatVersion: 1,
      learner: 'two-class-logistic-regression',
      label,
      negative: all.negative,
      positive: all.positive,
      features,
      l2Weight,
      intercept: parameters[0],
      weights: Array.from(parameters.subarray(1)),
      objective,
      rows: rows.rowCount,
      passes: loss.passes,
    }),
  });
  const descent = descendLogisticLoss(loss, pause, onProgress);
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

/** The minimum of a logistic loss over all its rows. */
export async function solve(loss: LogisticLoss, pause: () => Promise<void>): Promise<Minimum> {
  const descent = descendLogisticLoss(loss, pause);
  for (;;) {
    const { done, value } = await descent.next();
    if (done) return value;
  }
}

async function* descendLogisticLoss(
  loss: LogisticLoss,
  pause: () => Promise<void>,
  onProgress?: (share: number) => void,
): AsyncGenerator<Point, Minimum> {
  const tolerance = toleranceFor(loss.matrix.rowCount);
  const common = { tolerance, pause, ...(onProgress && { onProgress }) };
  const start = new Float64Array(loss.size);
  start[0] = logOdds(loss.classes);
  if (loss.size > mostDenseParameters) {
    const directionAt = (parameters: Float64Array) =>
      directionByConjugateGradients(hessianProduct(loss, parameters), pause);
    return yield* descend(loss, start, { ...common, directionAt });
  }
  const directionAt = (parameters: Float64Array, exact: boolean) =>
    directionByCholesky(factorHessian(loss, parameters, exact ? 'float64' : 'float32'));

  const sampleRows = Math.max(leastSampleRows, 2 * runRows * Math.ceil(loss.size / 3));
  if (loss.matrix.rowCount < 4 * sampleRows) return yield* descend(loss, start, { ...common, directionAt });

  const sample = sampleLoss(loss, sampleRows);
  const rough = await minimize(sample, start, {
    pause,
    // The sample's own optimum is this far from the full one anyway.
    tolerance: 1e-2,
    directionAt: (parameters, exact) =>
      directionByCholesky(factorHessian(sample, parameters, exact ? 'float64' : 'float32')),
  });
  const growth = loss.matrix.rowCount / sampleRows;
  const factor = factorHessian(
    sample,
    rough.parameters,
    'float32',
    liftRareLevels(loss.matrix, sample, growth),
  );
  for (let i = 0; i < factor.factor.length; i++) factor.factor[i] *= Math.sqrt(growth);
  return yield* descend(loss, rough.parameters, {
    ...common,
    directionAt,
    firstDirection: directionByCholesky(factor),
  });
}

/** The same loss over a random sample of the rows, its penalty in proportion. */
function sampleLoss(loss: LogisticLoss, rows: number): LogisticLoss {
  const { matrix, classes, ridge } = loss;
  const random = createRandom(1);
  const positions = new Uint32Array(rows);
  // Short runs, which memory hands out quickly, spread evenly, so that a sorted file is met throughout.
  const runs = rows / runRows;
  for (let run = 0; run < runs; run++) {
    const first = Math.floor(((run + random.next()) * (matrix.rowCount - runRows)) / runs);
    for (let i = 0; i < runRows; i++) positions[run * runRows + i] = first + i;
  }
  const sampleClasses = Int8Array.from(positions, (row) => classes[row]);
  return new LogisticLoss(takeMatrixRows(matrix, positions), sampleClasses, (ridge * rows) / matrix.rowCount);
}

/**
 * Levels that the sample has met seldom or never would look flat to its Hessian: their curvature is lifted to
 * what their share of all rows lets expect.
 */
function liftRareLevels(
  full: DesignMatrix,
  sample: LogisticLoss,
  growth: number,
): (hessian: Float64Array) => void {
  return (hessian) => {
    const { size } = sample;
    const meanCurvature = hessian[0] / sample.matrix.rowCount;
    let j = full.numeric.length + 1;
    for (const { codes, levelCount } of full.categorical) {
      const counts = new Float64Array(levelCount + 1);
      for (let i = 0; i < codes.length; i++) counts[codes[i]]++;
      for (let level = 1; level <= levelCount; level++, j++) {
        const expected = (counts[level] / growth) * meanCurvature;
        if (hessian[j * size + j] < expected / 2) hessian[j * size + j] = expected / 2;
      }
    }
  };
}

function logOdds(classes: Int8Array): number {
  let positives = 0;
  for (let i = 0; i < classes.length; i++) positives += classes[i];
  return logarithm(positives / (classes.length - positives));
}

/**
 * The probability of the positive class for each row of a table.
 * Errors: `column-not-found`, `column-type-changed`.
 */
export function predictProbabilities(model: LogisticRegressionModel, table: Table): Float64Array {
  const matrix = createDesignMatrix(table, model.features);
  const loss = new LogisticLoss(matrix, new Int8Array(0), 0);
  const parameters = new Float64Array(loss.size);
  parameters[0] = model.intercept;
  parameters.set(model.weights, 1);
  return loss.probabilities(parameters);
}
