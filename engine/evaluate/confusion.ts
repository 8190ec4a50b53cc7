/** Rows by actual class (negative, positive) and prediction: true and false negatives and positives. */
export interface ConfusionMatrix {
  readonly tn: number;
  readonly fp: number;
  readonly fn: number;
  readonly tp: number;
}

/** Counts the rows of each kind; predicted positive is what has at least the threshold's probability. */
export function countConfusion(
  probabilities: Float64Array,
  classes: Int8Array,
  threshold: number,
): ConfusionMatrix {
  let tp = 0;
  let predicted = 0;
  let positives = 0;
  for (let i = 0; i < classes.length; i++) {
    const isPredicted = probabilities[i] >= threshold ? 1 : 0;
    predicted += isPredicted;
    positives += classes[i];
    tp += classes[i] & isPredicted;
  }
  const fp = predicted - tp;
  const fn = positives - tp;
  return { tn: classes.length - tp - fp - fn, fp, fn, tp };
}
