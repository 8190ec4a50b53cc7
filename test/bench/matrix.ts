import { createRandom, type Random } from '../../engine/random.ts';
import type { DesignMatrix } from '../../engine/train/design-matrix.ts';

/** A two-class problem for both sides of the bench. */
export interface Problem {
  readonly matrix: DesignMatrix;
  readonly classes: Int8Array;
}

/** 16 standard normal columns; coefficients as in a typical table, so that the AUC is about .8. */
export function standardNormalProblem(rows: number): Problem {
  const random = createRandom(1);
  const numeric = Array.from({ length: 16 }, () =>
    Float64Array.from({ length: rows }, () => random.normal()),
  );
  return withClasses({ rowCount: rows, width: 16, numeric, categorical: [] }, random);
}

/** 8 lognormal columns scaled to [0, 1] and 8 one-hot columns of three texts (2, 2 and 4 levels). */
export function lognormalProblem(rows: number): Problem {
  const random = createRandom(2);
  const numeric = Array.from({ length: 8 }, () => {
    const values = Float64Array.from({ length: rows }, () => Math.exp(random.normal()));
    const minimum = values.reduce((least, value) => Math.min(least, value), Infinity);
    const maximum = values.reduce((most, value) => Math.max(most, value), -Infinity);
    return values.map((value) => (value - minimum) / (maximum - minimum));
  });
  const categorical = [2, 2, 4].map((levelCount) => ({
    codes: Uint8Array.from({ length: rows }, () => 1 + random.integer(levelCount)),
    levelCount,
  }));
  return withClasses({ rowCount: rows, width: 16, numeric, categorical }, random);
}

function withClasses(matrix: DesignMatrix, random: Random): Problem {
  const { rowCount, numeric, categorical } = matrix;
  const scores = new Float64Array(rowCount);
  const addColumn = (column: Float64Array): void => {
    const mean = column.reduce((sum, value) => sum + value / rowCount, 0);
    const spread = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2 / rowCount, 0));
    const weight = 0.35 * random.normal();
    for (let i = 0; i < rowCount; i++) scores[i] += (weight * (column[i] - mean)) / spread;
  };
  numeric.forEach(addColumn);
  for (const { codes } of categorical) addColumn(Float64Array.from(codes));
  const classes = Int8Array.from(scores, (score) => (random.next() < 1 / (1 + Math.exp(-score)) ? 1 : 0));
  return { matrix, classes };
}

/**
 * A problem as bytes: rows, numeric columns, categorical columns and their level counts (Float64), then the
 * numeric columns (Float64), the level numbers (Uint8) and the classes (Int8).
 */
export function writeMatrix({ matrix, classes }: Problem): Uint8Array[] {
  const { rowCount, numeric, categorical } = matrix;
  const head = Float64Array.of(
    rowCount,
    numeric.length,
    categorical.length,
    ...categorical.map(({ levelCount }) => levelCount),
  );
  const parts = [head, ...numeric, ...categorical.map(({ codes }) => codes), classes];
  return parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
}

/** The problem that `writeMatrix` wrote. */
export function readMatrix(file: Uint8Array): Problem {
  const { buffer, byteOffset } = file.byteOffset % 8 === 0 ? file : file.slice();
  let position = byteOffset;
  const [rowCount, numericCount, categoricalCount] = new Float64Array(buffer, position, 3);
  const levelCounts = Array.from(new Float64Array(buffer, position + 24, categoricalCount));
  position += 24 + 8 * categoricalCount;
  const numeric = Array.from({ length: numericCount }, (_, j) => {
    return new Float64Array(buffer, position + 8 * rowCount * j, rowCount);
  });
  position += 8 * rowCount * numericCount;
  const categorical = levelCounts.map((levelCount, j) => {
    return { codes: new Uint8Array(buffer, position + rowCount * j, rowCount), levelCount };
  });
  position += rowCount * categoricalCount;
  const width = numericCount + levelCounts.reduce((sum, count) => sum + count, 0);
  const classes = new Int8Array(buffer, position, rowCount);
  return { matrix: { rowCount, width, numeric, categorical }, classes };
}
