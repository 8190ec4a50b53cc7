import type { DesignMatrix } from './design-matrix.ts';
import { createHessian, type Precision } from './hessian.ts';
import { blockRows, LinearBlocks, sumOf } from './linear-blocks.ts';
import type { Objective } from './minimize.ts';
import { hessianDiagonal, type HessianProduct } from './newton-direction.ts';
import { softmax } from './softmax.ts';

/**
 * The objective of a multiclass logistic regression: Σ log Σₖ exp(scoreₖ) - score of the true class, plus
 * ridge / 2 · ‖weights‖². Parameters are [intercept, ...weights] of the first class, then of the second and so on.
 * Intercepts are not penalised; as only their differences count, a term is added that is 0 where they add up to 0 and
 * that leaves the minimum where it is.
 */
export class SoftmaxLoss implements Objective {
  readonly matrix: DesignMatrix;
  readonly classCount: number;
  readonly ridge: number;
  /** How many passes over all rows were made. */
  passes = 0;
  private readonly classes: Int32Array;
  private readonly pause: () => Promise<void>;
  private readonly blocks: readonly LinearBlocks[];
  private readonly scores: readonly Float64Array[];
  private readonly tie: number;

  /** `classes` holds the index of each row's class. */
  constructor(
    matrix: DesignMatrix,
    classes: Int32Array,
    options: { classCount: number; ridge: number; pause: () => Promise<void> },
  ) {
    this.matrix = matrix;
    this.classes = classes;
    this.classCount = options.classCount;
    this.ridge = options.ridge;
    this.pause = options.pause;
    this.blocks = Array.from({ length: this.classCount }, () => new LinearBlocks(matrix));
    this.scores = Array.from({ length: this.classCount }, () => new Float64Array(blockRows));
    this.tie = Math.max(1, matrix.rowCount) / (this.classCount * this.classCount);
  }

  /** How many parameters a class has: the intercept and one weight per column. */
  get stride(): number {
    return this.matrix.width + 1;
  }

  get size(): number {
    return this.classCount * this.stride;
  }

  async evaluate(parameters: Float64Array, gradient: Float64Array): Promise<number> {
    this.passes++;
    gradient.fill(0);
    const gradients = this.parts(gradient);
    let loss = 0;
    await this.each(parameters, (start, count) => {
      loss += this.scoresToResiduals(start, count);
      this.addTransposed(start, count, gradients);
    });
    this.blocks.forEach((blocks, k) => blocks.collectLevelSums(gradients[k]));
    return loss + this.addPenalty(parameters, gradient);
  }

  /** Each class's probabilities of all rows, at `parameters`. */
  async probabilities(parameters: Float64Array): Promise<Float64Array[]> {
    this.passes++;
    const all = this.scores.map(() => new Float64Array(this.matrix.rowCount));
    await this.each(parameters, (start, count) => {
      softmax(this.scores, count);
      all.forEach((probabilities, k) => probabilities.set(this.scores[k].subarray(0, count), start));
    });
    return all;
  }

  /** The Hessian, penalty included, row-major. */
  async hessian(probabilities: readonly Float64Array[], precision: Precision): Promise<Float64Array> {
    const { stride, size, classCount, ridge, tie } = this;
    const hessian = new Float64Array(size * size);
    const curvatures = new Float64Array(this.matrix.rowCount);
    for (let k = 0; k < classCount; k++) {
      for (let l = 0; l <= k; l++) {
        const [p, q] = [probabilities[k], probabilities[l]];
        for (let i = 0; i < p.length; i++) curvatures[i] = k === l ? p[i] * (1 - p[i]) : -p[i] * q[i];
        const block = createHessian(this.matrix, curvatures, precision);
        block[0] += tie;
        for (let j = 1; j < stride && k === l; j++) block[j * stride + j] += ridge;
        for (let i = 0; i < stride; i++) {
          for (let j = 0; j < stride; j++) {
            hessian[(k * stride + i) * size + l * stride + j] = block[i * stride + j];
            hessian[(l * stride + j) * size + k * stride + i] = block[i * stride + j];
          }
        }
        await this.pause();
      }
    }
    return hessian;
  }

  /** The same, never written out. */
  hessianProduct(probabilities: readonly Float64Array[]): HessianProduct {
    const diagonal = new Float64Array(this.size);
    this.parts(diagonal).forEach((part, k) => {
      const curvatures = probabilities[k].map((p) => p * (1 - p));
      part.set(hessianDiagonal(this.matrix, curvatures, this.ridge));
      part[0] += this.tie;
    });
    return {
      diagonal,
      multiply: async (vector, result) => {
        this.passes++;
        result.fill(0);
        const results = this.parts(result);
        await this.each(vector, (start, count) => {
          this.weighScores(probabilities, start, count);
          this.addTransposed(start, count, results);
        });
        this.blocks.forEach((blocks, k) => blocks.collectLevelSums(results[k]));
        this.addPenalty(vector, result);
      },
    };
  }

  /** Calls `visit` for each block of rows, with the scores of each class in `scores`. */
  private async each(parameters: Float64Array, visit: (start: number, count: number) => void): Promise<void> {
    const { rowCount } = this.matrix;
    const parts = this.parts(parameters);
    const tables = parts.map((part, k) => this.blocks[k].levelWeights(part));
    for (let start = 0; start < rowCount; start += blockRows) {
      const count = Math.min(blockRows, rowCount - start);
      for (let k = 0; k < this.classCount; k++) {
        this.blocks[k].writeScores(parts[k], tables[k], this.scores[k], start, count);
      }
      visit(start, count);
      await this.pause();
    }
  }

  private parts(vector: Float64Array): Float64Array[] {
    const { stride } = this;
    return this.scores.map((_, k) => vector.subarray(k * stride, (k + 1) * stride));
  }

  private addTransposed(start: number, count: number, results: readonly Float64Array[]): void {
    for (let k = 0; k < this.classCount; k++) {
      results[k][0] += sumOf(this.scores[k], count);
      this.blocks[k].addTransposed(this.scores[k], start, count, results[k]);
    }
  }

  /** Adds the penalty's gradient, and returns its value. */
  private addPenalty(parameters: Float64Array, gradient: Float64Array): number {
    const { stride, ridge, tie } = this;
    let squares = 0;
    let sum = 0;
    for (let j = 0; j < parameters.length; j++) {
      if (j % stride === 0) {
        sum += parameters[j];
      } else {
        squares += parameters[j] * parameters[j];
        gradient[j] += ridge * parameters[j];
      }
    }
    for (let j = 0; j < parameters.length; j += stride) gradient[j] += tie * sum;
    return (ridge / 2) * squares + (tie / 2) * sum * sum;
  }

  /** Turns scores into probability - [true class], in place, and returns the block's loss. */
  private scoresToResiduals(start: number, count: number): number {
    const { classes, scores } = this;
    let loss = 0;
    for (let i = 0; i < count; i++) loss -= scores[classes[start + i]][i];
    loss += softmax(this.scores, count);
    for (let i = 0; i < count; i++) scores[classes[start + i]][i] -= 1;
    return loss;
  }

  /** Turns the scores of a direction into probability · (score - mean score), in place. */
  private weighScores(probabilities: readonly Float64Array[], start: number, count: number): void {
    const { scores, classCount } = this;
    for (let i = 0; i < count; i++) {
      let mean = 0;
      for (let k = 0; k < classCount; k++) mean += probabilities[k][start + i] * scores[k][i];
      for (let k = 0; k < classCount; k++) scores[k][i] = probabilities[k][start + i] * (scores[k][i] - mean);
    }
  }
}
