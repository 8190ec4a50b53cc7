import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../engine/random.ts';
import { createLevels, encodeTexts } from '../../../engine/table/levels.ts';
import { createTable, takeRows, withColumns, type Table } from '../../../engine/table/table.ts';
import { matrixColumnNames } from '../../../engine/train/design-matrix.ts';
import type { LogisticRegressionModel } from '../../../engine/train/model.ts';
import { countTensors } from '../../../engine/train/tensorflow.ts';
import {
  predictProbabilities,
  trainTwoClassLogisticRegression,
} from '../../../engine/train/two-class-logistic-regression.ts';
import { twoClassTable, type NumberShape } from '../../support/random-tables.ts';
import { solveReference } from '../../support/reference-logistic-regression.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const train = (table: Table, l2Weight = 1): Promise<LogisticRegressionModel> =>
  trainTwoClassLogisticRegression(table, { label: 'y', l2Weight });

async function expectOptimum(table: Table, l2Weight = 1): Promise<LogisticRegressionModel> {
  const model = await train(table, l2Weight);
  const reference = solveReference(table, 'y', 'yes', l2Weight);
  expect(Math.abs(model.objective - reference.objective) / reference.objective).toBeLessThan(1e-8);
  expect(Math.abs(model.intercept - reference.intercept)).toBeLessThan(1e-5);
  const names = matrixColumnNames(model.features);
  expect([...names].sort()).toEqual([...reference.names].sort());
  reference.names.forEach((name, index) => {
    const weight = model.weights[names.indexOf(name)];
    expect(Math.abs(weight - reference.weights[index]), `weight of ${name}`).toBeLessThan(1e-5);
  });
  const probabilities = predictProbabilities(model, table);
  for (let i = 0; i < table.rowCount; i++) {
    if (!(Math.abs(probabilities[i] - reference.probabilities[i]) < 1e-5)) {
      expect(probabilities[i], `probability of row ${i}`).toBeCloseTo(reference.probabilities[i], 5);
    }
  }
  return model;
}

describe('trainTwoClassLogisticRegression reaches the optimum of an independent solver', () => {
  const allShapes: NumberShape[] = [
    'normal',
    'lognormal',
    'huge',
    'tiny',
    'offset',
    'spike',
    'constant',
    'binary',
  ];

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('on random tables of all scales, with gaps (seed %i)', async (seed) => {
    const random = createRandom(seed);
    const table = twoClassTable(random, {
      rows: 20 + random.integer(2000),
      numbers: allShapes.slice(random.integer(4), 4 + random.integer(5)),
      levels: [2, 3, 7, 20].slice(random.integer(4)),
      missing: random.next() * 0.3,
      strength: 3 * random.next(),
    });
    await expectOptimum(table, [1, 0.01, 100][random.integer(3)]);
  });

  it('with two rows', async () => {
    await expectOptimum(twoClassTable(createRandom(1), { rows: 2, numbers: ['normal'], levels: [2] }));
  });

  it('without any feature', async () => {
    await expectOptimum(twoClassTable(createRandom(1), { rows: 50, numbers: [] }));
  });

  it('on classes that one column separates', async () => {
    const table = twoClassTable(createRandom(4), { rows: 400, numbers: ['normal', 'lognormal'] });
    const labels = table.columns[2];
    if (labels.kind !== 'category') throw new Error('expected a category');
    const values = Float64Array.from(labels.codes, (code) => code * 10);
    await expectOptimum(withColumns(table, [{ kind: 'number', name: 'n0', values }]), 0.001);
  });

  it('on a column that stands there twice, and on one that is all missing', async () => {
    const table = twoClassTable(createRandom(5), { rows: 3000, numbers: ['normal', 'lognormal'] });
    const [first] = table.columns;
    if (first.kind !== 'number') throw new Error('expected a number');
    const empty = new Float64Array(table.rowCount).fill(NaN);
    const doubled = withColumns(table, [
      { kind: 'number', name: 'again', values: first.values },
      { kind: 'number', name: 'almost', values: first.values.map((value, i) => value + 1e-9 * (i % 7)) },
      { kind: 'number', name: 'empty', values: empty },
    ]);
    const model = await expectOptimum(doubled);
    expect(model.weights[matrixColumnNames(model.features).indexOf('empty')]).toBe(0);
  });

  it('on 200,000 rows with rare levels, where the first Hessian is made on a sample', async () => {
    const table = twoClassTable(createRandom(6), {
      rows: 200_000,
      numbers: ['lognormal', 'spike', 'normal'],
      levels: [3, 12],
      strength: 1.5,
    });
    const rare = Array.from({ length: 200_000 }, (_, i) => (i % 50_000 === 7 ? `rare ${i}` : 'common'));
    await expectOptimum(withColumns(table, [{ kind: 'category', name: 'c9', ...encodeTexts(rare) }]));
  });

  it('on 1,000,000 rows', async () => {
    await expectOptimum(
      twoClassTable(createRandom(7), {
        rows: 1_000_000,
        numbers: ['normal', 'lognormal', 'offset'],
        levels: [3],
      }),
    );
  });

  it('with a column of ids, one level a row: 1,500 weights for 1,500 rows', async () => {
    const table = twoClassTable(createRandom(8), {
      rows: 1500,
      numbers: ['normal', 'lognormal'],
      levels: [4],
    });
    const ids = {
      codes: Int16Array.from({ length: 1500 }, (_, i) => i),
      levels: createLevels(idTexts(1500)),
    };
    const withIds = withColumns(table, [{ kind: 'category', name: 'id', ...ids }]);
    const model = await train(withIds);
    // The optimum of a convex function is where its gradient is zero: looked at directly, row by row.
    const probabilities = predictProbabilities(model, withIds);
    const labels = withIds.columns[3];
    if (labels.kind !== 'category') throw new Error('expected a category');
    const names = matrixColumnNames(model.features);
    const yes = labels.levels.indexOf('yes');
    for (let i = 0; i < 1500; i++) {
      const weight = model.weights[names.indexOf(`id=${idTexts(1500)[i]}`)];
      const gradient = probabilities[i] - (labels.codes[i] === yes ? 1 : 0) + weight;
      expect(Math.abs(gradient)).toBeLessThan(1e-5);
    }
  });
});

