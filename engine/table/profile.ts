import type { CategoryColumn, Column, NumberColumn, Table } from './table.ts';

/** What a column holds, in figures; plain JSON. */
export type ColumnProfile = NumberProfile | CategoryProfile;

interface ColumnCounts {
  readonly name: string;
  /** Cells that are there. */
  readonly count: number;
  readonly missing: number;
  /** Different values among those that are there. */
  readonly distinct: number;
}

/** A number column; `summary` is null where every cell is missing. */
export interface NumberProfile extends ColumnCounts {
  readonly kind: 'number';
  readonly summary: NumberSummary | null;
}

/** Figures of the numbers that are there, as `pandas.Series.describe` gives them, and their histogram. */
export interface NumberSummary {
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** Of a sample (divided by n - 1, as pandas does); null of a single value. */
  readonly standardDeviation: number | null;
  /** First quartile, median, third quartile, by linear interpolation (numpy's default). */
  readonly quartiles: readonly [number, number, number];
  readonly histogram: Histogram;
}

/**
 * Bins of equal width, as `numpy.histogram` makes them: bin `i` counts `edges[i] ≤ x < edges[i + 1]`, the last
 * one its right edge too.
 */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** A text column with its most frequent levels first; of equally frequent ones the first in the dictionary. */
export interface CategoryProfile extends ColumnCounts {
  readonly kind: 'category';
  readonly top: readonly LevelCount[];
}

export interface LevelCount {
  readonly level: string;
  readonly count: number;
}

/** How much detail a profile has. */
export interface ProfileOptions {
  /** Bins of a histogram. Default 20. */
  readonly bins?: number;
  /** Levels of a text column that are counted one by one. Default 10. */
  readonly levels?: number;
}

/** The profile of each column, in order; the result does not depend on the order of the numbers. */
export function profileTable(table: Table, options: ProfileOptions = {}): ColumnProfile[] {
  return table.columns.map((column) => profileColumn(column, options));
}

/** The profile of one column. */
export function profileColumn(
  column: Column,
  { bins = 20, levels = 10 }: ProfileOptions = {},
): ColumnProfile {
  return column.kind === 'number' ? profileNumbers(column, bins) : profileTexts(column, levels);
}

function profileNumbers({ name, values }: NumberColumn, bins: number): NumberProfile {
  const sorted = sortPresent(values);
  const count = sorted.length;
  let distinct = Math.min(count, 1);
  for (let i = 1; i < count; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  const counts = { kind: 'number', name, count, missing: values.length - count, distinct } as const;
  if (count === 0) return { ...counts, summary: null };
  return {
    ...counts,
    summary: {
      minimum: sorted[0],
      maximum: sorted[count - 1],
      ...momentsOf(sorted),
      quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)],
      histogram: histogramOf(sorted, bins),
    },
  };
}

function sortPresent(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length);
  let count = 0;
  // Adding 0 turns -0 into 0, which no figure should tell apart.
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) present[count++] = values[i] + 0;
  return present.subarray(0, count).sort();
}

/** Mean and standard deviation, from the distances to the median, so that large values of small spread keep it. */
function momentsOf(sorted: Float64Array): Pick<NumberSummary, 'mean' | 'standardDeviation'> {
  const count = sorted.length;
  const range = sorted[count - 1] - sorted[0];
  // A power of two keeps squares within the range of a float64 and every digit of the values.
  const scale = range > 1e150 ? 2 ** -600 : range > 0 && range < 1e-150 ? 2 ** 600 : 1;
  const middle = sorted[count >> 1] * scale;
  let sum = 0;
  let squares = 0;
  for (let start = 0; start < count; start += 1024) {
    // Sums of sums round much less than one long sum.
    const end = Math.min(start + 1024, count);
    let blockSum = 0;
    let blockSquares = 0;
    for (let i = start; i < end; i++) {
      const distance = sorted[i] * scale - middle;
      blockSum += distance;
      blockSquares += distance * distance;
    }
    sum += blockSum;
    squares += blockSquares;
  }
  const mean = (middle + sum / count) / scale;
  const variance = Math.max(0, squares - (sum / count) * sum) / (count - 1);
  return { mean, standardDeviation: count > 1 ? Math.sqrt(variance) / scale : null };
}

/** The quantile at a share between 0 and 1, interpolated as numpy does, to the last bit. */
function quantile(sorted: Float64Array, share: number): number {
  const position = (sorted.length - 1) * share;
  const low = Math.floor(position);
  const part = position - low;
  const a = sorted[low];
  const b = sorted[Math.min(low + 1, sorted.length - 1)];
  const step = b - a;
  if (!Number.isFinite(step)) return a * (1 - part) + b * part;
  return part < 0.5 ? a + step * part : b - step * (1 - part);
}

function histogramOf(sorted: Float64Array, bins: number): Histogram {
  const minimum = sorted[0];
  const maximum = sorted[sorted.length - 1];
  if (minimum === maximum) return { edges: [minimum - 0.5, maximum + 0.5], counts: [sorted.length] };
  // Halves stay finite where the range does not.
  const halfWidth = (maximum / 2 - minimum / 2) / bins;
  const edges = Array.from({ length: bins + 1 }, (_, i) => 2 * (i * halfWidth + minimum / 2));
  edges[0] = minimum;
  edges[bins] = maximum;
  // How many values lie below each edge; the last bin takes those on its right edge.
  const below = edges.map((edge, i) => (i === bins ? sorted.length : lowerBound(sorted, edge)));
  return { edges, counts: below.slice(1).map((count, i) => count - below[i]) };
}

/** The position of the first value that is not below `bound`. */
function lowerBound(sorted: Float64Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function profileTexts({ name, codes, levels }: CategoryColumn, most: number): CategoryProfile {
  const counts = new Uint32Array(levels.size);
  let count = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code < 0) continue;
    counts[code]++;
    count++;
  }
  // Only the first few are kept in order: of a million ids none but these is decoded.
  const first: number[] = [];
  let distinct = 0;
  for (let code = 0; code < counts.length; code++) {
    if (counts[code] === 0) continue;
    distinct++;
    if (first.length === most && (most === 0 || counts[code] <= counts[first[most - 1]])) continue;
    let place = first.length;
    while (place > 0 && counts[first[place - 1]] < counts[code]) place--;
    first.splice(place, 0, code);
    if (first.length > most) first.pop();
  }
  const top = first.map((code) => ({ level: levels.at(code), count: counts[code] }));
  return { kind: 'category', name, count, missing: codes.length - count, distinct, top };
}
