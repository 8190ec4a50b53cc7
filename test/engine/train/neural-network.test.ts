import { beforeAll, describe, expect, it } from 'vitest';
import { areaUnderRoc, binaryCurve } from '../../../engine/evaluate/curves.ts';
import { logLoss } from '../../../engine/evaluate/metrics.ts';
import { likeliestClasses } from '../../../engine/evaluate/multiclass.ts';
import { createRandom } from '../../../engine/random.ts';
import { createLevels, encodeTexts } from '../../../engine/table/levels.ts';
import { createTable, getColumn, takeRows, withColumns, type Table } from '../../../engine/table/table.ts';
import { encodeClasses, encodeLabels } from '../../../engine/train/labels.ts';
import type { UntrainedNeuralNetwork } from '../../../engine/train/learner.ts';
import { backpropagate, randomWeights } from '../../../engine/train/network/backpropagation.ts';
import {
  networkLogLoss,
  networkSoftmaxLoss,
  networkSquaredLoss,
} from '../../../engine/train/network/network-loss.ts';
import { predict } from '../../../engine/train/predict.ts';
import { countTensors } from '../../../engine/train/tensorflow.ts';
import { trainModel } from '../../../engine/train/train.ts';
import { pythonOrReason, runPython } from '../../support/python.ts';
import { twoClassTable } from '../../support/random-tables.ts';
import { multiclassTable, regressionTable } from '../../support/task-tables.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const settings = { hiddenNodes: 16, learningRate: 0.005, epochs: 20, seed: 1 };
const train = (
  table: Table,
  learner: UntrainedNeuralNetwork['learner'],
  changes: Partial<typeof settings> = {},
) => trainModel(table, { label: 'y', learner: { learner, ...settings, ...changes } });

const numbersOf = (table: Table, name: string): Float64Array => {
  const column = getColumn(table, name);
  if (column.kind !== 'number') throw new Error('expected numbers');
  return column.values;
};
const squaredError = (values: Float64Array, labels: Float64Array): number =>
  values.reduce((sum, value, i) => sum + (value - labels[i]) ** 2, 0) / labels.length;

const mixed = { rows: 500, numbers: ['normal', 'lognormal', 'offset'], levels: [4], missing: 0.1 } as const;

describe('backpropagation', () => {
  // The slope of a loss along each weight, as its change over a small step says, forward pass written out here.
  const [rows, inputs, nodes] = [7, 3, 4];
  const random = createRandom(5);
  const cells = Float32Array.from({ length: rows * inputs }, () => random.normal());
  const columns = new Float32Array((inputs + 1) * rows).fill(1);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < inputs; j++) columns[j * rows + i] = cells[i * inputs + j];
  const positions = Uint32Array.from({ length: rows }, (_, i) => i);

  it.each([
    ['two classes', networkLogLoss(Int8Array.of(0, 1, 1, 0, 1, 0, 0))],
    ['three classes', networkSoftmaxLoss(Int32Array.of(0, 1, 2, 0, 1, 2, 2), 3)],
    ['numbers', networkSquaredLoss(Float64Array.of(0, 1, 4, 1, -2, 0, 3))],
  ])('gives the slopes of the loss of %s', (name, loss) => {
    const weights = randomWeights(random, { inputs, nodes, active: inputs, biases: loss.start });
    const gradients = backpropagate(weights, { count: rows, rows: cells, columns }, (outputs) =>
      loss.derive(outputs, positions),
    );
    // The network works on labels of deviation 1; its loss is in their own unit.
    const unit = loss.scale.factor * loss.scale.factor;
    const lossAt = (parts: {
      hidden: Float64Array;
      output: Float64Array;
      outputBiases: Float64Array;
    }): number => {
      const outputs = new Float32Array(rows * loss.outputs);
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < loss.outputs; k++) {
          let sum = parts.outputBiases[k];
          for (let node = 0; node < nodes; node++) {
            let inner = parts.hidden[inputs * nodes + node];
            for (let j = 0; j < inputs; j++) inner += cells[i * inputs + j] * parts.hidden[j * nodes + node];
            sum += Math.max(0, inner) * parts.output[k * nodes + node];
          }
          outputs[i * loss.outputs + k] = sum;
        }
      }
      return loss.derive(outputs, positions) / rows / unit;
    };
    const parts = {
      hidden: Float64Array.from(weights.hidden),
      output: Float64Array.from(weights.output),
      outputBiases: Float64Array.from(weights.outputBiases),
    };
    for (const part of ['hidden', 'output', 'outputBiases'] as const) {
      for (let i = 0; i < parts[part].length; i++) {
        const kept = parts[part][i];
        parts[part][i] = kept + 1e-3;
        const above = lossAt(parts);
        parts[part][i] = kept - 1e-3;
        const below = lossAt(parts);
        parts[part][i] = kept;
        expect(Math.abs((above - below) / 2e-3 - gradients[part][i]), `${name}: ${part} ${i}`).toBeLessThan(
          2e-3,
        );
      }
    }
  });
});

