/** How many rows of each class have a probability in each bin; bin `i` counts `edges[i] ≤ p < edges[i + 1]`, the last one 1 too. */
export interface ScoreHistogram {
  readonly edges: readonly number[];
  readonly negatives: readonly number[];
  readonly positives: readonly number[];
}

/** The probabilities of rows of class 1 or 0 in bins of equal width from 0 to 1. */
export function scoreHistogram(probabilities: Float64Array, classes: Int8Array, bins = 20): ScoreHistogram {
  const edges = Array.from({ length: bins + 1 }, (_, i) => i / bins);
  const counts = [new Array<number>(bins).fill(0), new Array<number>(bins).fill(0)];
  for (let i = 0; i < classes.length; i++) {
    const probability = probabilities[i];
    let bin = Math.max(0, Math.min(bins - 1, Math.floor(probability * bins)));
    // The product may round over an edge that the number itself lies below.
    if (probability < edges[bin] && bin > 0) bin--;
    else if (probability >= edges[bin + 1] && bin < bins - 1) bin++;
    counts[classes[i]][bin]++;
  }
  return { edges, negatives: counts[0], positives: counts[1] };
}
