/** The lower triangle L of a symmetric positive definite matrix A = L·Lᵀ, row-major. */
export interface Cholesky {
  readonly size: number;
  readonly factor: Float64Array;
}

/** Factors a symmetric matrix (row-major, size × size); `undefined` where it is not positive definite. */
export function factorCholesky(matrix: Float64Array, size: number): Cholesky | undefined {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j <= i; j++) {
      const other = j * size;
      let sum = matrix[row + j];
      for (let k = 0; k < j; k++) sum -= factor[row + k] * factor[other + k];
      if (i !== j) {
        factor[row + j] = sum / factor[other + j];
      } else {
        // What rounding alone can leave on the diagonal of a singular matrix counts as nothing.
        if (!(sum > Math.abs(matrix[row + i]) * size * Number.EPSILON)) return undefined;
        factor[row + i] = Math.sqrt(sum);
      }
    }
  }
  return { size, factor };
}

/** Solves A·x = b in place: `vector` holds b before and x after. */
export function solveCholesky({ size, factor }: Cholesky, vector: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = vector[i];
    for (let k = 0; k < i; k++) sum -= factor[i * size + k] * vector[k];
    vector[i] = sum / factor[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    vector[i] /= factor[i * size + i];
    const value = vector[i];
    for (let k = 0; k < i; k++) vector[k] -= factor[i * size + k] * value;
  }
}
