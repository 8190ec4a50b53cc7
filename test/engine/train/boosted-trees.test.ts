import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../engine/random.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import { createTable, getColumn, takeRows, withColumns, type Table } from '../../../engine/table/table.ts';
import { areaUnderRoc, binaryCurve } from '../../../engine/evaluate/curves.ts';
import { logLoss } from '../../../engine/evaluate/metrics.ts';
import { encodeLabels } from '../../../engine/train/labels.ts';
import type { BoostedTreesRegressionModel, TwoClassBoostedTreesModel } from '../../../engine/train/model.ts';
import { predict } from '../../../engine/train/predict.ts';
import { finish } from '../../../engine/train/training.ts';
import { boostedTreesRegression, twoClassBoostedTrees } from '../../../engine/train/trees/boosting.ts';
import { pythonOrReason, runPython } from '../../support/python.ts';
import { twoClassTable } from '../../support/random-tables.ts';
import { writeOut } from '../../support/reference-logistic-regression.ts';
import { regressionTable } from '../../support/task-tables.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const settings = { leaves: 20, minimumLeafRows: 10, learningRate: 0.2, trees: 30 };

const classify = (table: Table, changes: Partial<typeof settings> = {}): Promise<TwoClassBoostedTreesModel> =>
  finish(twoClassBoostedTrees(table, { label: 'y', ...settings, ...changes }));
const regress = (
  table: Table,
  changes: Partial<typeof settings> = {},
): Promise<BoostedTreesRegressionModel> =>
  finish(boostedTreesRegression(table, { label: 'y', ...settings, ...changes }));

const scoresOf = (
  model: TwoClassBoostedTreesModel | BoostedTreesRegressionModel,
  table: Table,
): Float64Array => {
  const predictions = predict(model, table);
  return predictions.task === 'regression' ? predictions.values : predictions.probabilities;
};
const numbersOf = (table: Table, name: string): Float64Array => {
  const column = getColumn(table, name);
  if (column.kind !== 'number') throw new Error('expected numbers');
  return column.values;
};
const squaredError = (values: Float64Array, labels: Float64Array): number =>
  values.reduce((sum, value, i) => sum + (value - labels[i]) ** 2, 0) / labels.length;

const mixed = {
  rows: 1500,
  numbers: ['normal', 'lognormal', 'binary'],
  levels: [4, 12],
  missing: 0.1,
} as const;

