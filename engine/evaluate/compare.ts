import { areaUnderRoc, binaryCurve } from './curves.ts';

/** Two models on the same rows, by whether they are right. */
export interface PairedAccuracy {
  readonly bothRight: number;
  readonly bothWrong: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /**
   * How often two equally good models would differ by as much or more, by luck alone: the exact two-sided test of
   * McNemar (1947).
   */
  readonly chance: number;
}

/** Compares which rows two models are right about; `first[i]` is 1 where the first one is. */
export function compareAccuracy(first: ArrayLike<number>, second: ArrayLike<number>): PairedAccuracy {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < first.length; i++) counts[2 * first[i] + second[i]]++;
  const [bothWrong, onlySecond, onlyFirst, bothRight] = counts;
  return { bothRight, bothWrong, onlyFirst, onlySecond, chance: signTest(onlyFirst, onlySecond) };
}

/** The probability that of a + b throws of a fair coin the rarer side comes up min(a, b) times or less, both ways. */
function signTest(a: number, b: number): number {
  const throws = a + b;
  const rarer = Math.min(a, b);
  // Starting from the largest term, so that thousands of throws do not vanish in float64.
  let logTerm = logBinomial(throws, rarer) - throws * Math.LN2;
  let sum = 0;
  for (let k = rarer; k >= 0; k--) {
    const term = Math.exp(logTerm);
    sum += term;
    if (term < sum * 1e-17) break;
    logTerm += Math.log(k) - Math.log(throws - k + 1);
  }
  return Math.min(1, 2 * sum);
}

function logBinomial(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}

/** The AUCs of two models on the same rows, and what of their difference may be luck. */
export interface PairedAuc {
  readonly first: number;
  readonly second: number;
  readonly difference: number;
  readonly standardError: number;
  /** The 95 % confidence interval of the difference. */
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % quantile of the normal distribution. */
const quantile = 1.959963984540054;

/**
 * Compares the AUCs of two scores of the same rows by DeLong, DeLong and Clarke-Pearson (1988), in the time of
 * sorting (Sun and Xu, 2014). `undefined` where a class has fewer than two rows.
 */
export function compareAuc(
  first: Float64Array,
  second: Float64Array,
  classes: Int8Array,
): PairedAuc | undefined {
  const [a, b] = [placements(first, classes), placements(second, classes)];
  const [positives, negatives] = [a.positives.length, a.negatives.length];
  if (positives < 2 || negatives < 2) return undefined;
  const spread = (kind: 'positives' | 'negatives'): number =>
    varianceOf(a[kind].map((value, i) => value - b[kind][i]));
  const standardError = Math.sqrt(spread('positives') / positives + spread('negatives') / negatives);
  const [one, other] = [first, second].map((scores) => areaUnderRoc(binaryCurve(scores, classes)) ?? NaN);
  const difference = one - other;
  return {
    first: one,
    second: other,
    difference,
    standardError,
    low: difference - quantile * standardError,
    high: difference + quantile * standardError,
  };
}

/**
 * For each positive row the share of negative rows that score lower, and for each negative row the share of positive
 * rows that score higher; ties count half.
 */
function placements(
  scores: Float64Array,
  classes: Int8Array,
): { readonly positives: Float64Array; readonly negatives: Float64Array } {
  const sorted = [0, 1].map((wanted) => scores.filter((_, i) => classes[i] === wanted).sort());
  const [negatives, positives] = sorted;
  const shareBelow = (values: Float64Array, score: number): number => {
    const below = countBelow(values, score, false);
    return (below + (countBelow(values, score, true) - below) / 2) / values.length;
  };
  const of = (wanted: number, share: (score: number) => number): Float64Array =>
    scores.filter((_, i) => classes[i] === wanted).map(share);
  return {
    positives: of(1, (score) => shareBelow(negatives, score)),
    negatives: of(0, (score) => 1 - shareBelow(positives, score)),
  };
}

/** How many sorted values lie below a bound, or at it too. */
function countBelow(sorted: Float64Array, bound: number, withBound: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < bound || (withBound && sorted[middle] === bound)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/**
 * How far a share of so many rows lies from the truth by luck, in nine samples of ten: 1.645 standard errors of a
 * binomial share.
 */
export function luckOf(share: number, rows: number): number {
  return rows === 0 ? 1 : 1.6448536269514722 * Math.sqrt((share * (1 - share)) / rows);
}
