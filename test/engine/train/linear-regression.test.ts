import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../engine/random.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import { createTable, getColumn, takeRows, withColumns, type Table } from '../../../engine/table/table.ts';
import { matrixColumnNames } from '../../../engine/train/design-matrix.ts';
import { linearRegression } from '../../../engine/train/linear-regression.ts';
import type { LinearRegressionModel } from '../../../engine/train/model.ts';
import { predict } from '../../../engine/train/predict.ts';
import { countTensors } from '../../../engine/train/tensorflow.ts';
import { finish } from '../../../engine/train/training.ts';
import { pythonOrReason, runPython } from '../../support/python.ts';
import type { NumberShape } from '../../support/random-tables.ts';
import { writeOut } from '../../support/reference-logistic-regression.ts';
import { regressionTable } from '../../support/task-tables.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const train = (table: Table, l2Weight = 0.001): Promise<LinearRegressionModel> =>
  finish(linearRegression(table, { label: 'y', l2Weight }));

const numbersOf = (table: Table, name: string): Float64Array => {
  const column = getColumn(table, name);
  if (column.kind !== 'number') throw new Error('expected numbers');
  return column.values;
};

const valuesOf = (model: LinearRegressionModel, table: Table): Float64Array => {
  const predictions = predict(model, table);
  if (predictions.task !== 'regression') throw new Error('expected values');
  return predictions.values;
};

/** At the minimum the gradient is zero: looked at on the matrix written out. */
function expectOptimum(table: Table, model: LinearRegressionModel): void {
  const { names, columns } = writeOut(table, 'y');
  const labels = numbersOf(table, 'y');
  const order = matrixColumnNames(model.features);
  const residuals = valuesOf(model, table).map((value, i) => value - labels[i]);
  const spread = Math.sqrt(labels.reduce((sum, value) => sum + (value - model.labelMean) ** 2, 0)) || 1;
  let objective = residuals.reduce((sum, value) => sum + (value * value) / 2, 0);
  expect(Math.abs(residuals.reduce((sum, value) => sum + value, 0)) / spread).toBeLessThan(1e-7);
  names.forEach((name, j) => {
    const weight = model.weights[order.indexOf(name)];
    const slope = residuals.reduce((sum, value, i) => sum + value * columns[j][i], model.l2Weight * weight);
    expect(Math.abs(slope) / spread, name).toBeLessThan(1e-7);
    objective += (model.l2Weight / 2) * weight * weight;
  });
  expect(Math.abs(model.objective - objective)).toBeLessThan(1e-9 * objective + 1e-12 * spread * spread);
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
  return regressionTable(random, {
    rows: 10 + random.integer(2000),
    numbers: shapes.slice(random.integer(4), 4 + random.integer(5)),
    levels: [2, 3, 7].slice(random.integer(3)),
    missing: random.next() * 0.2,
  });
};

describe('linearRegression reaches the optimum', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('on random tables of all scales, with gaps (seed %i)', async (seed) => {
    const table = randomTable(seed);
    expectOptimum(table, await train(table, [1, 0.001, 100][seed % 3]));
  });

  it('on columns that repeat one another, and labels without noise', async () => {
    const table = regressionTable(createRandom(9), { rows: 500, numbers: ['normal', 'lognormal'] });
    const n0 = numbersOf(table, 'n0');
    const repeated = withColumns(table, [
      { kind: 'number', name: 'again', values: n0 },
      { kind: 'number', name: 'almost', values: n0.map((value, i) => value + 1e-9 * (i % 7)) },
      { kind: 'number', name: 'y', values: n0.map((value) => 3 * value - 1) },
    ]);
    const model = await train(repeated, 1e-6);
    expectOptimum(repeated, model);
    const n = numbersOf(repeated, 'y');
    valuesOf(model, repeated).forEach((value, i) => expect(value).toBeCloseTo(n[i], 4));
  });

  it('with so many columns that the normal equations are not written out', async () => {
    const table = regressionTable(createRandom(10), { rows: 3000, numbers: ['normal'], levels: [2000] });
    expectOptimum(table, await train(table, 1));
  });

  it('of equal labels: their value', async () => {
    const table = withColumns(regressionTable(createRandom(11), { rows: 20, numbers: ['normal'] }), [
      { kind: 'number', name: 'y', values: new Float64Array(20).fill(0.1) },
    ]);
    const model = await train(table);
    expect(model.objective).toBeCloseTo(0, 20);
    valuesOf(model, table).forEach((value) => expect(value).toBeCloseTo(0.1, 14));
  });

  it('on 100,000 rows, whatever the size of the labels', async () => {
    const table = regressionTable(createRandom(12), {
      rows: 100_000,
      numbers: ['normal', 'offset'],
      levels: [3],
    });
    const model = await train(table);
    expectOptimum(table, model);
    const scaled = withColumns(table, [
      { kind: 'number', name: 'y', values: numbersOf(table, 'y').map((value) => 1e9 * value) },
    ]);
    const large = await train(scaled);
    model.weights.forEach((weight, j) => expect(large.weights[j] / 1e9).toBeCloseTo(weight, 6));
  });
});

