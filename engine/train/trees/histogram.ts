import type { BinnedFeature } from './bins.ts';

/** For each bin of each feature three sums over some rows: gradients, curvatures, and how many there are. */
export type Histogram = Float64Array;

/** What is summed up: the rows' features, and the slope and curvature of each row's loss at its score. */
export interface Gradients {
  readonly features: readonly BinnedFeature[];
  readonly gradients: Float64Array;
  readonly curvatures: Float64Array;
}

/** Where each feature's bins begin in a histogram; the last entry is its length. */
export function histogramOffsets(features: readonly BinnedFeature[]): Uint32Array {
  const offsets = new Uint32Array(features.length + 1);
  features.forEach(({ binCount }, f) => (offsets[f + 1] = offsets[f] + 3 * binCount));
  return offsets;
}

/** The histogram of the rows at these positions. */
export function createHistogram(
  { features, gradients, curvatures }: Gradients,
  offsets: Uint32Array,
  rows: Uint32Array,
): Histogram {
  const histogram = new Float64Array(offsets[features.length]);
  const count = rows.length;
  // Gathered once, and then read in order for each feature.
  const g = new Float64Array(count);
  const h = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    g[i] = gradients[rows[i]];
    h[i] = curvatures[rows[i]];
  }
  for (let f = 0; f < features.length; f++) {
    const { bins } = features[f];
    // One loop for each kind of array, so that each is compiled for its own.
    if (bins instanceof Uint8Array) addBytes(histogram, offsets[f], bins, rows, g, h);
    else addWords(histogram, offsets[f], bins, rows, g, h);
  }
  return histogram;
}

function addBytes(
  histogram: Histogram,
  offset: number,
  bins: Uint8Array,
  rows: Uint32Array,
  g: Float64Array,
  h: Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const at = offset + 3 * bins[rows[i]];
    histogram[at] += g[i];
    histogram[at + 1] += h[i];
    histogram[at + 2] += 1;
  }
}

function addWords(
  histogram: Histogram,
  offset: number,
  bins: Uint16Array | Uint32Array,
  rows: Uint32Array,
  g: Float64Array,
  h: Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const at = offset + 3 * bins[rows[i]];
    histogram[at] += g[i];
    histogram[at + 1] += h[i];
    histogram[at + 2] += 1;
  }
}

/** What is left of a histogram without a part of its rows. */
export function subtractHistogram(whole: Histogram, part: Histogram): Histogram {
  const rest = new Float64Array(whole.length);
  for (let i = 0; i < whole.length; i++) rest[i] = whole[i] - part[i];
  return rest;
}
