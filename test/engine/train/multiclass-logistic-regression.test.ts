import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../engine/random.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import {
  cellAt,
  createTable,
  getColumn,
  takeRows,
  withColumns,
  type Table,
} from '../../../engine/table/table.ts';
import { matrixColumnNames } from '../../../engine/train/design-matrix.ts';
import type { MulticlassLogisticRegressionModel } from '../../../engine/train/model.ts';
import { multiclassLogisticRegression } from '../../../engine/train/multiclass-logistic-regression.ts';
import { predict } from '../../../engine/train/predict.ts';
import { countTensors } from '../../../engine/train/tensorflow.ts';
import { finish } from '../../../engine/train/training.ts';
import { trainTwoClassLogisticRegression } from '../../../engine/train/two-class-logistic-regression.ts';
import { pythonOrReason, runPython } from '../../support/python.ts';
import { twoClassTable, type NumberShape } from '../../support/random-tables.ts';
import { writeOut } from '../../support/reference-logistic-regression.ts';
import { multiclassTable } from '../../support/task-tables.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const train = (table: Table, l2Weight = 1): Promise<MulticlassLogisticRegressionModel> =>
  finish(multiclassLogisticRegression(table, { label: 'y', l2Weight }));

const labelsOf = (table: Table): string[] => {
  const column = getColumn(table, 'y');
  return Array.from({ length: table.rowCount }, (_, i) => String(cellAt(column, i)));
};

/**
 * At the minimum of a convex function its gradient is zero: looked at on the matrix written out, class by class.
 * Returns the objective there, added up independently.
 */
function expectOptimum(table: Table, model: MulticlassLogisticRegressionModel): number {
  const { names, columns } = writeOut(table, 'y');
  const labels = labelsOf(table);
  const order = matrixColumnNames(model.features);
  expect([...order].sort()).toEqual([...names].sort());
  const predictions = predict(model, table);
  if (predictions.task !== 'multiclass') throw new Error('expected classes');
  const { probabilities, classes } = predictions;
  let objective = 0;
  let largest = 0;
  classes.forEach((name, k) => {
    const residuals = labels.map(
      (label, i) => probabilities[i * classes.length + k] - (label === name ? 1 : 0),
    );
    largest = Math.max(largest, Math.abs(residuals.reduce((sum, value) => sum + value, 0)));
    names.forEach((column, j) => {
      const weight = model.weights[k][order.indexOf(column)];
      const slope = residuals.reduce((sum, value, i) => sum + value * columns[j][i], model.l2Weight * weight);
      largest = Math.max(largest, Math.abs(slope));
      objective += (model.l2Weight / 2) * weight * weight;
    });
  });
  labels.forEach((label, i) => {
    const row = i * classes.length;
    objective -= Math.log(probabilities[row + classes.indexOf(label)]);
    const sum = classes.reduce((total, _, k) => total + probabilities[row + k], 0);
    expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
  });
  expect(largest).toBeLessThan(1e-4 * Math.max(1, table.rowCount / 1000));
  expect(Math.abs(model.objective / objective - 1)).toBeLessThan(1e-8);
  return objective;
}

const shapes: NumberShape[] = [
  'normal',
  'lognormal',
  'huge',
  'tiny',
  'offset',
  'spike',
  'constant',
  'binary',
];

const randomTable = (seed: number): Table => {
  const random = createRandom(seed);
  return multiclassTable(
    random,
    {
      rows: 30 + random.integer(1500),
      numbers: shapes.slice(random.integer(4), 4 + random.integer(5)),
      levels: [2, 3, 7].slice(random.integer(3)),
      missing: random.next() * 0.2,
    },
    2 + random.integer(5),
  );
};

describe('multiclassLogisticRegression reaches the optimum', () => {
  it.each([1, 2, 3, 4, 5, 6])('on random tables of all scales, with gaps (seed %i)', async (seed) => {
    const table = randomTable(seed);
    expectOptimum(table, await train(table, [1, 0.01, 100][seed % 3]));
  });

  it('on classes that one column separates, with a small penalty', async () => {
    const table = multiclassTable(createRandom(9), { rows: 300, numbers: ['normal'] }, 3);
    const values = Float64Array.from(labelsOf(table), (label) => Number(label.slice(6)));
    const separated = withColumns(table, [{ kind: 'number', name: 'n0', values }]);
    expectOptimum(separated, await train(separated, 0.001));
  });

  it('with so many weights that the Hessian is not written out', async () => {
    const table = multiclassTable(
      createRandom(10),
      { rows: 1200, numbers: ['normal', 'lognormal'], levels: [300] },
      5,
    );
    expectOptimum(table, await train(table));
  });

  it('without any feature: the shares of the classes', async () => {
    const table = multiclassTable(createRandom(11), { rows: 90, numbers: [] }, 3);
    const model = await train(table);
    expectOptimum(table, model);
    expect(model.intercepts.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 9);
  });

  it('of two classes as the two-class learner does, whose weights are the differences', async () => {
    const table = twoClassTable(createRandom(12), { rows: 700, numbers: ['normal', 'spike'], levels: [4] });
    // One score with the penalty λ is two scores, half as large each, with the penalty 2λ.
    const two = await trainTwoClassLogisticRegression(table, { label: 'y', l2Weight: 1 });
    const several = await train(table, 2);
    two.weights.forEach((weight, j) => {
      expect(several.weights[1][j] - several.weights[0][j]).toBeCloseTo(weight, 5);
    });
    expect(several.intercepts[1] - several.intercepts[0]).toBeCloseTo(two.intercept, 5);
    expect(several.objective).toBeCloseTo(two.objective, 6);
  });
});

