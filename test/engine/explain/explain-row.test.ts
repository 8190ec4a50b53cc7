import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { explainRow } from '../../../engine/explain/explain-row.ts';
import type { Explanation } from '../../../engine/explain/explanation.ts';
import { createRandom } from '../../../engine/random.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import { dropColumns, withColumns, type Table } from '../../../engine/table/table.ts';
import type { UntrainedModel } from '../../../engine/train/learner.ts';
import type { Feature, LogisticRegressionModel, Model } from '../../../engine/train/model.ts';
import { predict } from '../../../engine/train/predict.ts';
import { trainModel } from '../../../engine/train/train.ts';
import { twoClassTable } from '../../support/random-tables.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const logit = (probability: number): number => Math.log(probability / (1 - probability));

/** The sum of what the reasons name, put together here once more. */
function sumsOf({ reasons }: Explanation): number[] {
  switch (reasons.kind) {
    case 'linear':
      return reasons.scores.map(({ intercept, contributions }) => {
        for (const { input, weight, value } of contributions) expect(value).toBe(input * weight);
        return contributions.reduce((sum, { value }) => sum + value, intercept);
      });
    case 'trees':
      return [reasons.paths.reduce((sum, { value }) => sum + value, reasons.start)];
    case 'network':
      return reasons.outputs.map(({ bias }, k) =>
        reasons.active.reduce((sum, { values }) => sum + values[k], bias),
      );
  }
}

/** Checks every row of a table: what is named adds up to what the model predicts. */
function expectSums(model: Model, table: Table): void {
  const said = predict(model, table);
  for (let row = 0; row < table.rowCount; row++) {
    const explanation = explainRow(model, table, row);
    const sums = sumsOf(explanation);
    const { answer } = explanation;
    if (said.task === 'regression') {
      expect(answer).toEqual({ task: 'regression', value: said.values[row] });
      expect(Math.abs(sums[0] - said.values[row])).toBeLessThan(1e-9 * (1 + Math.abs(sums[0])));
    } else if (said.task === 'binary') {
      const probability = said.probabilities[row];
      expect(answer).toMatchObject({
        probability,
        label: probability >= 0.5 ? said.positive : said.negative,
      });
      expect(Math.abs(1 / (1 + Math.exp(-sums[0])) - probability)).toBeLessThan(1e-12);
      // Beyond, 1 - p has lost the digits that its logarithm needs.
      if (Math.abs(sums[0]) < 12) expect(Math.abs(sums[0] - logit(probability))).toBeLessThan(1e-9);
    } else {
      const most = Math.max(...sums);
      const total = sums.reduce((sum, score) => sum + Math.exp(score - most), 0);
      sums.forEach((score, k) => {
        const share = Math.exp(score - most) / total;
        expect(Math.abs(share - said.probabilities[row * sums.length + k])).toBeLessThan(1e-12);
      });
    }
  }
}

const weight = fc.double({ min: -2, max: 2, noNaN: true });
/** Any logistic model of two numbers and two texts, and any rows: gaps and unknown texts among them. */
const anyModel = fc
  .record({
    order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }),
    weights: fc.array(weight, { minLength: 7, maxLength: 7 }),
    intercept: weight,
    bounds: fc.tuple(fc.double({ min: -9, max: 0, noNaN: true }), fc.double({ min: 0, max: 9, noNaN: true })),
  })
  .map(({ order, weights, intercept, bounds }): LogisticRegressionModel => {
    const all: readonly Feature[] = [
      { kind: 'categorical', column: 'c0', levels: ['level 0', 'level 1', 'level 2'] },
      { kind: 'numeric', column: 'n0', minimum: bounds[0], maximum: bounds[1] },
      { kind: 'categorical', column: 'c1', levels: ['level 1', 'level 3'] },
      { kind: 'numeric', column: 'n1', minimum: -3, maximum: 3 },
    ];
    const features = order.map((index) => all[index]);
    const width = features.reduce(
      (sum, feature) => sum + (feature.kind === 'numeric' ? 1 : feature.levels.length),
      0,
    );
    return {
      formatVersion: 1,
      learner: 'two-class-logistic-regression',
      label: 'y',
      negative: 'no',
      positive: 'yes',
      features,
      rows: 1,
      l2Weight: 1,
      intercept,
      weights: weights.slice(0, width),
      objective: 0,
      passes: 1,
    };
  });

