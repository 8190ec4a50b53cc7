import { logarithm } from '../logarithm.ts';
import type { DesignMatrix } from './design-matrix.ts';
import { exponentials } from './exponential.ts';
import { blockRows, LinearBlocks, sumOf } from './linear-blocks.ts';

/**
 * The objective of a two-class logistic regression: Σ log(1 + exp(-±score)) + ridge / 2 · ‖weights‖², with
 * score = intercept + row · weights. Parameters are [intercept, ...weights]; the intercept is not penalised.
 * Everything is summed in float64, block by block, so that sums over a million rows keep their digits.
 */
export class LogisticLoss {
  readonly matrix: DesignMatrix;
  readonly classes: Int8Array;
  readonly ridge: number;
  /** How many passes over all rows were made. */
  passes = 0;
  private readonly residuals: Float64Array;
  private readonly blocks: LinearBlocks;

  /** `classes` holds 1 and 0, one per row of the matrix. */
  constructor(matrix: DesignMatrix, classes: Int8Array, ridge: number) {
    this.matrix = matrix;
    this.classes = classes;
    this.ridge = ridge;
    this.residuals = new Float64Array(Math.min(blockRows, matrix.rowCount));
    this.blocks = new LinearBlocks(matrix);
  }

  /** How many parameters there are: the intercept and one weight per column. */
  get size(): number {
    return this.matrix.width + 1;
  }

  /** The objective at `parameters`; writes its gradient. */
  evaluate(parameters: Float64Array, gradient: Float64Array): number {
    this.passes++;
    const { classes, residuals } = this;
    gradient.fill(0);
    let loss = 0;
    this.blocks.each(parameters, residuals, (start, count) => {
      loss += scoresToResiduals(residuals, classes, start, count);
      gradient[0] += sumOf(residuals, count);
      this.blocks.addTransposed(residuals, start, count, gradient);
    });
    this.blocks.collectLevelSums(gradient);
    let penalty = 0;
    for (let j = 1; j < parameters.length; j++) {
      penalty += parameters[j] * parameters[j];
      gradient[j] += this.ridge * parameters[j];
    }
    return loss + (this.ridge / 2) * penalty;
  }

  /** Each row's curvature p(1 - p) at `parameters`. */
  curvatures(parameters: Float64Array): Float64Array {
    this.passes++;
    const curvatures = new Float64Array(this.matrix.rowCount);
    const scores = this.residuals;
    this.blocks.each(parameters, scores, (start, count) => {
      for (let i = 0; i < count; i++) scores[i] = -Math.abs(scores[i]);
      exponentials(scores, count);
      for (let i = 0; i < count; i++) {
        const factor = 1 + scores[i];
        curvatures[start + i] = scores[i] / (factor * factor);
      }
    });
    return curvatures;
  }

  /** Writes Hessian · vector, for the rows' curvatures at some parameters. */
  multiplyHessian(curvatures: Float64Array, vector: Float64Array, result: Float64Array): void {
    this.passes++;
    result.fill(0);
    const scores = this.residuals;
    this.blocks.each(vector, scores, (start, count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const weighted = scores[i] * curvatures[start + i];
        scores[i] = weighted;
        sum += weighted;
      }
      result[0] += sum;
      this.blocks.addTransposed(scores, start, count, result);
    });
    this.blocks.collectLevelSums(result);
    for (let j = 1; j < vector.length; j++) result[j] += this.ridge * vector[j];
  }

  /** Each row's probability 1 / (1 + exp(-score)). */
  probabilities(parameters: Float64Array): Float64Array {
    const probabilities = new Float64Array(this.matrix.rowCount);
    const scores = this.residuals;
    this.blocks.each(parameters, scores, (start, count) => {
      for (let i = 0; i < count; i++) scores[i] = -scores[i];
      exponentials(scores, count);
      for (let i = 0; i < count; i++) probabilities[start + i] = 1 / (1 + scores[i]);
    });
    return probabilities;
  }
}

/**
 * Turns scores into residuals (probability - class), in place, and returns the block's loss
 * Σ log(1 + exp(-score)) + (1 - class) · score. No branch depends on a score's sign, which no processor can guess.
 */
function scoresToResiduals(scores: Float64Array, classes: Int8Array, start: number, count: number): number {
  let loss = 0;
  for (let i = 0; i < count; i++) {
    loss += (1 - classes[start + i]) * scores[i];
    scores[i] = -scores[i];
  }
  exponentials(scores, count);
  // log(a) + log(b) = log(a · b): one logarithm for many rows.
  let product = 1;
  for (let i = 0; i < count; i++) {
    const factor = 1 + scores[i];
    if (factor > 1e100) {
      loss += logarithm(factor);
    } else {
      product *= factor;
      if (product > 1e150) {
        loss += logarithm(product);
        product = 1;
      }
    }
    scores[i] = 1 / factor - classes[start + i];
  }
  return loss + logarithm(product);
}
