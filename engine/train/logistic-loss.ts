import { logarithm } from '../logarithm.ts';
import type { DesignMatrix } from './design-matrix.ts';
import { exponentials } from './exponential.ts';

/** Rows that are worked on together: their scores and a few columns stay in the processor's cache. */
const blockRows = 2048;

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
  private readonly residuals = new Float64Array(blockRows);
  private readonly levelSums: readonly Float64Array[];

  /** `classes` holds 1 and 0, one per row of the matrix. */
  constructor(matrix: DesignMatrix, classes: Int8Array, ridge: number) {
    this.matrix = matrix;
    this.classes = classes;
    this.ridge = ridge;
    this.levelSums = matrix.categorical.map(({ levelCount }) => new Float64Array(levelCount + 1));
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
    this.eachBlock(parameters, residuals, (start, count) => {
      loss += scoresToResiduals(residuals, classes, start, count);
      gradient[0] += sumOf(residuals, count);
      this.addTransposed(residuals, start, count, gradient);
    });
    this.collectLevelSums(gradient);
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
    this.eachBlock(parameters, scores, (start, count) => {
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
    this.eachBlock(vector, scores, (start, count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const weighted = scores[i] * curvatures[start + i];
        scores[i] = weighted;
        sum += weighted;
      }
      result[0] += sum;
      this.addTransposed(scores, start, count, result);
    });
    this.collectLevelSums(result);
    for (let j = 1; j < vector.length; j++) result[j] += this.ridge * vector[j];
  }

  /** Each row's probability 1 / (1 + exp(-score)). */
  probabilities(parameters: Float64Array): Float64Array {
    const probabilities = new Float64Array(this.matrix.rowCount);
    const scores = this.residuals;
    this.eachBlock(parameters, scores, (start, count) => {
      for (let i = 0; i < count; i++) scores[i] = -scores[i];
      exponentials(scores, count);
      for (let i = 0; i < count; i++) probabilities[start + i] = 1 / (1 + scores[i]);
    });
    return probabilities;
  }

  /** Calls `visit` for each block of rows, with their scores in `scores`. */
  private eachBlock(
    parameters: Float64Array,
    scores: Float64Array,
    visit: (start: number, count: number) => void,
  ): void {
    const { rowCount, numeric, categorical } = this.matrix;
    const tables = levelWeights(this.matrix, parameters);
    for (let start = 0; start < rowCount; start += blockRows) {
      const count = Math.min(blockRows, rowCount - start);
      scores.fill(parameters[0], 0, count);
      let j = 0;
      for (; j + 3 < numeric.length; j += 4) {
        addFour(scores, numeric, j, parameters, start, count);
      }
      for (; j < numeric.length; j++) addScaled(scores, numeric[j], parameters[j + 1], start, count);
      for (let c = 0; c < categorical.length; c++) {
        addLevels(scores, categorical[c].codes, tables[c], start, count);
      }
      visit(start, count);
    }
  }

  /** Moves the sums of features with very many levels, which are not worth moving block by block. */
  private collectLevelSums(result: Float64Array): void {
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

  /** Adds blockᵀ · values to the weights' part of `result`. */
  private addTransposed(values: Float64Array, start: number, count: number, result: Float64Array): void {
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

function sumOf(values: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i];
  return sum;
}

/** For each categorical feature the weights by level number, 0 for "none". */
function levelWeights({ numeric, categorical }: DesignMatrix, parameters: Float64Array): Float64Array[] {
  let offset = numeric.length + 1;
  return categorical.map(({ levelCount }) => {
    const weights = new Float64Array(levelCount + 1);
    weights.set(parameters.subarray(offset, offset + levelCount), 1);
    offset += levelCount;
    return weights;
  });
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