const idTexts = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `LP${String(i).padStart(6, '0')}`);

describe('trainTwoClassLogisticRegression', () => {
  const table = twoClassTable(createRandom(9), { rows: 5000, numbers: ['normal', 'lognormal'], levels: [4] });

  it('gives the same model for the same table, bit for bit', async () => {
    expect(JSON.stringify(await train(table))).toBe(JSON.stringify(await train(table)));
  });

  it('leaves no tensor behind, also when it is cancelled', async () => {
    const before = countTensors();
    await train(table);
    expect(countTensors()).toBe(before);
    const controller = new AbortController();
    const training = trainTwoClassLogisticRegression(table, {
      label: 'y',
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
    expect(countTensors()).toBe(before);
  });

  it('leaves rows without a label out', async () => {
    const labels = table.columns[3];
    if (labels.kind !== 'category') throw new Error('expected a category');
    const codes = labels.codes.map((code, i) => (i % 3 === 0 ? -1 : code));
    const kept = Uint32Array.from({ length: 5000 }, (_, i) => i).filter((i) => i % 3 !== 0);
    const withGaps = await train(withColumns(table, [{ ...labels, codes }]));
    expect(withGaps).toEqual(await train(takeRows(table, kept)));
  });

  it('turns the model around when the other class is named positive', async () => {
    const model = await train(table);
    const turned = await trainTwoClassLogisticRegression(table, { label: 'y', positive: 'no' });
    expect([turned.positive, turned.negative]).toEqual(['no', 'yes']);
    expect(turned.intercept).toBeCloseTo(-model.intercept, 6);
    expect(turned.objective).toBeCloseTo(model.objective, 6);
  });

  it('reads labels that are numbers, sorted by value', async () => {
    const values = Float64Array.from({ length: 5000 }, (_, i) => (i % 2 === 0 ? 9 : 10));
    const model = await train(withColumns(table, [{ kind: 'number', name: 'y', values }]));
    expect([model.negative, model.positive]).toEqual(['9', '10']);
  });

  it.each([
    ['one class', ['yes', 'yes', 'yes'], 'is always "yes"'],
    ['three classes', ['a', 'b', 'c'], 'holds 3 different values (a, b and c)'],
    ['no label at all', [null, null, null], 'is missing'],
  ])('refuses %s with a sentence', async (_, labels, sentence) => {
    const bad = createTable([
      { kind: 'number', name: 'x', values: Float64Array.of(1, 2, 3) },
      { kind: 'category', name: 'y', ...encodeTexts(labels) },
    ]);
    await expect(train(bad)).rejects.toMatchObject({
      code: 'label-not-binary',
      message: expect.stringContaining(sentence) as string,
    });
  });

  it('names the nearest column when the label is misspelt', async () => {
    const training = trainTwoClassLogisticRegression(table, { label: 'N1' });
    await expect(training).rejects.toMatchObject({
      code: 'column-not-found',
      hint: expect.stringContaining('"n1"') as string,
    });
  });
});

describe('predictProbabilities', () => {
  const table = twoClassTable(createRandom(10), {
    rows: 300,
    numbers: ['normal'],
    levels: [3],
    missing: 0.2,
  });

  it('counts unknown and missing texts as none of the levels, missing numbers as the least', async () => {
    const model = await train(table);
    const rows = createTable([
      { kind: 'number', name: 'n0', values: Float64Array.of(NaN, NaN) },
      { kind: 'category', name: 'c0', ...encodeTexts(['never seen', null]) },
    ]);
    const expected = 1 / (1 + Math.exp(-model.intercept));
    for (const probability of predictProbabilities(model, rows))
      expect(probability).toBeCloseTo(expected, 12);
  });

  it('refuses a column that has another type than in training', async () => {
    const model = await train(table);
    const rows = createTable([
      { kind: 'category', name: 'n0', ...encodeTexts(['high']) },
      { kind: 'category', name: 'c0', ...encodeTexts(['level 1']) },
    ]);
    expect(() => predictProbabilities(model, rows)).toThrow(
      /"n0" holds text, and the model was trained on numbers/,
    );
  });
});