describe('boosted trees', () => {
  const table = twoClassTable(createRandom(1), mixed);
  const numbers = regressionTable(createRandom(2), mixed);

  it('give the same model for the same table, bit for bit', async () => {
    expect(JSON.stringify(await classify(table))).toBe(JSON.stringify(await classify(table)));
    expect(JSON.stringify(await regress(numbers))).toBe(JSON.stringify(await regress(numbers)));
  });

  it('answer the training rows as they did while they grew: the losses agree', async () => {
    const model = await classify(table);
    expect(model.losses).toHaveLength(30);
    const { classes } = encodeLabels(getColumn(table, 'y'));
    expect(logLoss(scoresOf(model, table), classes)).toBeCloseTo(model.losses[29], 10);
    const regression = await regress(numbers);
    const error = squaredError(scoresOf(regression, numbers), numbersOf(numbers, 'y'));
    expect(error / regression.losses[29]).toBeCloseTo(1, 10);
    // Each tree lowers the loss of the rows that it grew on.
    for (const { losses } of [model, regression]) {
      losses.slice(1).forEach((loss, i) => expect(loss).toBeLessThan(losses[i]));
    }
  });

  it('keep to their number of leaves and rows, and each row comes to one leaf', async () => {
    for (const leaves of [2, 5, 20]) {
      const model = await classify(table, { leaves, trees: 5, minimumLeafRows: 25 });
      for (const tree of model.trees) {
        const ends = tree.feature.flatMap((feature, node) => (feature < 0 ? [node] : []));
        expect(ends.length).toBeLessThanOrEqual(leaves);
        expect(ends.every((node) => tree.rows[node] >= 25)).toBe(true);
        expect(ends.reduce((sum, node) => sum + tree.rows[node], 0)).toBe(table.rowCount);
        tree.feature.forEach((feature, node) => {
          if (feature >= 0) {
            expect(tree.rows[tree.left[node]] + tree.rows[tree.right[node]]).toBe(tree.rows[node]);
          }
        });
      }
    }
  });

  it('see what no weight can: an exclusive or, and a missing cell that means something', async () => {
    const random = createRandom(3);
    const cells = Array.from({ length: 800 }, () => [random.next(), random.next()]);
    const xor = createTable([
      { kind: 'number', name: 'a', values: Float64Array.from(cells, ([a]) => a) },
      { kind: 'number', name: 'b', values: Float64Array.from(cells, ([, b]) => b) },
      {
        kind: 'category',
        name: 'y',
        ...encodeTexts(cells.map(([a, b]) => (a > 0.5 === b > 0.5 ? 'no' : 'yes'))),
      },
    ]);
    const { classes } = encodeLabels(getColumn(xor, 'y'));
    const curve = binaryCurve(scoresOf(await classify(xor), xor), classes);
    expect(areaUnderRoc(curve)).toBeGreaterThan(0.999);

    const gaps = createTable([
      { kind: 'number', name: 'a', values: Float64Array.from(cells, ([a]) => (a < 0.3 ? NaN : a)) },
      { kind: 'number', name: 'y', values: Float64Array.from(cells, ([a]) => (a < 0.3 || a > 0.8 ? 5 : -5)) },
    ]);
    const model = await regress(gaps);
    expect(squaredError(scoresOf(model, gaps), numbersOf(gaps, 'y'))).toBeLessThan(0.1);
    const [missing] = scoresOf(
      model,
      createTable([{ kind: 'number', name: 'a', values: Float64Array.of(NaN) }]),
    );
    expect(missing).toBeGreaterThan(4.5);
  });

  it('name the columns that matter', async () => {
    const random = createRandom(4);
    const values = Float64Array.from({ length: 500 }, () => random.normal());
    const noise = createTable([
      { kind: 'number', name: 'noise', values: values.map(() => random.normal()) },
      { kind: 'number', name: 'cause', values },
      { kind: 'number', name: 'y', values: values.map((value) => Math.sign(value) + 0.1 * random.normal()) },
    ]);
    const { importance } = await regress(noise, { trees: 10 });
    expect(importance[1]).toBeGreaterThan(20 * importance[0]);
  });

  it('leave rows without a label out', async () => {
    const labels = getColumn(table, 'y');
    if (labels.kind !== 'category') throw new Error('expected a category');
    const codes = labels.codes.map((code, i) => (i % 3 === 0 ? -1 : code));
    const kept = Uint32Array.from(labels.codes.keys()).filter((i) => i % 3 !== 0);
    expect(await classify(withColumns(table, [{ ...labels, codes }]))).toEqual(
      await classify(takeRows(table, kept)),
    );
  });

  it('take enormous numbers, constant and empty columns, and too few rows to split', async () => {
    const values = Float64Array.of(
      -Number.MAX_VALUE,
      -1e308,
      -1,
      0,
      0,
      1,
      1e308,
      1.7e308,
      Number.MAX_VALUE,
      Number.MAX_VALUE,
    );
    const extreme = createTable([
      { kind: 'number', name: 'a', values },
      { kind: 'number', name: 'same', values: new Float64Array(10).fill(7) },
      { kind: 'number', name: 'empty', values: new Float64Array(10).fill(NaN) },
      { kind: 'number', name: 'y', values: values.map((value) => (value > 0.5 ? 1 : 0)) },
    ]);
    const model = await regress(extreme, { minimumLeafRows: 1 });
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    expect(squaredError(scoresOf(model, extreme), numbersOf(extreme, 'y'))).toBeLessThan(1e-3);
    const few = await regress(extreme, { minimumLeafRows: 6 });
    expect(few.trees.every(({ feature }) => feature.length === 1)).toBe(true);
    scoresOf(few, extreme).forEach((value) => expect(value).toBeCloseTo(0.5, 12));
  });
});

const script = `
import json, sys
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

result = []
for case in json.load(sys.stdin):
    train, test = [np.array(case[name], dtype=float).T for name in ("train", "test")]
    given = dict(learning_rate=0.2, max_iter=30, max_leaf_nodes=20, min_samples_leaf=10, early_stopping=False)
    if case["regression"]:
        model = HistGradientBoostingRegressor(**given).fit(train, np.array(case["labels"]))
        result.append({"train": model.predict(train).tolist(), "test": model.predict(test).tolist()})
    else:
        model = HistGradientBoostingClassifier(**given).fit(train, np.array(case["labels"]))
        result.append({"train": model.predict_proba(train)[:, 1].tolist(),
                       "test": model.predict_proba(test)[:, 1].tolist()})
print(json.dumps(result))
`;

