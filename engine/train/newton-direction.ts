import { factorCholesky, solveCholesky, type Cholesky } from './cholesky.ts';
import type { DesignMatrix } from './design-matrix.ts';
import { createHessian, type Precision } from './hessian.ts';
import type { LogisticLoss } from './logistic-loss.ts';

/** Approximates the solution of Hessian · direction = gradient; `gradient` is kept. */
export interface NewtonDirection {
  solve(gradient: Float64Array): Promise<Float64Array>;
}

/** The direction by a Cholesky factor of the Hessian, for up to about a thousand parameters. */
export function directionByCholesky(factor: Cholesky): NewtonDirection {
  return {
    solve(gradient) {
      const direction = gradient.slice();
      solveCholesky(factor, direction);
      return Promise.resolve(direction);
    },
  };
}

/**
 * The Cholesky factor of a loss's Hessian at `parameters`, penalty included, times `scale`. Where the float32
 * products are not positive definite any more, float64 ones are taken.
 */
export function factorHessian(
  loss: LogisticLoss,
  parameters: Float64Array,
  precision: Precision,
  adjust?: (hessian: Float64Array) => void,
): Cholesky {
  const { size, ridge } = loss;
  const hessian = createHessian(loss.matrix, loss.curvatures(parameters), precision);
  adjust?.(hessian);
  for (let j = 1; j < size; j++) hessian[j * size + j] += ridge;
  const factor = factorCholesky(hessian, size);
  if (factor) return factor;
  if (precision === 'float32') return factorHessian(loss, parameters, 'float64', adjust);

  return factorLifted(hessian, size);
}

/** The factor of a Hessian that only rounding can leave without one: its diagonal is lifted until it has one. */
export function factorLifted(hessian: Float64Array, size: number): Cholesky {
  for (let lift = 1e-12; ; lift *= 100) {
    const lifted = hessian.slice();
    for (let j = 0; j < size; j++)
      lifted[j * size + j] = hessian[j * size + j] * (1 + lift) + Number.MIN_VALUE;
    const found = factorCholesky(lifted, size);
    if (found) return found;
  }
}

/** How far conjugate gradients reduce the residual of one Newton equation. */
const residualReduction = 1e-3;
const mostIterations = 5000;

/** A Hessian, penalty included, that is known by its products only. */
export interface HessianProduct {
  readonly diagonal: Float64Array;
  /** Writes Hessian · vector. */
  readonly multiply: (vector: Float64Array, result: Float64Array) => void | Promise<void>;
}

/** The Hessian of a logistic loss at `parameters`. */
export function hessianProduct(loss: LogisticLoss, parameters: Float64Array): HessianProduct {
  const curvatures = loss.curvatures(parameters);
  return {
    diagonal: hessianDiagonal(loss.matrix, curvatures, loss.ridge),
    multiply: (vector, result) => loss.multiplyHessian(curvatures, vector, result),
  };
}

/**
 * The direction by conjugate gradients with the Hessian's diagonal as preconditioner: it never writes the
 * Hessian out, so that a million columns (an id column, say) are no obstacle.
 */
export function directionByConjugateGradients(
  { diagonal, multiply }: HessianProduct,
  pause: () => Promise<void>,
): NewtonDirection {
  return {
    async solve(gradient) {
      const size = gradient.length;
      const direction = new Float64Array(size);
      const residual = gradient.slice();
      const preconditioned = residual.map((value, j) => value / diagonal[j]);
      const search = preconditioned.slice();
      const product = new Float64Array(size);
      let energy = dot(residual, preconditioned);
      const goal = energy * residualReduction * residualReduction;
      for (let iteration = 0; iteration < mostIterations && energy > goal; iteration++) {
        await pause();
        await multiply(search, product);
        const length = energy / dot(search, product);
        for (let j = 0; j < size; j++) {
          direction[j] += length * search[j];
          residual[j] -= length * product[j];
          preconditioned[j] = residual[j] / diagonal[j];
        }
        const next = dot(residual, preconditioned);
        const share = next / energy;
        for (let j = 0; j < size; j++) search[j] = preconditioned[j] + share * search[j];
        energy = next;
      }
      return direction;
    },
  };
}

/** The diagonal of Xᵀ·diag(curvatures)·X with the penalty, X = [1, numeric, indicators]. */
export function hessianDiagonal(matrix: DesignMatrix, curvatures: Float64Array, ridge: number): Float64Array {
  const diagonal = new Float64Array(matrix.width + 1).fill(ridge);
  diagonal[0] = Number.MIN_VALUE;
  for (const curvature of curvatures) diagonal[0] += curvature;
  let j = 1;
  for (const column of matrix.numeric) {
    for (let i = 0; i < column.length; i++) diagonal[j] += column[i] * column[i] * curvatures[i];
    j++;
  }
  for (const { codes, levelCount } of matrix.categorical) {
    for (let i = 0; i < codes.length; i++) if (codes[i] > 0) diagonal[j + codes[i] - 1] += curvatures[i];
    j += levelCount;
  }
  return diagonal;
}

/** The inner product of two vectors of equal length. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
