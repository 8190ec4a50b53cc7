import type { DesignMatrix, Indicators } from './design-matrix.ts';
import { addProduct } from './tensorflow.ts';

/** How the numeric block's products are made: on TensorFlow.js in float32, or here in float64. */
export type Precision = 'float32' | 'float64';

/** Small enough that float32 sums over a block keep five to six digits; the blocks are added in float64. */
const blockRows = 4096;

/**
 * The Hessian Xᵀ·diag(curvatures)·X of a logistic loss with X = [1, numeric, indicators], row-major,
 * size = width + 1, without the penalty. The numeric block is a matrix product; indicator columns need only
 * additions.
 */
export function createHessian(
  matrix: DesignMatrix,
  curvatures: Float64Array,
  precision: Precision,
): Float64Array {
  const { numeric, categorical, width } = matrix;
  const size = width + 1;
  const hessian = new Float64Array(size * size);
  const numericSize = numeric.length + 1;
  const block =
    precision === 'float32' ? numericProducts(matrix, curvatures) : exactNumericProducts(matrix, curvatures);
  for (let i = 0; i < numericSize; i++) {
    for (let j = 0; j < numericSize; j++) hessian[i * size + j] = block[i * numericSize + j];
  }

  let offset = numericSize;
  for (let c = 0; c < categorical.length; c++) {
    addDiagonal(hessian, size, offset, categorical[c], curvatures);
    addNumericRows(hessian, size, offset, categorical[c], numeric, curvatures);
    let otherOffset = numericSize;
    for (let other = 0; other < c; other++) {
      addCrossTable(hessian, size, offset, categorical[c], otherOffset, categorical[other], curvatures);
      otherOffset += categorical[other].levelCount;
    }
    offset += categorical[c].levelCount;
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) hessian[j * size + i] = hessian[i * size + j];
  return hessian;
}

/** [1, numeric]ᵀ·diag(curvatures)·[1, numeric] by TensorFlow.js, block by block. */
function numericProducts({ numeric, rowCount }: DesignMatrix, curvatures: Float64Array): Float64Array {
  const size = numeric.length + 1;
  const sum = new Float64Array(size * size);
  const capacity = Math.min(blockRows, rowCount);
  const left = new Float32Array(size * capacity);
  const right = new Float32Array(capacity * size);
  for (let start = 0; start < rowCount; start += capacity) {
    const count = Math.min(capacity, rowCount - start);
    for (let i = 0; i < count; i++) {
      left[i] = 1;
      right[i * size] = curvatures[start + i];
    }
    for (let j = 1; j < size; j++) {
      const column = numeric[j - 1];
      for (let i = 0; i < count; i++) {
        const value = column[start + i];
        left[j * count + i] = value;
        right[i * size + j] = value * curvatures[start + i];
      }
    }
    addProduct(left, right, size, count, sum);
  }
  return sum;
}

/** The same in float64, for columns so nearly dependent that float32 loses their difference. */
function exactNumericProducts({ numeric, rowCount }: DesignMatrix, curvatures: Float64Array): Float64Array {
  const size = numeric.length + 1;
  const sum = new Float64Array(size * size);
  const ones = new Float64Array(blockRows).fill(1);
  const weighted = new Float64Array(blockRows);
  for (let start = 0; start < rowCount; start += blockRows) {
    const count = Math.min(blockRows, rowCount - start);
    for (let i = 0; i < size; i++) {
      const column = i === 0 ? ones : numeric[i - 1];
      const first = i === 0 ? 0 : start;
      for (let row = 0; row < count; row++) weighted[row] = column[first + row] * curvatures[start + row];
      for (let j = 0; j <= i; j++) {
        const other = j === 0 ? ones : numeric[j - 1];
        const otherFirst = j === 0 ? 0 : start;
        let product = 0;
        for (let row = 0; row < count; row++) product += weighted[row] * other[otherFirst + row];
        sum[i * size + j] += product;
        if (j < i) sum[j * size + i] += product;
      }
    }
  }
  return sum;
}

function addDiagonal(
  hessian: Float64Array,
  size: number,
  offset: number,
  { codes, levelCount }: Indicators,
  curvatures: Float64Array,
): void {
  const sums = new Float64Array(levelCount + 1);
  for (let i = 0; i < codes.length; i++) sums[codes[i]] += curvatures[i];
  for (let level = 0; level < levelCount; level++) {
    const row = (offset + level) * size;
    hessian[row + offset + level] = sums[level + 1];
    hessian[row] = sums[level + 1];
  }
}

function addNumericRows(
  hessian: Float64Array,
  size: number,
  offset: number,
  { codes, levelCount }: Indicators,
  numeric: readonly Float64Array[],
  curvatures: Float64Array,
): void {
  const sums = new Float64Array(levelCount + 1);
  for (let j = 0; j < numeric.length; j++) {
    const column = numeric[j];
    sums.fill(0);
    for (let i = 0; i < codes.length; i++) sums[codes[i]] += curvatures[i] * column[i];
    for (let level = 0; level < levelCount; level++)
      hessian[(offset + level) * size + j + 1] = sums[level + 1];
  }
}

function addCrossTable(
  hessian: Float64Array,
  size: number,
  offset: number,
  rows: Indicators,
  otherOffset: number,
  columns: Indicators,
  curvatures: Float64Array,
): void {
  const stride = columns.levelCount + 1;
  const sums = new Float64Array((rows.levelCount + 1) * stride);
  for (let i = 0; i < rows.codes.length; i++)
    sums[rows.codes[i] * stride + columns.codes[i]] += curvatures[i];
  for (let level = 0; level < rows.levelCount; level++) {
    for (let other = 0; other < columns.levelCount; other++) {
      hessian[(offset + level) * size + otherOffset + other] = sums[(level + 1) * stride + other + 1];
    }
  }
}
