import type { DesignMatrix } from './design-matrix.ts';

/** Rows that are worked on together: their scores and a few columns stay in the processor's cache. */
export const blockRows = 2048;

/**
 * Products of a design matrix with parameters [intercept, ...weights], and of its transpose with one value per row.
 * Everything is summed in float64, block by block, so that sums over a million rows keep their digits. Holds sums
 * between calls: one object for each result that is added up at the same time.
 */
export class LinearBlocks {
  private readonly matrix: DesignMatrix;
  private readonly levelSums: readonly Float64Array[];

  constructor(matrix: DesignMatrix) {
    this.matrix = matrix;
    this.levelSums = matrix.categorical.map(({ levelCount }) => new Float64Array(levelCount + 1));
  }

  /** Calls `visit` for each block of rows, with their scores in `scores`. */
  each(parameters: Float64Array, scores: Float64Array, visit: (start: number, count: number) => void): void {
    const { rowCount } = this.matrix;
    const tables = this.levelWeights(parameters);
    for (let start = 0; start < rowCount; start += blockRows) {
      const count = Math.min(blockRows, rowCount - start);
      this.writeScores(parameters, tables, scores, start, count);
      visit(start, count);
    }
  }

  /** For each categorical feature the weights by level number, 0 for "none". */
  levelWeights(parameters: Float64Array): Float64Array[] {
    const { numeric, categorical } = this.matrix;
    let offset = numeric.length + 1;
    return categorical.map(({ levelCount }) => {
      const weights = new Float64Array(levelCount + 1);
      weights.set(parameters.subarray(offset, offset + levelCount), 1);
      offset += levelCount;
      return weights;
    });
  }

  /** Writes the scores of one block; `tables` are its parameters' `levelWeights`. */
  writeScores(
    parameters: Float64Array,
    tables: readonly Float64Array[],
    scores: Float64Array,
    start: number,
    count: number,
  ): void {
    const { numeric, categorical } = this.matrix;
    scores.fill(parameters[0], 0, count);
    let j = 0;
    for (; j + 3 < numeric.length; j += 4) {
      addFour(scores, numeric, j, parameters, start, count);
    }
    for (; j < numeric.length; j++) addScaled(scores, numeric[j], parameters[j + 1], start, count);
    for (let c = 0; c < categorical.length; c++) {
      addLevels(scores, categorical[c].codes, tables[c], start, count);
    }
  }

  /** Ends a sum over blocks: moves the sums of features with very many levels, not worth moving block by block. */
  collectLevelSums(result: Float64Array): void {
    const { numeric, categorical } = this.matrix;
    let offset = numeric.length + 1;
    for (let c = 0; c < categorical.length; c++) {
      const { levelCount } = categorical[c];
      const sums = this.levelSums[c];
      if (levelCount > blockRows) {
        for (let level = 1; level <= levelCount; level++) result[offset + level - 1] += sums[level];
        sums.fill(0);
      }
      offset += levelCount;
    }
  }

  /** Adds blockᵀ · values to the weights' part of `result`; `collectLevelSums` ends the sum. */
  addTransposed(values: Float64Array, start: number, count: number, result: Float64Array): void {
    const { numeric, categorical } = this.matrix;
    let j = 0;
    for (; j + 3 < numeric.length; j += 4) addFourProducts(values, numeric, j, result, start, count);
    for (; j < numeric.length; j++) result[j + 1] += dot(values, numeric[j], start, count);
    let offset = numeric.length + 1;
    for (let c = 0; c < categorical.length; c++) {
      const { codes, levelCount } = categorical[c];
      const sums = this.levelSums[c];
      addAtLevels(sums, values, codes, start, count);
      if (levelCount <= blockRows) {
        for (let level = 1; level <= levelCount; level++) result[offset + level - 1] += sums[level];
        sums.fill(0);
      }
      offset += levelCount;
    }
  }
}

function addFour(
  scores: Float64Array,
  columns: readonly Float64Array[],
  j: number,
  parameters: Float64Array,
  start: number,
  count: number,
): void {
  const [a, b, c, d] = [columns[j], columns[j + 1], columns[j + 2], columns[j + 3]];
  const [wa, wb, wc, wd] = [parameters[j + 1], parameters[j + 2], parameters[j + 3], parameters[j + 4]];
  for (let i = 0, row = start; i < count; i++, row++) {
    scores[i] += wa * a[row] + wb * b[row] + (wc * c[row] + wd * d[row]);
  }
}

function addScaled(
  scores: Float64Array,
  column: Float64Array,
  weight: number,
  start: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) scores[i] += weight * column[start + i];
}

function addLevels(
  scores: Float64Array,
  codes: Uint8Array | Uint16Array | Uint32Array,
  weights: Float64Array,
  start: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) scores[i] += weights[codes[start + i]];
}

function addFourProducts(
  values: Float64Array,
  columns: readonly Float64Array[],
  j: number,
  result: Float64Array,
  start: number,
  count: number,
): void {
  const [a, b, c, d] = [columns[j], columns[j + 1], columns[j + 2], columns[j + 3]];
  let [sa, sb, sc, sd] = [0, 0, 0, 0];
  for (let i = 0, row = start; i < count; i++, row++) {
    const value = values[i];
    sa += value * a[row];
    sb += value * b[row];
    sc += value * c[row];
    sd += value * d[row];
  }
  result[j + 1] += sa;
  result[j + 2] += sb;
  result[j + 3] += sc;
  result[j + 4] += sd;
}

function dot(values: Float64Array, column: Float64Array, start: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i] * column[start + i];
  return sum;
}

function addAtLevels(
  sums: Float64Array,
  values: Float64Array,
  codes: Uint8Array | Uint16Array | Uint32Array,
  start: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) sums[codes[start + i]] += values[i];
}

/** The sum of the first `count` values. */
export function sumOf(values: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i];
  return sum;
}