describe('linearRegression', () => {
  const table = regressionTable(createRandom(13), { rows: 800, numbers: ['normal', 'spike'], levels: [4] });

  it('gives the same model for the same table, bit for bit, and leaves no tensor behind', async () => {
    const before = countTensors();
    expect(JSON.stringify(await train(table))).toBe(JSON.stringify(await train(table)));
    expect(countTensors()).toBe(before);
  });

  it('leaves rows without a label out', async () => {
    const values = numbersOf(table, 'y').map((value, i) => (i % 3 === 0 ? NaN : value));
    const withGaps = withColumns(table, [{ kind: 'number', name: 'y', values }]);
    const kept = Uint32Array.from(values.keys()).filter((i) => i % 3 !== 0);
    expect(await train(withGaps)).toEqual(await train(takeRows(table, kept)));
  });

  it.each([
    ['texts', { kind: 'category', name: 'y', ...encodeTexts(['a', 'b', 'c']) } as const, 'label-not-numeric'],
    [
      'nothing',
      { kind: 'number', name: 'y', values: Float64Array.of(NaN, NaN, NaN) } as const,
      'label-not-numeric',
    ],
    [
      'infinity',
      { kind: 'number', name: 'y', values: Float64Array.of(1, Infinity, 2) } as const,
      'label-not-finite',
    ],
  ])('refuses a label of %s', async (_, column, code) => {
    const bad = createTable([{ kind: 'number', name: 'x', values: Float64Array.of(1, 2, 3) }, column]);
    await expect(train(bad)).rejects.toMatchObject({ code });
  });
});

const script = `
import json, sys
import numpy as np
from sklearn.linear_model import Ridge

result = []
for case in json.load(sys.stdin):
    matrix, labels = np.array(case["columns"], dtype=float).T, np.array(case["labels"])
    model = Ridge(alpha=case["l2Weight"], solver="svd").fit(matrix, labels)
    residuals = model.predict(matrix) - labels
    objective = (residuals @ residuals + case["l2Weight"] * model.coef_ @ model.coef_) / 2
    result.append({"objective": objective, "intercept": model.intercept_, "coefficients": model.coef_.tolist()})
print(json.dumps(result))
`;

interface Expected {
  readonly objective: number;
  readonly intercept: number;
  readonly coefficients: readonly number[];
}

const python = pythonOrReason();
it.skipIf(!python)(
  'scikit-learn finds the same: objective to 1e-9, weights to 1e-5 of the spread',
  async () => {
    const cases = [21, 22, 23, 24, 25].map((seed) => ({
      table: randomTable(seed),
      l2Weight: [1, 0.001, 10][seed % 3],
    }));
    const written = cases.map(({ table, l2Weight }) => ({
      columns: writeOut(table, 'y').columns.map((column) => Array.from(column)),
      labels: Array.from(numbersOf(table, 'y')),
      l2Weight,
    }));
    const all = runPython<Expected[]>(script, written);
    for (const [index, { table, l2Weight }] of cases.entries()) {
      const { objective, intercept, coefficients } = all[index];
      const model = await train(table, l2Weight);
      expect(Math.abs(model.objective / objective - 1)).toBeLessThan(1e-9);
      expect(Math.abs(model.intercept - intercept)).toBeLessThan(1e-4);
      const order = matrixColumnNames(model.features);
      writeOut(table, 'y').names.forEach((name, j) => {
        expect(Math.abs(model.weights[order.indexOf(name)] - coefficients[j]), name).toBeLessThan(1e-4);
      });
    }
  },
);
