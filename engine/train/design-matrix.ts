import { compareText } from '../table/levels.ts';
import { getColumn, type CategoryColumn, type Column, type Table } from '../table/table.ts';
import { columnTypeChanged } from './errors.ts';
import type { CategoricalFeature, Feature, NumericFeature } from './model.ts';

/** Level numbers of one categorical feature: 0 for missing or unknown, 1 … levelCount for its levels. */
export interface Indicators {
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
  readonly levelCount: number;
}

/**
 * The numbers that a linear model sees, rows × width, never written out: numeric features as columns scaled
 * to [0, 1], categorical ones as level numbers that stand for one-hot columns. The columns are in the order
 * numeric first, then each categorical feature's levels.
 */
export interface DesignMatrix {
  readonly rowCount: number;
  readonly width: number;
  readonly numeric: readonly Float64Array[];
  readonly categorical: readonly Indicators[];
}

/**
 * Learns how a table's columns become numbers, as the designer does it: numbers are scaled by their minimum
 * and maximum (scikit-learn's `MinMaxScaler`), texts become one indicator per level that occurs, sorted
 * (`OneHotEncoder`). The columns named in `except` are left out.
 */
export function fitFeatures(table: Table, except: readonly string[]): Feature[] {
  return table.columns.filter((column) => !except.includes(column.name)).map(fitFeature);
}

function fitFeature(column: Column): Feature {
  if (column.kind === 'category') {
    return { kind: 'categorical', column: column.name, levels: occurringLevels(column) };
  }
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const value of column.values) {
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  // A column without any value counts as constant: it scales to 0 and gets the weight 0.
  return minimum > maximum
    ? { kind: 'numeric', column: column.name, minimum: 0, maximum: 0 }
    : { kind: 'numeric', column: column.name, minimum, maximum };
}

function occurringLevels({ codes, levels }: CategoryColumn): string[] {
  const occurs = new Uint8Array(levels.size);
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) occurs[codes[i]] = 1;
  const texts: string[] = [];
  for (let code = 0; code < occurs.length; code++) if (occurs[code]) texts.push(levels.at(code));
  return texts.sort(compareText);
}

/**
 * A table as the matrix of these features. Errors: `column-not-found`, `column-type-changed` where a feature
 * that was a number is text now, or the other way round.
 */
export function createDesignMatrix(table: Table, features: readonly Feature[]): DesignMatrix {
  const numeric: Float64Array[] = [];
  const categorical: Indicators[] = [];
  let width = 0;
  for (const feature of features) {
    const column = getColumn(table, feature.column);
    if (feature.kind === 'numeric') {
      numeric.push(scale(column, feature));
      width += 1;
    } else {
      categorical.push(indicators(column, feature));
      width += feature.levels.length;
    }
  }
  return { rowCount: table.rowCount, width, numeric, categorical };
}

/** The numbers of a feature's column, NaN where missing. Error: `column-type-changed`. */
export function featureNumbers(column: Column): Float64Array {
  if (column.kind === 'number') return column.values;
  // A part of the rows without any value has no type of its own.
  if (column.codes.every((code) => code < 0)) return new Float64Array(column.codes.length).fill(NaN);
  throw columnTypeChanged(column.name, 'numbers');
}

function scale(column: Column, { minimum, maximum }: NumericFeature): Float64Array {
  const values = featureNumbers(column);
  const scaled = new Float64Array(values.length);
  const range = maximum - minimum;
  if (range === Infinity) {
    for (let i = 0; i < values.length; i++) {
      const share = (values[i] / 2 - minimum / 2) / (maximum / 2 - minimum / 2);
      scaled[i] = Number.isNaN(share) ? 0 : share;
    }
  } else {
    // As MinMaxScaler: a constant column has the range 1, not 0.
    const divisor = range === 0 ? 1 : range;
    for (let i = 0; i < values.length; i++) {
      const share = (values[i] - minimum) / divisor;
      scaled[i] = share === share ? share : 0;
    }
  }
  return scaled;
}

/** The level numbers of a feature's column. Error: `column-type-changed`. */
export function indicators(column: Column, feature: CategoricalFeature): Indicators {
  const levelCount = feature.levels.length;
  const length = column.kind === 'number' ? column.values.length : column.codes.length;
  const codes =
    levelCount < 0x100
      ? new Uint8Array(length)
      : levelCount < 0x10000
        ? new Uint16Array(length)
        : new Uint32Array(length);
  if (column.kind === 'number') {
    if (column.values.every((value) => Number.isNaN(value))) return { codes, levelCount };
    throw columnTypeChanged(column.name, 'text');
  }
  // One look-up per level, not per row; slot 0 is for missing cells, whose code is -1.
  const numbers = new Uint32Array(column.levels.size + 1);
  feature.levels.forEach((level, index) => {
    const code = column.levels.indexOf(level);
    if (code >= 0) numbers[code + 1] = index + 1;
  });
  for (let i = 0; i < length; i++) codes[i] = numbers[column.codes[i] + 1];
  return { codes, levelCount };
}

/** The rows of a matrix at these positions. */
export function takeMatrixRows(matrix: DesignMatrix, positions: Uint32Array): DesignMatrix {
  return {
    rowCount: positions.length,
    width: matrix.width,
    numeric: matrix.numeric.map((column) => {
      const taken = new Float64Array(positions.length);
      for (let i = 0; i < positions.length; i++) taken[i] = column[positions[i]];
      return taken;
    }),
    categorical: matrix.categorical.map(({ codes, levelCount }) => {
      const taken = codes.slice(0, positions.length);
      for (let i = 0; i < positions.length; i++) taken[i] = codes[positions[i]];
      return { codes: taken, levelCount };
    }),
  };
}

/** The features' columns by name, in the order of a matrix's columns: "ApplicantIncome", "Married=Yes". */
export function matrixColumnNames(features: readonly Feature[]): string[] {
  const numeric = features.filter((feature) => feature.kind === 'numeric').map((feature) => feature.column);
  const categorical = features
    .filter((feature) => feature.kind === 'categorical')
    .flatMap((feature) => feature.levels.map((level) => `${feature.column}=${level}`));
  return [...numeric, ...categorical];
}
