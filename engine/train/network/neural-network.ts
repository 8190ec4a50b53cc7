import { createRandom } from '../../random.ts';
import { getColumn, type Table } from '../../table/table.ts';
import { createDesignMatrix, fitFeatures } from '../design-matrix.ts';
import { networkTooWide } from '../errors.ts';
import { encodeClasses, encodeLabels, mostFrequentClass, numericLabels } from '../labels.ts';
import { withKnownClasses, withKnownNumbers } from '../labelled-rows.ts';
import type { UntrainedNeuralNetwork } from '../learner.ts';
import type {
  Feature,
  MulticlassNeuralNetworkModel,
  NetworkLayer,
  NeuralNetworkModel,
  NeuralNetworkRegressionModel,
  TwoClassNeuralNetworkModel,
} from '../model.ts';
import { createPause } from '../pause.ts';
import { scaleLabels } from '../scaled-labels.ts';
import type { Training, TrainingOptions, TrainingStep } from '../training.ts';
import { Adam } from './adam.ts';
import { backpropagate, randomWeights, type NetworkWeights } from './backpropagation.ts';
import { NetworkInputs } from './inputs.ts';
import { networkLogLoss, networkSoftmaxLoss, networkSquaredLoss, type NetworkLoss } from './network-loss.ts';

/** How a network is trained. */
export type NetworkOptions = TrainingOptions & Omit<UntrainedNeuralNetwork, 'learner'>;

/** More columns than this make a network that nobody wants to wait for. */
const mostInputs = 5000;

/**
 * Trains the designer's Two-Class Neural Network on every column but the label, epoch by epoch: one hidden layer of
 * `hiddenNodes` rectified sums, trained by backpropagation with Adam on small batches in random order (scikit-learn's
 * `MLPClassifier` without its penalty). Rows without a label are left out. The same seed gives the same model, bit for
 * bit. TensorFlow.js must have been started.
 * Errors: `label-not-binary`, `positive-not-found`, `column-not-found`, `network-too-wide`, `cancelled`.
 */
export async function* twoClassNeuralNetwork(
  table: Table,
  options: NetworkOptions & { readonly positive?: string },
): Training<TwoClassNeuralNetworkModel> {
  const { label, positive: wanted } = options;
  const { negative, positive, classes } = encodeLabels(getColumn(table, label), wanted, 'training rows');
  const { rows, labels } = withKnownClasses(table, classes);
  return yield* train(rows, networkLogLoss(labels), options, (trained) => ({
    learner: 'two-class-neural-network',
    ...trained,
    negative,
    positive,
  }));
}

/**
 * Trains the designer's Multiclass Neural Network: the same with one output per class and the softmax.
 * Errors: `label-not-classes`, `column-not-found`, `network-too-wide`, `cancelled`.
 */
export async function* multiclassNeuralNetwork(
  table: Table,
  options: NetworkOptions,
): Training<MulticlassNeuralNetworkModel> {
  const { classes, indexes } = encodeClasses(getColumn(table, options.label), 'training rows');
  const { rows, labels } = withKnownClasses(table, indexes);
  const mostFrequent = mostFrequentClass({ classes, indexes: labels });
  return yield* train(rows, networkSoftmaxLoss(labels, classes.length), options, (trained) => ({
    learner: 'multiclass-neural-network',
    ...trained,
    classes,
    mostFrequent,
  }));
}

/**
 * Trains the designer's Neural Network Regression: the same with the squared error.
 * Errors: `label-not-numeric`, `label-not-finite`, `column-not-found`, `network-too-wide`, `cancelled`.
 */
export async function* neuralNetworkRegression(
  table: Table,
  options: NetworkOptions,
): Training<NeuralNetworkRegressionModel> {
  const { rows, labels } = withKnownNumbers(table, numericLabels(getColumn(table, options.label)));
  const { mean: labelMean } = scaleLabels(labels);
  return yield* train(rows, networkSquaredLoss(labels), options, (trained) => ({
    learner: 'neural-network-regression',
    ...trained,
    labelMean,
  }));
}

/** What training finds. */
interface Trained {
  readonly formatVersion: 1;
  readonly label: string;
  readonly features: readonly Feature[];
  readonly rows: number;
  readonly hiddenNodes: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly hidden: NetworkLayer;
  readonly output: NetworkLayer;
  readonly losses: readonly number[];
}

