import { encodeTexts } from '../table/levels.ts';
import { createTable, getColumn, type Column, type NumberColumn, type Table } from '../table/table.ts';
import { median, textMode } from '../components/statistics.ts';
import type { Predictions } from '../train/predict.ts';

/** An axis of the picture: where its cells stand. */
export type BoundaryAxis =
  | { readonly kind: 'number'; readonly column: string; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'category'; readonly column: string; readonly levels: readonly string[] };

/** A plane that a model is asked about, cell by cell. */
export interface BoundaryPlane {
  readonly x: BoundaryAxis;
  /** Missing where the model has one feature alone. */
  readonly y: BoundaryAxis | undefined;
  readonly width: number;
  readonly height: number;
  /** One row per cell, row-major from the top left: other features are at their middle. */
  readonly cells: Table;
}

/** What a model says at each cell of a plane. */
export type BoundaryGrid =
  /** The probability of the positive class. */
  | { readonly task: 'binary'; readonly values: Float32Array }
  /** The likeliest class, and its probability. */
  | { readonly task: 'multiclass'; readonly classes: Uint8Array; readonly values: Float32Array }
  | { readonly task: 'regression'; readonly values: Float32Array };

/** More levels than this are not told apart along an axis. */
const mostLevels = 24;

/** The axis over a column's values in a table, with a margin; the most frequent levels of a text. */
export function axisOf(column: Column): BoundaryAxis {
  if (column.kind === 'category') {
    const counts = new Uint32Array(column.levels.size);
    for (const code of column.codes) if (code >= 0) counts[code]++;
    const codes = Array.from(counts.keys())
      .filter((code) => counts[code] > 0)
      .sort((a, b) => counts[b] - counts[a] || a - b)
      .slice(0, mostLevels);
    return { kind: 'category', column: column.name, levels: codes.map((code) => column.levels.at(code)) };
  }
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const value of column.values) {
    if (!Number.isFinite(value)) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  if (minimum > maximum) [minimum, maximum] = [0, 1];
  const margin = maximum > minimum ? (maximum - minimum) * 0.06 : 0.5;
  return { kind: 'number', column: column.name, minimum: minimum - margin, maximum: maximum + margin };
}

/**
 * The plane of two features of a table, `size` cells along a number, one for each level along a text. All other
 * features are at their median or their most frequent text. Error: `column-not-found`.
 */
export function createPlane(
  table: Table,
  features: readonly string[],
  x: string,
  y: string | undefined,
  size: number,
): BoundaryPlane {
  const xAxis = axisOf(getColumn(table, x));
  const yAxis = y === undefined ? undefined : axisOf(getColumn(table, y));
  const width = cellsAlong(xAxis, size);
  const height = yAxis ? cellsAlong(yAxis, size) : 1;
  const columns = features.map((name): Column => {
    const column = getColumn(table, name);
    if (name === x) return along(xAxis, width * height, (cell) => ((cell % width) + 0.5) / width);
    if (yAxis && name === y) {
      return along(yAxis, width * height, (cell) => 1 - (Math.floor(cell / width) + 0.5) / height);
    }
    return constant(column, width * height);
  });
  return { x: xAxis, y: yAxis, width, height, cells: createTable(columns) };
}

function cellsAlong(axis: BoundaryAxis, size: number): number {
  return axis.kind === 'number' ? size : Math.max(1, axis.levels.length);
}

function along(axis: BoundaryAxis, count: number, shareOf: (cell: number) => number): Column {
  if (axis.kind === 'number') {
    const { column, minimum, maximum } = axis;
    const values = new Float64Array(count);
    for (let cell = 0; cell < count; cell++) {
      const share = shareOf(cell);
      values[cell] = minimum * (1 - share) + maximum * share;
    }
    return { kind: 'number', name: column, values };
  }
  const { column, levels } = axis;
  const texts = Array.from({ length: count }, (_, cell) => levels[levelAt(axis, shareOf(cell))] ?? null);
  return { kind: 'category', name: column, ...encodeTexts(texts) };
}

/** The level that stands at a share of an axis, counted from its beginning. */
export function levelAt({ levels }: { readonly levels: readonly string[] }, share: number): number {
  return Math.min(levels.length - 1, Math.max(0, Math.floor(share * levels.length)));
}

function constant(column: Column, count: number): Column {
  const { name } = column;
  if (column.kind === 'number') {
    return { kind: 'number', name, values: new Float64Array(count).fill(middleOf(column)) };
  }
  const texts = new Array<string | null>(count).fill(textMode(column));
  return { kind: 'category', name, ...encodeTexts(texts) };
}

function middleOf({ values }: NumberColumn): number {
  return median(values);
}

/** Predictions of a plane's cells as a picture. */
export function gridOf(predictions: Predictions): BoundaryGrid {
  switch (predictions.task) {
    case 'binary':
      return { task: 'binary', values: Float32Array.from(predictions.probabilities) };
    case 'regression':
      return { task: 'regression', values: Float32Array.from(predictions.values) };
    case 'multiclass': {
      const { probabilities, classes } = predictions;
      const cells = probabilities.length / classes.length;
      const likeliest = new Uint8Array(cells);
      const values = new Float32Array(cells);
      for (let cell = 0; cell < cells; cell++) {
        const start = cell * classes.length;
        let best = 0;
        for (let k = 1; k < classes.length; k++) {
          if (probabilities[start + k] > probabilities[start + best]) best = k;
        }
        likeliest[cell] = best;
        values[cell] = probabilities[start + best];
      }
      return { task: 'multiclass', classes: likeliest, values };
    }
  }
}

/** A stretch of a border, from and to, in shares of the picture's width and height from its top left. */
export type BorderPiece = readonly [number, number, number, number];

/**
 * Where a grid of probabilities crosses 0.5, between the middles of its cells (marching squares; Lorensen and Cline,
 * 1987, in the plane).
 */
export function borderOf(values: ArrayLike<number>, width: number, height: number): BorderPiece[] {
  const pieces: BorderPiece[] = [];
  const crossing = (a: number, b: number): number => (0.5 - a) / (b - a);
  for (let row = 0; row + 1 < height; row++) {
    for (let column = 0; column + 1 < width; column++) {
      const first = row * width + column;
      const [a, b, c, d] = [
        values[first],
        values[first + 1],
        values[first + width + 1],
        values[first + width],
      ];
      const points: [number, number][] = [];
      if (a >= 0.5 !== b >= 0.5) points.push([crossing(a, b), 0]);
      if (b >= 0.5 !== c >= 0.5) points.push([1, crossing(b, c)]);
      if (c >= 0.5 !== d >= 0.5) points.push([crossing(d, c), 1]);
      if (d >= 0.5 !== a >= 0.5) points.push([0, crossing(a, d)]);
      const place = ([x, y]: [number, number]): [number, number] => [
        (column + 0.5 + x) / width,
        (row + 0.5 + y) / height,
      ];
      // A saddle has four crossings: two pieces.
      for (let i = 0; i + 1 < points.length; i += 2) {
        pieces.push([...place(points[i]), ...place(points[i + 1])]);
      }
    }
  }
  return pieces;
}
