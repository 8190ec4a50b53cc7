import type { ConfusionMatrix } from './confusion.ts';

/**
 * Every threshold that changes a prediction, descending, with the rows that are predicted positive from it on:
 * `truePositives[i]` and `falsePositives[i]` count the rows of each class with a score of `thresholds[i]` or
 * more. Equal scores are one point. All curves and confusion matrices come from it.
 */
export interface BinaryCurve {
  readonly thresholds: Float64Array;
  readonly truePositives: Uint32Array;
  readonly falsePositives: Uint32Array;
  readonly positives: number;
  readonly negatives: number;
}

/** The curve of scores (any finite numbers) of rows of class 1 or 0. */
export function binaryCurve(scores: Float64Array, classes: Int8Array): BinaryCurve {
  const positiveScores = scoresOf(scores, classes, 1);
  const negativeScores = scoresOf(scores, classes, 0);
  const capacity = scores.length;
  const thresholds = new Float64Array(capacity);
  const truePositives = new Uint32Array(capacity);
  const falsePositives = new Uint32Array(capacity);
  let p = positiveScores.length - 1;
  let n = negativeScores.length - 1;
  let points = 0;
  while (p >= 0 || n >= 0) {
    const score = Math.max(p >= 0 ? positiveScores[p] : -Infinity, n >= 0 ? negativeScores[n] : -Infinity);
    while (p >= 0 && positiveScores[p] === score) p--;
    while (n >= 0 && negativeScores[n] === score) n--;
    thresholds[points] = score;
    truePositives[points] = positiveScores.length - 1 - p;
    falsePositives[points] = negativeScores.length - 1 - n;
    points++;
  }
  return {
    thresholds: thresholds.slice(0, points),
    truePositives: truePositives.slice(0, points),
    falsePositives: falsePositives.slice(0, points),
    positives: positiveScores.length,
    negatives: negativeScores.length,
  };
}

/** The scores of one class, ascending; a typed array sorts natively, ten times as fast as an index would. */
function scoresOf(scores: Float64Array, classes: Int8Array, wanted: number): Float64Array {
  const chosen = new Float64Array(scores.length);
  let count = 0;
  for (let i = 0; i < scores.length; i++) {
    // Adding 0 makes -0 and 0 the same score.
    if (classes[i] === wanted) chosen[count++] = scores[i] + 0;
  }
  return chosen.subarray(0, count).sort();
}

/** The area under the ROC curve, ties counted half (scikit-learn's `roc_auc_score`); `null` with one class. */
export function areaUnderRoc({
  truePositives,
  falsePositives,
  positives,
  negatives,
}: BinaryCurve): number | null {
  if (positives === 0 || negatives === 0) return null;
  // Whole numbers below 2^53 for up to sixty million rows of each class: exact.
  let doubled = 0;
  let lastTrue = 0;
  let lastFalse = 0;
  for (let i = 0; i < truePositives.length; i++) {
    doubled += (falsePositives[i] - lastFalse) * (truePositives[i] + lastTrue);
    lastTrue = truePositives[i];
    lastFalse = falsePositives[i];
  }
  return doubled / 2 / positives / negatives;
}

/** The confusion matrix where scores of at least `threshold` are predicted positive. */
export function confusionAt(curve: BinaryCurve, threshold: number): ConfusionMatrix {
  const { thresholds, truePositives, falsePositives, positives, negatives } = curve;
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (thresholds[middle] >= threshold) low = middle + 1;
    else high = middle;
  }
  const tp = low === 0 ? 0 : truePositives[low - 1];
  const fp = low === 0 ? 0 : falsePositives[low - 1];
  return { tn: negatives - fp, fp, fn: positives - tp, tp };
}

/** Points of a drawn curve; `thresholds[i]` belongs to (x[i], y[i]). */
export interface DrawnCurve {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly thresholds: Float64Array;
}

