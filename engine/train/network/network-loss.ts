import { logarithm, logarithm1p } from '../../logarithm.ts';
import { exponentials } from '../exponential.ts';
import { scaleLabels } from '../scaled-labels.ts';

/** A loss as a network sees it: the slope along each of its outputs. */
export interface NetworkLoss {
  readonly outputs: number;
  /** The outputs that are best where nothing else is known. */
  readonly start: Float64Array;
  /** What an output must be multiplied with and moved by to be a label: for numbers only. */
  readonly scale: { readonly factor: number; readonly offset: number };
  /**
   * Writes the slope of the mean loss of some rows (their positions among all) in place of their outputs, count ×
   * outputs; returns the sum of their losses.
   */
  derive(outputs: Float32Array, positions: Uint32Array): number;
}

/** The log loss of classes 1 and 0; the output is the log odds. */
export function networkLogLoss(classes: Int8Array): NetworkLoss {
  let positives = 0;
  for (let i = 0; i < classes.length; i++) positives += classes[i];
  return {
    outputs: 1,
    start: Float64Array.of(logarithm(positives / (classes.length - positives))),
    scale: { factor: 1, offset: 0 },
    derive(outputs, positions) {
      let loss = 0;
      const count = positions.length;
      const small = Float64Array.from(outputs, (score) => -Math.abs(score));
      exponentials(small, count);
      for (let i = 0; i < count; i++) {
        const score = outputs[i];
        const truth = classes[positions[i]];
        const sure = 1 / (1 + small[i]);
        loss += logarithm1p(small[i]) + Math.max(score, 0) - truth * score;
        outputs[i] = ((score >= 0 ? sure : 1 - sure) - truth) / count;
      }
      return loss;
    },
  };
}

/** The log loss of several classes, given by their indexes; the softmax of the outputs are their probabilities. */
export function networkSoftmaxLoss(classes: Int32Array, classCount: number): NetworkLoss {
  const counts = new Float64Array(classCount);
  for (let i = 0; i < classes.length; i++) counts[classes[i]]++;
  return {
    outputs: classCount,
    start: counts.map((count) => logarithm(count / classes.length)),
    scale: { factor: 1, offset: 0 },
    derive(outputs, positions) {
      let loss = 0;
      const count = positions.length;
      const powers = Float64Array.from(outputs);
      for (let i = 0; i < count; i++) {
        const at = i * classCount;
        let greatest = -Infinity;
        for (let k = 0; k < classCount; k++) greatest = Math.max(greatest, outputs[at + k]);
        loss += greatest - outputs[at + classes[positions[i]]];
        for (let k = 0; k < classCount; k++) powers[at + k] -= greatest;
      }
      exponentials(powers, powers.length);
      for (let i = 0; i < count; i++) {
        const at = i * classCount;
        let sum = 0;
        for (let k = 0; k < classCount; k++) sum += powers[at + k];
        loss += logarithm(sum);
        for (let k = 0; k < classCount; k++) outputs[at + k] = powers[at + k] / (sum * count);
        outputs[at + classes[positions[i]]] -= 1 / count;
      }
      return loss;
    },
  };
}

/** The squared error of numbers; the output is the label with mean 0 and standard deviation 1. */
export function networkSquaredLoss(labels: Float64Array): NetworkLoss {
  const { mean, deviation, scaled } = scaleLabels(labels);
  return {
    outputs: 1,
    start: Float64Array.of(0),
    scale: { factor: deviation, offset: mean },
    derive(outputs, positions) {
      let loss = 0;
      const count = positions.length;
      for (let i = 0; i < count; i++) {
        const error = outputs[i] - scaled[positions[i]];
        loss += error * error;
        outputs[i] = (2 * error) / count;
      }
      return loss * deviation * deviation;
    },
  };
}
