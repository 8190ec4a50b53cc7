import { logarithm } from '../logarithm.ts';

/** The figures of a model of several classes on rows whose class is known; plain JSON. */
export interface MulticlassMetrics {
  readonly accuracy: number;
  /** Means over the classes, each class counting the same; a class without a denominator counts 0. */
  readonly macroPrecision: number;
  readonly macroRecall: number;
  readonly macroF1: number;
  /** The mean of the log losses, in nats. */
  readonly logLoss: number;
  /** Rows by actual class, then by predicted class. */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * All figures of predicted probabilities (rows × classes, row-major) for rows of class 0 … `classCount` - 1. A row is
 * predicted to be of its likeliest class, the first of several. As scikit-learn's `accuracy_score`, `log_loss`, and
 * `precision_score`, `recall_score` and `f1_score` with `average='macro'` over all classes of the model.
 */
export function evaluateMulticlass(
  probabilities: Float64Array,
  classes: Int32Array,
  classCount: number,
): MulticlassMetrics {
  const predicted = likeliestClasses(probabilities, classCount);
  const confusion = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  for (let i = 0; i < classes.length; i++) confusion[classes[i]][predicted[i]]++;
  return {
    ...confusionFigures(confusion),
    logLoss: multiclassLogLoss(probabilities, classes, classCount),
    confusion,
  };
}

/** Accuracy and the macro means of precision, recall and F1 of a confusion matrix [actual][predicted]. */
export function confusionFigures(confusion: readonly (readonly number[])[]): {
  accuracy: number;
  macroPrecision: number;
  macroRecall: number;
  macroF1: number;
} {
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  let right = 0;
  let rows = 0;
  let [precision, recall, f1] = [0, 0, 0];
  const count = confusion.length;
  for (let k = 0; k < count; k++) {
    let [actual, predicted] = [0, 0];
    for (let other = 0; other < count; other++) {
      actual += confusion[k][other];
      predicted += confusion[other][k];
    }
    const hits = confusion[k][k];
    right += hits;
    rows += actual;
    precision += share(hits, predicted);
    recall += share(hits, actual);
    f1 += share(2 * hits, actual + predicted);
  }
  return {
    accuracy: share(right, rows),
    macroPrecision: share(precision, count),
    macroRecall: share(recall, count),
    macroF1: share(f1, count),
  };
}

/** The class of the greatest probability of each row, the first of several. */
export function likeliestClasses(probabilities: Float64Array, classCount: number): Int32Array {
  const rows = classCount === 0 ? 0 : probabilities.length / classCount;
  const predicted = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const start = i * classCount;
    let best = 0;
    for (let k = 1; k < classCount; k++) {
      if (probabilities[start + k] > probabilities[start + best]) best = k;
    }
    predicted[i] = best;
  }
  return predicted;
}

/** The mean of -log p of the true class, p kept off 0 and 1 by float64's epsilon (scikit-learn's `log_loss`). */
export function multiclassLogLoss(
  probabilities: Float64Array,
  classes: Int32Array,
  classCount: number,
): number {
  const least = Number.EPSILON;
  let total = 0;
  // Sums of a thousand rows, so that a million keep their digits.
  for (let start = 0; start < classes.length; start += 1000) {
    let sum = 0;
    for (let i = start; i < Math.min(classes.length, start + 1000); i++) {
      sum -= logarithm(Math.min(1 - least, Math.max(least, probabilities[i * classCount + classes[i]])));
    }
    total += sum;
  }
  return total / classes.length;
}
