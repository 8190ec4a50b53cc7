import * as tensorflow from '@tensorflow/tfjs-core';
import type { Random } from '../../random.ts';

/** The weights of a network with one hidden layer, row-major. */
export interface NetworkWeights {
  readonly inputs: number;
  readonly nodes: number;
  readonly outputs: number;
  /** inputs × nodes, then the biases of the nodes. */
  readonly hidden: Float32Array;
  /** outputs × nodes. */
  readonly output: Float32Array;
  readonly outputBiases: Float32Array;
}

/**
 * Random weights of a size that keeps the sums of the hidden nodes near 1 (He et al., 2015), and outputs that say
 * little at first.
 */
export function randomWeights(
  random: Random,
  { inputs, nodes, active, biases }: { inputs: number; nodes: number; active: number; biases: Float64Array },
): NetworkWeights {
  // Even, with the standard deviation 1: unlike normal deviates the same to the last bit everywhere.
  const uniform = (): number => (2 * random.next() - 1) * Math.sqrt(3);
  const hidden = new Float32Array((inputs + 1) * nodes);
  for (let i = 0; i < inputs * nodes; i++) hidden[i] = uniform() * Math.sqrt(2 / active);
  const output = new Float32Array(biases.length * nodes);
  for (let i = 0; i < output.length; i++) output[i] = uniform() * Math.sqrt(1 / nodes);
  return {
    inputs,
    nodes,
    outputs: biases.length,
    hidden,
    output,
    outputBiases: Float32Array.from(biases),
  };
}

/** Some rows, each way as a matrix product reads it quickly. */
export interface Batch {
  readonly count: number;
  /** count × inputs, row-major. */
  readonly rows: Float32Array;
  /** (inputs + 1) × count, row-major; the last row is all 1, for the biases. */
  readonly columns: Float32Array;
}

/** The slopes of the loss along each weight, in the order of the weights. */
export interface NetworkGradients {
  readonly hidden: Float32Array;
  readonly output: Float32Array;
  readonly outputBiases: Float32Array;
}

/**
 * Goes forward and back through the network once. `lossAt` gets the outputs of the batch (count × outputs), and writes
 * the slope of the mean loss along each of them in their place. Matrix products are TensorFlow.js's, none transposed.
 */
export function backpropagate(
  weights: NetworkWeights,
  { count, rows, columns }: Batch,
  lossAt: (outputs: Float32Array) => void,
): NetworkGradients {
  const { inputs, nodes, outputs: outputCount, hidden, output, outputBiases } = weights;
  const gradients = {
    hidden: new Float32Array(hidden.length),
    output: new Float32Array(output.length),
    outputBiases: new Float32Array(outputCount),
  };
  tensorflow.tidy(() => {
    const activations = tensorflow.fused.matMul({
      a: tensorflow.tensor2d(rows, [count, inputs]),
      b: tensorflow.tensor2d(hidden.subarray(0, inputs * nodes), [inputs, nodes]),
      bias: tensorflow.tensor1d(hidden.subarray(inputs * nodes)),
      activation: 'relu',
    });
    const slopes = new Float32Array(
      tensorflow
        .matMul(activations, tensorflow.tensor2d(transpose(output, outputCount, nodes), [nodes, outputCount]))
        .dataSync(),
    );
    for (let i = 0; i < slopes.length; i++) slopes[i] += outputBiases[i % outputCount];
    lossAt(slopes);

    const transposed = transpose(slopes, count, outputCount);
    const outputSlopes = tensorflow.matMul(
      tensorflow.tensor2d(transposed, [outputCount, count]),
      activations,
    );
    const activationSlopes = tensorflow.mul(
      tensorflow.matMul(
        tensorflow.tensor2d(slopes, [count, outputCount]),
        tensorflow.tensor2d(output, [outputCount, nodes]),
      ),
      tensorflow.step(activations),
    );
    const hiddenSlopes = tensorflow.matMul(
      tensorflow.tensor2d(columns, [inputs + 1, count]),
      activationSlopes,
    );
    gradients.hidden.set(hiddenSlopes.dataSync());
    gradients.output.set(outputSlopes.dataSync());
    for (let i = 0; i < slopes.length; i++) gradients.outputBiases[i % outputCount] += slopes[i];
  });
  return gradients;
}

/** A matrix of rows × columns the other way round. */
function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  if (rows === 1 || columns === 1) return values;
  const turned = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) turned[j * rows + i] = values[i * columns + j];
  }
  return turned;
}
