import type { DesignMatrix } from './design-matrix.ts';
import { blockRows, LinearBlocks, sumOf } from './linear-blocks.ts';
import type { Objective } from './minimize.ts';
import { hessianDiagonal, type HessianProduct } from './newton-direction.ts';

/**
 * The objective of a linear regression: Σ (value - target)² / 2 + ridge / 2 · ‖weights‖², with
 * value = intercept + row · weights. Parameters are [intercept, ...weights]; the intercept is not penalised.
 */
export class SquaredLoss implements Objective {
  readonly matrix: DesignMatrix;
  readonly ridge: number;
  /** How many passes over all rows were made. */
  passes = 0;
  private readonly targets: Float64Array;
  private readonly blocks: LinearBlocks;
  private readonly scores = new Float64Array(blockRows);

  constructor(matrix: DesignMatrix, targets: Float64Array, ridge: number) {
    this.matrix = matrix;
    this.targets = targets;
    this.ridge = ridge;
    this.blocks = new LinearBlocks(matrix);
  }

  get size(): number {
    return this.matrix.width + 1;
  }

  evaluate(parameters: Float64Array, gradient: Float64Array): number {
    this.passes++;
    gradient.fill(0);
    const { scores, targets } = this;
    let loss = 0;
    this.blocks.each(parameters, scores, (start, count) => {
      let squares = 0;
      for (let i = 0; i < count; i++) {
        scores[i] -= targets[start + i];
        squares += scores[i] * scores[i];
      }
      loss += squares / 2;
      gradient[0] += sumOf(scores, count);
      this.blocks.addTransposed(scores, start, count, gradient);
    });
    this.blocks.collectLevelSums(gradient);
    let penalty = 0;
    for (let j = 1; j < parameters.length; j++) {
      penalty += parameters[j] * parameters[j];
      gradient[j] += this.ridge * parameters[j];
    }
    return loss + (this.ridge / 2) * penalty;
  }

  /** The Hessian, which is the same everywhere, never written out. */
  hessianProduct(): HessianProduct {
    const curvatures = new Float64Array(this.matrix.rowCount).fill(1);
    const { scores } = this;
    return {
      diagonal: hessianDiagonal(this.matrix, curvatures, this.ridge),
      multiply: (vector, result) => {
        this.passes++;
        result.fill(0);
        this.blocks.each(vector, scores, (start, count) => {
          result[0] += sumOf(scores, count);
          this.blocks.addTransposed(scores, start, count, result);
        });
        this.blocks.collectLevelSums(result);
        for (let j = 1; j < vector.length; j++) result[j] += this.ridge * vector[j];
      },
    };
  }
}