describe('multiclassLogisticRegression', () => {
  const table = multiclassTable(
    createRandom(13),
    { rows: 2000, numbers: ['normal', 'lognormal'], levels: [4] },
    4,
  );

  it('gives the same model for the same table, bit for bit, and leaves no tensor behind', async () => {
    const before = countTensors();
    expect(JSON.stringify(await train(table))).toBe(JSON.stringify(await train(table)));
    expect(countTensors()).toBe(before);
  });

  it('leaves rows without a label out, and sorts labels that are numbers by value', async () => {
    const labels = labelsOf(table);
    const numbers = Float64Array.from(labels, (label, i) => (i % 3 === 0 ? NaN : Number(label.slice(6)) + 8));
    const numbered = withColumns(table, [{ kind: 'number', name: 'y', values: numbers }]);
    const kept = Uint32Array.from(labels.keys()).filter((i) => i % 3 !== 0);
    const model = await train(numbered);
    expect(model).toEqual(await train(takeRows(numbered, kept)));
    expect(model.classes).toEqual(['8', '9', '10', '11']);
    const counts = model.classes.map((name) => numbers.filter((value) => String(value) === name).length);
    expect(model.mostFrequent).toBe(model.classes[counts.indexOf(Math.max(...counts))]);
  });

  it.each([
    ['one class', ['a', 'a', 'a'], 'is always "a"'],
    ['no label at all', [null, null, null], 'is missing'],
    ['101 classes', Array.from({ length: 101 }, (_, i) => `id ${i}`), 'tells at most 100 apart'],
  ])('refuses %s with a sentence', async (_, labels, sentence) => {
    const bad = createTable([{ kind: 'category', name: 'y', ...encodeTexts(labels) }]);
    await expect(train(bad)).rejects.toMatchObject({
      code: 'label-not-classes',
      message: expect.stringContaining(sentence) as string,
    });
  });
});

const script = `
import json, sys
import numpy as np
from sklearn.linear_model import LogisticRegression

result = []
for case in json.load(sys.stdin):
    matrix, labels = np.array(case["columns"], dtype=float).T, np.array(case["labels"])
    model = LogisticRegression(C=1 / case["l2Weight"], solver="lbfgs", multi_class="multinomial", tol=1e-12,
                               max_iter=100000)
    model.fit(matrix, labels)
    logs = model.predict_log_proba(matrix)
    truth = np.searchsorted(model.classes_, labels)
    # Of two classes it keeps the weights of the second; those of the first are their opposites.
    squares = np.sum(model.coef_**2) * (2 if len(model.classes_) == 2 else 1)
    objective = -logs[np.arange(len(labels)), truth].sum() + case["l2Weight"] / 2 * squares
    result.append({"objective": objective, "classes": model.classes_.tolist(), "coefficients": model.coef_.tolist(),
                   "probabilities": np.exp(logs).tolist()})
print(json.dumps(result))
`;

interface Expected {
  readonly objective: number;
  readonly classes: readonly string[];
  readonly coefficients: readonly (readonly number[])[];
  readonly probabilities: readonly (readonly number[])[];
}

const python = pythonOrReason();
it.skipIf(!python)(
  'scikit-learn finds the same: objective to 1e-6, probabilities to 1e-3, where it stops',
  async () => {
    const cases = [21, 22, 23, 24].map((seed) => ({
      table: randomTable(seed),
      l2Weight: [1, 0.1, 10][seed % 3],
    }));
    const written = cases.map(({ table, l2Weight }) => {
      const columns = writeOut(table, 'y').columns.map((column) => Array.from(column));
      return { columns, labels: labelsOf(table), l2Weight };
    });
    const all = runPython<Expected[]>(script, written);
    for (const [index, { table, l2Weight }] of cases.entries()) {
      const expected = all[index];
      const model = await train(table, l2Weight);
      expect(model.classes).toEqual(expected.classes);
      expect(Math.abs(model.objective / expected.objective - 1)).toBeLessThan(1e-6);
      // Nothing is below the minimum.
      expect(model.objective).toBeLessThan(expected.objective * (1 + 1e-9));
      const predictions = predict(model, table);
      if (predictions.task !== 'multiclass') throw new Error('expected classes');
      expected.probabilities.flat().forEach((probability, i) => {
        if (!(Math.abs(predictions.probabilities[i] - probability) < 1e-3)) {
          expect(predictions.probabilities[i]).toBeCloseTo(probability, 3);
        }
      });
    }
  },
);
