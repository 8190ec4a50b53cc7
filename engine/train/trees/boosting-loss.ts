import { logarithm, logarithm1p } from '../../logarithm.ts';
import { exponentials } from '../exponential.ts';

/** A loss as boosting sees it: each row's slope and curvature at its score. */
export interface BoostingLoss {
  /** The constant score that is best alone. */
  readonly start: number;
  /** Writes each row's slope and curvature; returns the mean loss, in the words of the task. */
  derive(scores: Float64Array, gradients: Float64Array, curvatures: Float64Array): number;
}

const blockRows = 1000;

/** The log loss of classes 1 and 0; scores are log odds. */
export function logLossOf(classes: Int8Array): BoostingLoss {
  let positives = 0;
  for (let i = 0; i < classes.length; i++) positives += classes[i];
  const block = new Float64Array(blockRows);
  return {
    start: logarithm(positives / (classes.length - positives)),
    derive(scores, gradients, curvatures) {
      let total = 0;
      for (let start = 0; start < scores.length; start += blockRows) {
        const count = Math.min(blockRows, scores.length - start);
        for (let i = 0; i < count; i++) block[i] = -Math.abs(scores[start + i]);
        exponentials(block, count);
        let loss = 0;
        for (let i = 0; i < count; i++) {
          const row = start + i;
          const score = scores[row];
          // With e = exp(-|score|): the surer side has the probability 1 / (1 + e).
          const sure = 1 / (1 + block[i]);
          const probability = score >= 0 ? sure : 1 - sure;
          loss += logarithm1p(block[i]) + Math.max(score, 0) - classes[row] * score;
          gradients[row] = probability - classes[row];
          curvatures[row] = block[i] * sure * sure;
        }
        total += loss;
      }
      return total / scores.length;
    },
  };
}

/** The squared error of numbers; half of it has the slope score - target and the curvature 1. */
export function squaredLossOf(targets: Float64Array, mean: number): BoostingLoss {
  return {
    start: mean,
    derive(scores, gradients, curvatures) {
      curvatures.fill(1);
      let total = 0;
      for (let start = 0; start < scores.length; start += blockRows) {
        let squares = 0;
        for (let i = start; i < Math.min(scores.length, start + blockRows); i++) {
          gradients[i] = scores[i] - targets[i];
          squares += gradients[i] * gradients[i];
        }
        total += squares;
      }
      return total / scores.length;
    },
  };
}
