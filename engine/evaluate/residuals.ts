import { profileColumn, type Histogram } from '../table/profile.ts';

/** How far predictions are off: actual less predicted, and how often. */
export interface Residuals {
  readonly values: Float64Array;
  readonly mean: number;
  /** Half of the rows are off by less. */
  readonly medianAbsolute: number;
  readonly histogram: Histogram;
}

/** The residuals of predicted numbers; there is at least one row. */
export function residualsOf(predicted: Float64Array, actual: Float64Array, bins = 31): Residuals {
  const values = actual.map((value, i) => value - predicted[i]);
  const spread = profileColumn({ kind: 'number', name: '', values }, { bins });
  const absolute = profileColumn({ kind: 'number', name: '', values: values.map(Math.abs) }, { bins: 1 });
  if (spread.kind !== 'number' || absolute.kind !== 'number' || !spread.summary || !absolute.summary) {
    throw new RangeError('There are no rows.');
  }
  return {
    values,
    mean: spread.summary.mean,
    medianAbsolute: absolute.summary.quartiles[1],
    histogram: spread.summary.histogram,
  };
}

/** The positions of the rows that are furthest off, the furthest first; at most `most`. */
export function furthestRows(residuals: Float64Array, most: number): Uint32Array {
  // The least distance that belongs to them comes from a native sort, ten times as fast as one of positions.
  const distances = residuals.map(Math.abs).sort();
  const least = distances[Math.max(0, distances.length - most)] ?? 0;
  const positions: number[] = [];
  for (let i = 0; i < residuals.length; i++) if (Math.abs(residuals[i]) >= least) positions.push(i);
  positions.sort((a, b) => Math.abs(residuals[b]) - Math.abs(residuals[a]) || a - b);
  return Uint32Array.from(positions.slice(0, most));
}