function draw(
  curve: BinaryCurve,
  start: { x: number; y: number } | undefined,
  point: (tp: number, fp: number) => { x: number; y: number },
): DrawnCurve {
  const first = start ? 1 : 0;
  const length = curve.thresholds.length + first;
  const x = new Float64Array(length);
  const y = new Float64Array(length);
  const thresholds = new Float64Array(length);
  if (start) {
    [x[0], y[0]] = [start.x, start.y];
    thresholds[0] = Infinity;
  }
  for (let i = 0; i < curve.thresholds.length; i++) {
    const at = point(curve.truePositives[i], curve.falsePositives[i]);
    x[i + first] = at.x;
    y[i + first] = at.y;
    thresholds[i + first] = curve.thresholds[i];
  }
  return { x, y, thresholds };
}

/** False positive rate and true positive rate from (0, 0) on (`roc_curve(drop_intermediate=False)`). */
export function rocCurve(curve: BinaryCurve): DrawnCurve {
  const { positives, negatives } = curve;
  return draw(curve, { x: 0, y: 0 }, (tp, fp) => ({ x: fp / negatives, y: tp / positives }));
}

/** Recall and precision, from recall 0 and precision 1 on (`precision_recall_curve`, the other way round). */
export function precisionRecallCurve(curve: BinaryCurve): DrawnCurve {
  const { positives } = curve;
  return draw(curve, { x: 0, y: 1 }, (tp, fp) => ({ x: tp / positives, y: tp / (tp + fp) }));
}

/** The mean of the precisions, weighted by the recall that each adds (`average_precision_score`). */
export function averagePrecision({ truePositives, falsePositives, positives }: BinaryCurve): number {
  let sum = 0;
  let last = 0;
  for (let i = 0; i < truePositives.length; i++) {
    const tp = truePositives[i];
    sum += ((tp - last) / positives) * (tp / (tp + falsePositives[i]));
    last = tp;
  }
  return sum;
}

/** The share of rows that is predicted positive, and how many times denser the positives are among them. */
export function liftCurve(curve: BinaryCurve): DrawnCurve {
  const { positives, negatives } = curve;
  const rows = positives + negatives;
  return draw(curve, undefined, (tp, fp) => ({
    x: (tp + fp) / rows,
    y: tp / (tp + fp) / (positives / rows),
  }));
}

/** The share of rows that is predicted positive, and the share of all positives that is among them. */
export function gainsCurve(curve: BinaryCurve): DrawnCurve {
  const { positives, negatives } = curve;
  return draw(curve, { x: 0, y: 0 }, (tp, fp) => ({
    x: (tp + fp) / (positives + negatives),
    y: tp / positives,
  }));
}

/** The threshold with the lowest cost, the highest of them in a tie; Infinity predicts nothing positive. */
export function cheapestThreshold(
  curve: BinaryCurve,
  costs: { readonly falsePositive: number; readonly falseNegative: number },
): { threshold: number; cost: number } {
  let best = { threshold: Infinity, cost: curve.positives * costs.falseNegative };
  for (let i = 0; i < curve.thresholds.length; i++) {
    const missed = curve.positives - curve.truePositives[i];
    const cost = curve.falsePositives[i] * costs.falsePositive + missed * costs.falseNegative;
    if (cost < best.cost) best = { threshold: curve.thresholds[i], cost };
  }
  return best;
}

/**
 * At most `most` points of a drawn curve, both ends among them: those that lie about equally far apart along the
 * curve. For pictures; the area is that of the full curve.
 */
export function thinCurve(curve: DrawnCurve, most: number): DrawnCurve {
  const { x, y, thresholds } = curve;
  if (x.length <= most) return curve;
  const length = (i: number): number => Math.abs(x[i] - x[i - 1]) + Math.abs(y[i] - y[i - 1]);
  let total = 0;
  for (let i = 1; i < x.length; i++) total += length(i);
  const kept: number[] = [0];
  let along = 0;
  for (let i = 1; i < x.length - 1 && kept.length < most - 1; i++) {
    along += length(i);
    if (along * (most - 1) >= total * kept.length) kept.push(i);
  }
  kept.push(x.length - 1);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i]);
  return { x: pick(x), y: pick(y), thresholds: pick(thresholds) };
}
