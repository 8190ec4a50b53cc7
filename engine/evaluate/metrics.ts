import { logarithm, logarithm1p } from '../logarithm.ts';
import { countConfusion, type ConfusionMatrix } from './confusion.ts';
import { areaUnderRoc, binaryCurve } from './curves.ts';

/** The figures of a two-class model on rows whose class is known; plain JSON. */
export interface BinaryMetrics {
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** `null` where the rows hold one class only. */
  readonly auc: number | null;
  /** The mean of the log losses, in nats. */
  readonly logLoss: number;
  readonly confusion: ConfusionMatrix;
}

/**
 * All figures of predicted probabilities of the positive class, for rows of class 1 or 0; a row is predicted
 * positive from `threshold` on; a curve of the same scores that exists already saves sorting them again. As scikit-learn's `accuracy_score`, `precision_score`, `recall_score` and
 * `f1_score` (0 where undefined), `roc_auc_score` and `log_loss`.
 */
export function evaluateBinary(
  probabilities: Float64Array,
  classes: Int8Array,
  threshold = 0.5,
  curve = binaryCurve(probabilities, classes),
): BinaryMetrics {
  const confusion = countConfusion(probabilities, classes, threshold);
  return {
    ...confusionScores(confusion),
    auc: areaUnderRoc(curve),
    logLoss: logLoss(probabilities, classes),
    confusion,
  };
}

/** Accuracy, precision, recall and F1 of a confusion matrix; 0 where a denominator is 0. */
export function confusionScores({ tn, fp, fn, tp }: ConfusionMatrix): {
  accuracy: number;
  precision: number;
  recall: number;
  f1: number;
} {
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    accuracy: share(tp + tn, tp + tn + fp + fn),
    precision: share(tp, tp + fp),
    recall: share(tp, tp + fn),
    f1: share(2 * tp, 2 * tp + fp + fn),
  };
}

/** The mean of -log p of the true class, p kept off 0 and 1 by float64's epsilon (scikit-learn's `log_loss`). */
export function logLoss(probabilities: Float64Array, classes: Int8Array): number {
  const least = Number.EPSILON;
  let total = 0;
  // Sums of a thousand rows, so that a million keep their digits.
  for (let start = 0; start < classes.length; start += 1000) {
    let sum = 0;
    for (let i = start; i < Math.min(classes.length, start + 1000); i++) {
      const probability = Math.min(1 - least, Math.max(least, probabilities[i]));
      sum -= classes[i] === 1 ? logarithm(probability) : logarithm1p(-probability);
    }
    total += sum;
  }
  return total / classes.length;
}
