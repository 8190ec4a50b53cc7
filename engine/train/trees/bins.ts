import { createRandom } from '../../random.ts';
import { getColumn, type Table } from '../../table/table.ts';
import { featureNumbers, indicators } from '../design-matrix.ts';
import type { Feature } from '../model.ts';

/** A feature's cells as bins, which a histogram counts. Bin 0 is for missing cells, and for rare texts. */
export interface BinnedFeature {
  readonly kind: Feature['kind'];
  readonly bins: Uint8Array | Uint16Array | Uint32Array;
  /** With bin 0. */
  readonly binCount: number;
  /** Of numbers: the greatest number of bin `b` is at most `limits[b - 1]`; the last bin has no limit. */
  readonly limits: Float64Array;
  /** Of texts: the index of the level that bin `b` stands for is `levels[b - 1]`. */
  readonly levels: Uint32Array;
  readonly hasMissing: boolean;
}

/** Bins for numbers, without the one for missing cells. */
const mostBins = 255;
/** Limits are found on so many rows at most. */
const sampleRows = 200_000;

/**
 * Puts a feature's cells into bins. Up to 255 different numbers have a bin each, with limits half-way between them; of
 * more the bins hold about as many rows each (as scikit-learn's `HistGradientBoosting`). A text has a bin of its own
 * if `leastRows` rows have it.
 */
export function binFeature(table: Table, feature: Feature, leastRows: number): BinnedFeature {
  const column = getColumn(table, feature.column);
  if (feature.kind === 'numeric') return binNumbers(featureNumbers(column));
  const { codes, levelCount } = indicators(column, feature);
  const counts = new Uint32Array(levelCount + 1);
  for (let i = 0; i < codes.length; i++) counts[codes[i]]++;
  const binOfCode = new Uint32Array(levelCount + 1);
  const levels: number[] = [];
  for (let code = 1; code <= levelCount; code++) {
    if (counts[code] >= leastRows) binOfCode[code] = levels.push(code - 1);
  }
  return {
    kind: 'categorical',
    bins: codes.map((code) => binOfCode[code]),
    binCount: levels.length + 1,
    limits: new Float64Array(0),
    levels: Uint32Array.from(levels),
    hasMissing: counts[0] > 0,
  };
}

function binNumbers(values: Float64Array): BinnedFeature {
  const limits = limitsOf(values);
  const bins = new Uint8Array(values.length);
  let hasMissing = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== value) {
      hasMissing = true;
      continue;
    }
    // The first limit that is not below the value.
    let low = 0;
    let high = limits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (limits[middle] < value) low = middle + 1;
      else high = middle;
    }
    bins[i] = low + 1;
  }
  return {
    kind: 'numeric',
    bins,
    binCount: limits.length + 2,
    limits,
    levels: new Uint32Array(0),
    hasMissing,
  };
}

/** Numbers that part the values into bins, ascending. */
function limitsOf(values: Float64Array): Float64Array {
  const sorted = sortedSample(values);
  const different = distinct(sorted);
  const limits: number[] = [];
  const add = (lower: number, upper: number): void => {
    const limit = between(lower, upper);
    if (limits.length === 0 || limit > limits[limits.length - 1]) limits.push(limit);
  };
  if (different.length <= mostBins) {
    for (let i = 1; i < different.length; i++) add(different[i - 1], different[i]);
  } else {
    for (let bin = 1; bin < mostBins; bin++) {
      const position = (bin / mostBins) * (sorted.length - 1);
      const [lower, upper] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
      // Nothing lies above the last limit if it is the greatest value.
      if (lower < sorted[sorted.length - 1]) add(lower, upper);
    }
  }
  return Float64Array.from(limits);
}

function sortedSample(values: Float64Array): Float64Array {
  const present = values.filter((value) => value === value);
  if (present.length <= sampleRows) return present.sort();
  const random = createRandom(1);
  const sample = new Float64Array(sampleRows);
  // One of each stretch, so that a sorted file is met throughout.
  const stretch = present.length / sampleRows;
  for (let i = 0; i < sampleRows; i++) sample[i] = present[Math.floor((i + random.next()) * stretch)];
  return sample.sort();
}

function distinct(sorted: Float64Array): Float64Array {
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

/** A finite number from `lower` on and below `upper`, half-way where there is room. */
function between(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2;
  const limit = middle > lower && middle < upper ? middle : lower;
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, limit));
}
