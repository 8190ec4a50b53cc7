/** Labels with the mean 0 and the standard deviation 1. */
export interface ScaledLabels {
  readonly mean: number;
  /** 1 where all labels are equal. */
  readonly deviation: number;
  readonly scaled: Float64Array;
}

/** Takes off the labels' mean and divides by their standard deviation. */
export function scaleLabels(labels: Float64Array): ScaledLabels {
  // Taken off first, so that large labels that differ little keep their digits.
  const first = labels[0] ?? 0;
  const mean = first + meanOf(labels, (value) => value - first);
  const variance = meanOf(labels, (value) => (value - mean) * (value - mean));
  const spread = Math.sqrt(variance);
  // What rounding leaves of equal labels is no spread.
  const deviation = spread > 4 * Number.EPSILON * Math.abs(mean) && Number.isFinite(spread) ? spread : 1;
  return { mean, deviation, scaled: labels.map((value) => (value - mean) / deviation) };
}

/** A mean of sums of a thousand rows each, so that a million keep their digits. */
function meanOf(values: Float64Array, term: (value: number) => number): number {
  let total = 0;
  for (let start = 0; start < values.length; start += 1000) {
    let sum = 0;
    for (let i = start; i < Math.min(values.length, start + 1000); i++) sum += term(values[i]);
    total += sum;
  }
  return values.length === 0 ? 0 : total / values.length;
}
