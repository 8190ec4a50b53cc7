import { compareText } from '../table/levels.ts';
import type { CategoryColumn } from '../table/table.ts';

/** The numbers that are there, in their order. */
export function presentValues(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) present[count++] = values[i];
  return present.subarray(0, count);
}

/** The mean without missing values (pandas' `Series.mean`), by Neumaier's compensated sum; NaN of none. */
export function mean(values: Float64Array): number {
  let sum = 0;
  let compensation = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) continue;
    count++;
    const next = sum + value;
    compensation += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  const total = sum + compensation;
  if (Number.isFinite(total) || count === 0) return total / count;
  // The sum is beyond the largest number, the mean need not be.
  let scaled = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) scaled += values[i] / count;
  return scaled;
}

/** The median without missing values (`numpy.nanmedian`): of an even number the mean of the middle two. */
export function median(values: Float64Array): number {
  const present = presentValues(values);
  if (present.length === 0) return NaN;
  const middle = present.length >> 1;
  const upper = select(present, middle);
  if (present.length % 2 === 1) return upper;
  let lower = -Infinity;
  for (let i = 0; i < middle; i++) if (present[i] > lower) lower = present[i];
  const sum = lower + upper;
  return Number.isFinite(sum) ? sum / 2 : lower / 2 + upper / 2;
}

/**
 * The value that would be at `position` if the values were sorted, with none before it that is greater; the
 * values change places (Hoare's quickselect, 1961). Unlucky orders are sorted instead.
 */
function select(values: Float64Array, position: number): number {
  let low = 0;
  let high = values.length - 1;
  for (let turns = 2 * Math.ceil(Math.log2(values.length + 1)); high > low; turns--) {
    if (turns === 0) {
      values.subarray(low, high + 1).sort();
      break;
    }
    const pivot = middleOf(values[low], values[(low + high) >> 1], values[high]);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const kept = values[i];
      values[i++] = values[j];
      values[j--] = kept;
    }
    if (position <= j) high = j;
    else if (position >= i) low = i;
    else break;
  }
  return values[position];
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** The most frequent number, the smallest of several (scikit-learn's `most_frequent`); NaN of none. */
export function numberMode(values: Float64Array): number {
  const sorted = presentValues(values).sort();
  let mode = NaN;
  let most = 0;
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    if (end - start > most) {
      most = end - start;
      mode = sorted[start];
    }
  }
  return mode;
}

/** The most frequent text, the first by code point of several; `null` of none. */
export function textMode({ codes, levels }: CategoryColumn): string | null {
  const counts = new Uint32Array(levels.size);
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) counts[codes[i]]++;
  let mode: string | null = null;
  let most = 1;
  for (let code = 0; code < counts.length; code++) {
    if (counts[code] < most) continue;
    const text = levels.at(code);
    if (mode === null || counts[code] > most || compareText(text, mode) < 0) mode = text;
    most = counts[code];
  }
  return mode;
}