async function* train<M extends NeuralNetworkModel>(
  table: Table,
  loss: NetworkLoss,
  options: NetworkOptions,
  modelOf: (trained: Trained) => M,
): Training<M> {
  const { label, hiddenNodes, epochs, learningRate, seed } = options;
  const pause = createPause(options.signal);
  await pause();
  const features = fitFeatures(table, [label]);
  await pause();
  const matrix = createDesignMatrix(table, features);
  await pause();
  if (matrix.width > mostInputs) throw networkTooWide(matrix.width, mostInputs, widestColumn(features));
  const inputs = new NetworkInputs(matrix);
  await pause();
  const random = createRandom(seed);
  const weights = randomWeights(random, {
    inputs: inputs.width,
    nodes: hiddenNodes,
    active: inputs.active,
    biases: loss.start,
  });
  const steps = new Descent(weights, learningRate);
  const losses: number[] = [];
  const stepAt = (step: number, current: number): TrainingStep<M> => ({
    step,
    steps: epochs,
    loss: current,
    model: () =>
      modelOf({
        formatVersion: 1,
        label,
        features,
        rows: table.rowCount,
        hiddenNodes,
        epochs: step,
        learningRate,
        seed,
        hidden: inputs.layerFor(
          weights.hidden.subarray(0, weights.inputs * hiddenNodes),
          weights.hidden.subarray(weights.inputs * hiddenNodes),
        ),
        output: outputLayer(weights, loss.scale),
        losses: losses.slice(0, step),
      }),
  });
  const order = new Uint32Array(table.rowCount);
  for (let i = 0; i < order.length; i++) order[i] = i;
  const size = batchRows(table.rowCount);
  yield stepAt(0, steps.lossOf(inputs, loss, order.slice(0, 4096)));
  for (let epoch = 1; ; epoch++) {
    random.shuffle(order);
    let total = 0;
    for (let start = 0; start < order.length; start += size) {
      total += steps.take(inputs, loss, order.slice(start, start + size));
      await pause();
    }
    const current = total / order.length;
    losses.push(current);
    if (epoch === epochs) return stepAt(epoch, current);
    yield stepAt(epoch, current);
  }
}

/** Many small steps on few rows, about a hundred an epoch on many. */
function batchRows(rowCount: number): number {
  return Math.min(512, Math.max(32, Math.round(rowCount / 100)));
}

/** Steps down the loss, batch by batch. */
class Descent {
  private readonly weights: NetworkWeights;
  private readonly adams: Readonly<Record<'hidden' | 'output' | 'outputBiases', Adam>>;

  constructor(weights: NetworkWeights, learningRate: number) {
    this.weights = weights;
    this.adams = {
      hidden: new Adam(weights.hidden.length, learningRate),
      output: new Adam(weights.output.length, learningRate),
      outputBiases: new Adam(weights.outputBiases.length, learningRate),
    };
  }

  /** One step on these rows; returns the sum of their losses before it. */
  take(inputs: NetworkInputs, loss: NetworkLoss, positions: Uint32Array): number {
    const { sum, gradients } = this.derive(inputs, loss, positions);
    for (const part of ['hidden', 'output', 'outputBiases'] as const) {
      this.adams[part].move(this.weights[part], gradients[part]);
    }
    return sum;
  }

  /** The mean loss of these rows. */
  lossOf(inputs: NetworkInputs, loss: NetworkLoss, positions: Uint32Array): number {
    return this.derive(inputs, loss, positions).sum / positions.length;
  }

  private derive(inputs: NetworkInputs, loss: NetworkLoss, positions: Uint32Array) {
    const count = positions.length;
    const rows = new Float32Array(count * inputs.width);
    const columns = new Float32Array((inputs.width + 1) * count);
    columns.fill(1, inputs.width * count);
    inputs.write(positions, rows, columns);
    let sum = 0;
    const gradients = backpropagate(this.weights, { count, rows, columns }, (outputs) => {
      sum = loss.derive(outputs, positions);
    });
    return { sum, gradients };
  }
}

function outputLayer(weights: NetworkWeights, { factor, offset }: NetworkLoss['scale']): NetworkLayer {
  const { nodes, outputs, output, outputBiases } = weights;
  return {
    biases: Array.from(outputBiases, (bias) => bias * factor + offset),
    weights: Array.from({ length: nodes }, (_, node) =>
      Array.from({ length: outputs }, (_unused, k) => output[k * nodes + node] * factor),
    ),
  };
}

/** The column of texts with the most levels. */
function widestColumn(features: readonly Feature[]): string {
  let widest = '';
  let most = 0;
  for (const feature of features) {
    const levels = feature.kind === 'categorical' ? feature.levels.length : 1;
    if (levels > most) [widest, most] = [feature.column, levels];
  }
  return widest;
}