describe('neural networks', () => {
  const table = twoClassTable(createRandom(1), mixed);
  const several = multiclassTable(createRandom(2), mixed, 4);
  const numbers = regressionTable(createRandom(3), mixed);
  const cases = [
    ['two-class-neural-network', table],
    ['multiclass-neural-network', several],
    ['neural-network-regression', numbers],
  ] as const;

  it.each(cases)(
    '%s: the same seed gives the same model, bit for bit; another seed another',
    async (learner, rows) => {
      const before = countTensors();
      const first = JSON.stringify(await train(rows, learner));
      expect(JSON.stringify(await train(rows, learner))).toBe(first);
      expect(JSON.stringify(await train(rows, learner, { seed: 2 }))).not.toBe(first);
      expect(countTensors()).toBe(before);
    },
  );

  it('leave no tensor behind when they are cancelled', async () => {
    const before = countTensors();
    const controller = new AbortController();
    const training = trainModel(table, {
      label: 'y',
      learner: { learner: 'two-class-neural-network', ...settings },
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
    expect(countTensors()).toBe(before);
  });

  it('learn an exclusive or, three clouds and a bend, which no weight per column can', async () => {
    const random = createRandom(4);
    const cells = Array.from({ length: 600 }, () => [2 * random.next() - 1, 2 * random.next() - 1]);
    const [a, b] = [0, 1].map((j) => Float64Array.from(cells, (cell) => cell[j]));
    const features = [
      { kind: 'number', name: 'a', values: a },
      { kind: 'number', name: 'b', values: b },
    ] as const;
    const texts = (of: (cell: number[]) => string) =>
      createTable([...features, { kind: 'category', name: 'y', ...encodeTexts(cells.map(of)) }]);
    const xor = texts(([x, y]) => (x > 0 === y > 0 ? 'no' : 'yes'));
    const { classes } = encodeLabels(getColumn(xor, 'y'));
    const binary = predict(await train(xor, 'two-class-neural-network', { epochs: 100 }), xor);
    if (binary.task !== 'binary') throw new Error('expected two classes');
    expect(areaUnderRoc(binaryCurve(binary.probabilities, classes))).toBeGreaterThan(0.99);

    const rings = texts(
      ([x, y]) => ['inner', 'middle', 'outer'][Math.min(2, Math.floor(2.4 * Math.hypot(x, y)))],
    );
    const truth = encodeClasses(getColumn(rings, 'y'));
    const found = predict(await train(rings, 'multiclass-neural-network', { epochs: 150 }), rings);
    if (found.task !== 'multiclass') throw new Error('expected classes');
    const likeliest = likeliestClasses(found.probabilities, 3);
    const right = truth.indexes.filter((index, i) => index === likeliest[i]).length;
    expect(right / 600).toBeGreaterThan(0.93);

    const bend = createTable([
      ...features,
      { kind: 'number', name: 'y', values: a.map((x) => 1000 + 50 * Math.abs(x)) },
    ]);
    const values = predict(await train(bend, 'neural-network-regression', { epochs: 100 }), bend);
    if (values.task !== 'regression') throw new Error('expected values');
    // The labels' variance is about 200.
    expect(squaredError(values.values, numbersOf(bend, 'y'))).toBeLessThan(3);
  });

  it('say in float64 what they were trained to say: the loss falls, and agrees with the predictions', async () => {
    const { classes } = encodeLabels(getColumn(table, 'y'));
    // A last epoch with steps of nothing: its loss is that of the model.
    const trained = await train(table, 'two-class-neural-network', { learningRate: 1e-9, epochs: 1 });
    if (trained.learner !== 'two-class-neural-network') throw new Error('expected a network');
    const predictions = predict(trained, table);
    if (predictions.task !== 'binary') throw new Error('expected two classes');
    expect(logLoss(predictions.probabilities, classes)).toBeCloseTo(trained.losses[0], 4);
    const learnt = await train(table, 'two-class-neural-network');
    if (learnt.learner !== 'two-class-neural-network') throw new Error('expected a network');
    expect(learnt.losses).toHaveLength(20);
    expect(learnt.losses[19]).toBeLessThan(0.8 * learnt.losses[0]);
  });

  it('leave rows without a label out, and a constant column without effect', async () => {
    const labels = getColumn(table, 'y');
    if (labels.kind !== 'category') throw new Error('expected a category');
    const codes = labels.codes.map((code, i) => (i % 3 === 0 ? -1 : code));
    const kept = Uint32Array.from(labels.codes.keys()).filter((i) => i % 3 !== 0);
    expect(await train(withColumns(table, [{ ...labels, codes }]), 'two-class-neural-network')).toEqual(
      await train(takeRows(table, kept), 'two-class-neural-network'),
    );
    const constant = withColumns(table, [
      { kind: 'number', name: 'n0', values: new Float64Array(500).fill(7) },
    ]);
    const model = await train(constant, 'two-class-neural-network');
    const moved = withColumns(constant, [
      { kind: 'number', name: 'n0', values: new Float64Array(500).fill(-9) },
    ]);
    expect(predict(model, moved)).toEqual(predict(model, constant));
    const none = createTable([labels]);
    expect(predict(await train(none, 'two-class-neural-network'), none)).toMatchObject({ task: 'binary' });
  });

  it('refuse a column that names rows, and say which', async () => {
    const ids = Array.from({ length: 5100 }, (_, i) => `LP${i}`);
    const wide = createTable([
      { kind: 'category', name: 'id', codes: Int16Array.from(ids.keys()), levels: createLevels(ids) },
      { kind: 'category', name: 'y', ...encodeTexts(ids.map((_, i) => (i % 2 === 0 ? 'a' : 'b'))) },
    ]);
    await expect(train(wide, 'two-class-neural-network')).rejects.toMatchObject({
      code: 'network-too-wide',
      hint: expect.stringContaining('"id"') as string,
    });
  });
});

const script = `
import json, sys, warnings
import numpy as np
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
case = json.load(sys.stdin)
train, test = [np.array(case[name], dtype=float).T for name in ("train", "test")]
center, scale = train.mean(axis=0), train.std(axis=0)
model = MLPClassifier(hidden_layer_sizes=[16], alpha=0, batch_size=32, learning_rate_init=0.005, max_iter=20,
                      tol=0, n_iter_no_change=1000, random_state=1)
model.fit((train - center) / scale, np.array(case["labels"]))
print(json.dumps({"scores": model.predict_proba((test - center) / scale)[:, 1].tolist(), "loss": model.loss_}))
`;

const python = pythonOrReason();
it.skipIf(!python)('a network of scikit-learn does as well on rows that neither has seen', async () => {
  const table = twoClassTable(createRandom(6), {
    rows: 2400,
    numbers: ['normal', 'normal', 'normal', 'normal'],
    strength: 1.5,
  });
  const all = Uint32Array.from({ length: table.rowCount }, (_, i) => i);
  const [first, second] = [
    takeRows(
      table,
      all.filter((i) => i % 2 === 0),
    ),
    takeRows(
      table,
      all.filter((i) => i % 2 === 1),
    ),
  ];
  const columnsOf = (part: Table) => [0, 1, 2, 3].map((j) => Array.from(numbersOf(part, `n${j}`)));
  const { scores } = runPython<{ scores: number[] }>(script, {
    train: columnsOf(first),
    test: columnsOf(second),
    labels: Array.from(encodeLabels(getColumn(first, 'y')).classes),
  });
  const { classes } = encodeLabels(getColumn(second, 'y'));
  const predictions = predict(await train(first, 'two-class-neural-network'), second);
  if (predictions.task !== 'binary') throw new Error('expected two classes');
  expect(
    Math.abs(logLoss(predictions.probabilities, classes) - logLoss(Float64Array.from(scores), classes)),
  ).toBeLessThan(0.03);
});