/** Columns as scikit-learn gets them: numbers as they are, gaps as null, texts as indicators. */
function columnsOf(table: Table): (number | null)[][] {
  return table.columns
    .filter(({ name }) => name !== 'y')
    .flatMap((column) =>
      column.kind === 'number'
        ? [Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))]
        : writeOut({ ...table, columns: [column, getColumn(table, 'y')] }, 'y').columns.map((one) =>
            Array.from(one),
          ),
    );
}

interface Expected {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

const python = pythonOrReason();
describe.skipIf(!python)('scikit-learn grows the same trees', () => {
  const halves = (table: Table): [Table, Table] => {
    const rows = Uint32Array.from({ length: table.rowCount }, (_, i) => i);
    return [
      takeRows(
        table,
        rows.filter((i) => i % 3 > 0),
      ),
      takeRows(
        table,
        rows.filter((i) => i % 3 === 0),
      ),
    ];
  };
  // Few different numbers have a bin each, on both sides.
  const rounded = (table: Table): Table =>
    withColumns(
      table,
      table.columns
        .filter((column) => column.kind === 'number' && column.name !== 'y')
        .map((column) => ({
          ...column,
          values: numbersOf(table, column.name).map((x) => Math.round(5 * x) / 5),
        })),
    );

  it('on numbers of few values, with gaps, and texts: the same predictions, row by row', async () => {
    const options = {
      rows: 1200,
      numbers: ['normal', 'normal', 'binary'],
      levels: [2, 5],
      missing: 0.05,
    } as const;
    // Without gaps among texts: an indicator has none.
    const whole = { ...options, missing: 0 };
    const cases = [
      { regression: false, table: rounded(twoClassTable(createRandom(31), whole)) },
      { regression: false, table: rounded(twoClassTable(createRandom(32), { ...options, levels: [] })) },
      { regression: true, table: rounded(regressionTable(createRandom(33), whole)) },
      { regression: true, table: rounded(regressionTable(createRandom(34), { ...options, levels: [] })) },
    ];
    const answers = runPython<Expected[]>(
      script,
      cases.map(({ regression, table }) => {
        const [train, test] = halves(table);
        const labels = regression
          ? Array.from(numbersOf(train, 'y'))
          : Array.from(encodeLabels(getColumn(train, 'y')).classes);
        return { regression, train: columnsOf(train), test: columnsOf(test), labels };
      }),
    );
    for (const [index, { regression, table }] of cases.entries()) {
      const [train, test] = halves(table);
      const model = regression ? await regress(train) : await classify(train);
      const scale = regression ? 10 : 1;
      for (const [part, expected] of [
        [train, answers[index].train],
        [test, answers[index].test],
      ] as const) {
        const far = Array.from(scoresOf(model, part)).filter(
          (score, i) => Math.abs(score - expected[i]) > 1e-3 * scale,
        );
        // It rounds gradients to float32, so that a tie may fall to the other side.
        expect(far.length / part.rowCount, `case ${index}`).toBeLessThan(0.02);
      }
    }
  });

  it('on any numbers: as good on rows that neither has seen', async () => {
    const options = { rows: 6000, numbers: ['normal', 'lognormal', 'huge', 'spike'], missing: 0.1 } as const;
    const binary = twoClassTable(createRandom(41), options);
    const numbers = regressionTable(createRandom(42), options);
    const cases = [binary, numbers].map((table, index) => {
      const [train, test] = halves(table);
      const labels = index === 1 ? numbersOf(train, 'y') : encodeLabels(getColumn(train, 'y')).classes;
      return {
        regression: index === 1,
        train: columnsOf(train),
        test: columnsOf(test),
        labels: Array.from(labels),
      };
    });
    const [classified, regressed] = runPython<Expected[]>(script, cases);
    const [train, test] = halves(binary);
    const { classes } = encodeLabels(getColumn(test, 'y'));
    const auc = (scores: Float64Array): number => areaUnderRoc(binaryCurve(scores, classes)) ?? NaN;
    expect(
      Math.abs(auc(scoresOf(await classify(train), test)) - auc(Float64Array.from(classified.test))),
    ).toBeLessThan(0.01);
    const [trainNumbers, testNumbers] = halves(numbers);
    const labels = numbersOf(testNumbers, 'y');
    const own = squaredError(scoresOf(await regress(trainNumbers), testNumbers), labels);
    expect(own / squaredError(Float64Array.from(regressed.test), labels)).toBeGreaterThan(0.93);
    expect(own / squaredError(Float64Array.from(regressed.test), labels)).toBeLessThan(1.07);
  });
});