describe('contributions', () => {
  it('of any logistic model and row add up with the intercept to the log odds, within 1e-9', () => {
    fc.assert(
      fc.property(anyModel, fc.nat(), (model, seed) => {
        const table = twoClassTable(createRandom(seed), {
          rows: 12,
          numbers: ['normal', 'normal'],
          levels: [4, 5],
          missing: 0.2,
        });
        expectSums(model, table);
      }),
      { numRuns: 200 },
    );
  });

  it('name the cell, what the model sees of it, and its weight', async () => {
    const table = twoClassTable(createRandom(2), {
      rows: 200,
      numbers: ['normal'],
      levels: [3],
      missing: 0.1,
    });
    const learner: UntrainedModel = { learner: 'two-class-logistic-regression', l2Weight: 1 };
    const model = await trainModel(table, { label: 'y', learner });
    if (model.learner !== 'two-class-logistic-regression') throw new TypeError(model.learner);
    const texts = table.columns[1];
    const numbers = table.columns[0];
    if (texts.kind !== 'category' || numbers.kind !== 'number') throw new TypeError('Other columns.');
    const unknown = withColumns(table, [
      { kind: 'category', name: 'c0', ...encodeTexts(Array.from({ length: 200 }, () => 'never seen')) },
    ]);
    const row = numbers.values.findIndex((value) => !Number.isNaN(value));
    const { reasons } = explainRow(model, unknown, row);
    if (reasons.kind !== 'linear') throw new TypeError(reasons.kind);
    const [feature] = model.features;
    if (feature.kind !== 'numeric') throw new TypeError(feature.kind);
    const input = (numbers.values[row] - feature.minimum) / (feature.maximum - feature.minimum);
    expect(reasons.scores[0].contributions).toEqual([
      {
        column: 'n0',
        cell: numbers.values[row],
        input,
        weight: model.weights[0],
        value: input * model.weights[0],
      },
      { column: 'c0', cell: 'never seen', input: 0, weight: 0, value: 0 },
    ]);
  });
});

const boosted = { leaves: 8, minimumLeafRows: 5, learningRate: 0.3, trees: 25 };
const network = { hiddenNodes: 12, epochs: 15, learningRate: 0.02, seed: 5 };
const learners: readonly [UntrainedModel, 'y' | 'class' | 'n1'][] = [
  [{ learner: 'two-class-logistic-regression', l2Weight: 0.1 }, 'y'],
  [{ learner: 'two-class-boosted-decision-tree', ...boosted }, 'y'],
  [{ learner: 'two-class-neural-network', ...network }, 'y'],
  [{ learner: 'multiclass-logistic-regression', l2Weight: 0.1 }, 'class'],
  [{ learner: 'multiclass-neural-network', ...network }, 'class'],
  [{ learner: 'linear-regression', l2Weight: 0.1 }, 'n1'],
  [{ learner: 'boosted-decision-tree-regression', ...boosted }, 'n1'],
  [{ learner: 'neural-network-regression', ...network }, 'n1'],
];

describe('what is named adds up to what the model predicts', () => {
  it.each(learners)('$learner', async (learner, label) => {
    const random = createRandom(7);
    const drawn = twoClassTable(random, {
      rows: 150,
      numbers: ['normal', 'normal', 'lognormal'],
      levels: [4, 2],
      missing: 0.05,
    });
    const label3 = Array.from({ length: 150 }, (_, i) => ['a', 'b', 'c'][i % 3]);
    const table =
      label === 'class'
        ? withColumns(drawn, [{ kind: 'category', name: 'class', ...encodeTexts(label3) }])
        : drawn;
    const model = await trainModel(table, { label, learner });
    expectSums(model, dropColumns(table, [label]));
  });

  it('the way through a tree answers its questions truly', async () => {
    const table = twoClassTable(createRandom(9), {
      rows: 200,
      numbers: ['normal'],
      levels: [3],
      missing: 0.1,
    });
    const learner: UntrainedModel = { learner: 'two-class-boosted-decision-tree', ...boosted };
    const model = await trainModel(table, { label: 'y', learner });
    let asked = 0;
    for (let row = 0; row < table.rowCount; row++) {
      const { reasons } = explainRow(model, table, row);
      if (reasons.kind !== 'trees') throw new TypeError(reasons.kind);
      for (const { steps } of reasons.paths) {
        for (const { cell, asked: bound, isYes } of steps) {
          asked++;
          if (typeof bound === 'string') expect(isYes).toBe(cell === bound);
          else if (cell !== null && bound !== null) expect(isYes).toBe(Number(cell) <= bound);
        }
      }
    }
    expect(asked).toBeGreaterThan(1000);
  });
});
