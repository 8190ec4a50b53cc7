import type { ConfusionMatrix } from './confusion.ts';
import { confusionAt, type BinaryCurve, type DrawnCurve } from './curves.ts';
import { confusionScores } from './metrics.ts';

/** What a mistake of each kind costs. */
export interface Costs {
  /** The model says positive, and the row is negative. */
  readonly falsePositive: number;
  readonly falseNegative: number;
}

/** The figures that a threshold decides. */
export interface ThresholdFigures {
  readonly threshold: number;
  readonly confusion: ConfusionMatrix;
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly falsePositiveRate: number;
  readonly cost: number;
}

/** All figures where scores of at least `threshold` are predicted positive; in the time of a binary search. */
export function figuresAt(curve: BinaryCurve, threshold: number, costs: Costs): ThresholdFigures {
  const confusion = confusionAt(curve, threshold);
  const { fp, fn } = confusion;
  return {
    threshold,
    confusion,
    ...confusionScores(confusion),
    falsePositiveRate: curve.negatives === 0 ? 0 : fp / curve.negatives,
    cost: fp * costs.falsePositive + fn * costs.falseNegative,
  };
}

/** The threshold of the point of a drawn curve that is nearest to a place, as seen at these pixels per unit. */
export function nearestThreshold(
  { x, y, thresholds }: DrawnCurve,
  at: { readonly x: number; readonly y: number },
  scale: { readonly x: number; readonly y: number } = { x: 1, y: 1 },
): number {
  let best = 0;
  let least = Infinity;
  for (let i = 0; i < x.length; i++) {
    const distance = ((x[i] - at.x) * scale.x) ** 2 + ((y[i] - at.y) * scale.y) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return thresholds[best] ?? Infinity;
}
