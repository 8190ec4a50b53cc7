import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateModel } from '../../../engine/components/evaluate-model/evaluate-model.ts';
import { scoreModel } from '../../../engine/components/score-model/score-model.ts';
import { trainModel } from '../../../engine/components/train-model/train-model.ts';
import { twoClassLogisticRegression } from '../../../engine/components/two-class-logistic-regression/two-class-logistic-regression.ts';
import { trainedModelSchema, type TrainedModel } from '../../../engine/components/artifacts.ts';
import { createRandom } from '../../../engine/random.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import {
  columnNames,
  createTable,
  dropColumns,
  takeRows,
  withColumns,
  type Table,
} from '../../../engine/table/table.ts';
import { cells, runComponent } from '../../support/component-tables.ts';
import { evaluationOf, modelOf } from '../../support/narrow.ts';
import { twoClassTable } from '../../support/random-tables.ts';
import { solveReference } from '../../support/reference-logistic-regression.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const table = twoClassTable(createRandom(11), {
  rows: 400,
  numbers: ['normal', 'lognormal'],
  levels: [3],
  missing: 0.1,
});

async function train(rows: Table, label = 'y', positive = '', l2Weight = 1): Promise<TrainedModel> {
  const { model: learner } = await runComponent(twoClassLogisticRegression, {}, { l2Weight });
  return (await runComponent(trainModel, { learner, table: rows }, { label, positive })).model;
}
const score = async (model: TrainedModel, rows: Table) =>
  (await runComponent(scoreModel, { model, table: rows }, {})).scored;
const rowsWhere = (keep: (row: number) => boolean) =>
  Uint32Array.from(Array.from({ length: table.rowCount }, (_, row) => row).filter(keep));

describe('Train Model and Score Model', () => {
  it('give the probabilities of an independent solver, for the L2 weight of the learner', async () => {
    const reference = solveReference(table, 'y', 'yes', 5);
    const scored = cells(await score(await train(table, 'y', '', 5), table));
    scored['Scored Probabilities'].forEach((probability, row) => {
      expect(Math.abs(Number(probability) - reference.probabilities[row])).toBeLessThan(1e-5);
      expect(scored['Scored Labels'][row]).toBe(Number(probability) >= 0.5 ? 'yes' : 'no');
    });
  });

  it('keep all columns and rows, and add two at the end', async () => {
    const scored = await score(
      await train(table),
      takeRows(
        table,
        rowsWhere((row) => row % 7 === 3),
      ),
    );
    expect(columnNames(scored)).toEqual([...columnNames(table), 'Scored Labels', 'Scored Probabilities']);
    expect([...scored.rowNumbers]).toEqual([...rowsWhere((row) => row % 7 === 3)].map((row) => row + 1));
  });

  it('score rows without a label alike, and saved models to the last bit', async () => {
    const model = await train(table);
    const scored = cells(await score(model, table));
    const saved = trainedModelSchema.parse(JSON.parse(JSON.stringify(model)));
    const bare = cells(await score(saved, dropColumns(table, ['y'])));
    expect(bare['Scored Probabilities']).toEqual(scored['Scored Probabilities']);
  });

  it('replace the scores of an earlier model', async () => {
    const once = await score(await train(table), table);
    const again = await score(await train(table, 'y', 'no'), once);
    expect(columnNames(again)).toEqual(columnNames(once));
    expect(cells(again)['Scored Probabilities']).not.toEqual(cells(once)['Scored Probabilities']);
  });

  it('give numbers as scored labels where the label holds numbers', async () => {
    const values = Float64Array.from({ length: 400 }, (_, row) => (row % 3 === 0 ? 9 : 10));
    const numeric = withColumns(table, [{ kind: 'number', name: 'y', values }]);
    for (const [positive, negative] of [
      [10, 9],
      [9, 10],
    ]) {
      const model = await train(numeric, 'y', String(positive));
      const scored = cells(await score(model, dropColumns(numeric, ['y'])));
      expect(scored['Scored Labels']).toEqual(
        scored['Scored Probabilities'].map((p) => (Number(p) >= 0.5 ? positive : negative)),
      );
    }
  });

  it('name the columns that the rows lack', async () => {
    const model = await train(table);
    await expect(score(model, dropColumns(table, ['n0', 'c0']))).rejects.toMatchObject({
      code: 'column-not-found',
      message: 'The table has no columns "n0" and "c0"; the model was trained with them.',
    });
    const changed = withColumns(table, [{ kind: 'number', name: 'c0', values: new Float64Array(400) }]);
    await expect(score(model, changed)).rejects.toMatchObject({ code: 'column-type-changed' });
  });

  it('name the setting when the label is not there', async () => {
    await expect(train(table, 'Y')).rejects.toMatchObject({
      code: 'column-not-found',
      hint: expect.stringMatching(/^Did you mean "y"/) as string,
      details: { setting: 'Label column' },
    });
  });

  it('say that there are no rows', async () => {
    const none = takeRows(table, new Uint32Array(0));
    await expect(train(none)).rejects.toMatchObject({ code: 'no-rows-to-train' });
  });

  it('refuse a saved model whose weights do not fit its features', async () => {
    const model = await train(table);
    const { weights } = modelOf('two-class-logistic-regression', model.model);
    const short = { ...model, model: { ...model.model, weights: weights.slice(1) } };
    expect(trainedModelSchema.safeParse(short).success).toBe(false);
    expect(trainedModelSchema.safeParse({ ...model, formatVersion: 2 }).success).toBe(false);
    const rule = { ...model.baselines?.rule, column: 3 };
    expect(trainedModelSchema.safeParse({ ...model, baselines: { ...model.baselines, rule } }).success).toBe(
      false,
    );
    expect(trainedModelSchema.parse(model)).toEqual(model);
  });
});

it('reads and asks a model that was saved before there were other tasks', async () => {
  const saved: unknown = JSON.parse(`{"formatVersion":1,"labelKind":"category","model":{"formatVersion":1,
    "learner":"two-class-logistic-regression","label":"y","negative":"no","positive":"yes","features":[
    {"kind":"numeric","column":"n0","minimum":0,"maximum":2},{"kind":"categorical","column":"c0","levels":["a"]}],
    "l2Weight":1,"intercept":0.5,"weights":[1,-2],"objective":3,"rows":9,"passes":4},"baselines":{"label":"y",
    "negative":"no","positive":"yes","positiveShare":0.6,"rule":null,"text":""}}`);
  const rows = createTable([
    { kind: 'number', name: 'n0', values: Float64Array.of(1, 2) },
    { kind: 'category', name: 'c0', ...encodeTexts(['a', null]) },
  ]);
  const scored = await score(trainedModelSchema.parse(saved), rows);
  const { 'Scored Labels': labels, 'Scored Probabilities': probabilities } = cells(scored);
  expect(labels).toEqual(['no', 'yes']);
  [-1, 1.5].forEach((logOdds, i) => expect(probabilities[i]).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 12));
});

describe('Evaluate Model', () => {
  const evaluate = async (scored: Awaited<ReturnType<typeof score>>, threshold = 0.5) =>
    (await runComponent(evaluateModel, { scored, compared: undefined }, { threshold })).evaluation;

  it('counts right and wrong rows at its threshold', async () => {
    const scored = await score(await train(table), table);
    const { y, 'Scored Probabilities': probabilities } = cells(scored);
    for (const threshold of [0.3, 0.5, 0.8]) {
      const result = evaluationOf('binary', (await evaluate(scored, threshold)).results[0]);
      const count = (actual: string, predicted: boolean) =>
        y.filter((label, row) => label === actual && Number(probabilities[row]) >= threshold === predicted)
          .length;
      expect(result.metrics.confusion).toEqual({
        tn: count('no', false),
        fp: count('no', true),
        fn: count('yes', false),
        tp: count('yes', true),
      });
      expect(result).toMatchObject({
        label: 'y',
        positive: 'yes',
        negative: 'no',
        rows: 400,
        rowsWithoutLabel: 0,
      });
      expect(result.curve.positives).toBe(y.filter((label) => label === 'yes').length);
      expect(result.baselines.mostFrequentClass.label).toMatch(/^(yes|no)$/);
    }
  });

  it('leaves out and counts rows without a label or with another one', async () => {
    const model = await train(table);
    const { y } = cells(table);
    const gaps = y.map((label, row) => (row % 5 === 0 ? null : row % 5 === 1 ? 'maybe' : (label as string)));
    const scored = await score(
      model,
      withColumns(table, [{ kind: 'category', name: 'y', ...encodeTexts(gaps) }]),
    );
    const kept = await score(
      model,
      takeRows(
        table,
        rowsWhere((row) => row % 5 > 1),
      ),
    );
    const result = evaluationOf('binary', (await evaluate(scored)).results[0]);
    const expected = evaluationOf('binary', (await evaluate(kept)).results[0]);
    expect(result).toMatchObject({ rows: 240, rowsWithoutLabel: 160 });
    expect(result.metrics).toEqual(expected.metrics);
    expect(result.baselines).toEqual(expected.baselines);
  });

  it('shows two models side by side', async () => {
    const scored = await score(await train(table), table);
    const compared = await score(await train(table, 'y', '', 1e6), table);
    const { evaluation } = await runComponent(evaluateModel, { scored, compared }, {});
    expect(evaluation.results.map(({ metrics }) => metrics)).toEqual([
      (await evaluate(scored)).results[0].metrics,
      (await evaluate(compared)).results[0].metrics,
    ]);
  });

  it('says why there is nothing to evaluate', async () => {
    const model = await train(table);
    const none = await score(model, takeRows(table, new Uint32Array(0)));
    await expect(evaluate(none)).rejects.toMatchObject({
      code: 'no-rows-to-evaluate',
      hint: expect.stringContaining('fraction below 1') as string,
    });
    const bare = await score(model, dropColumns(table, ['y']));
    await expect(evaluate(bare)).rejects.toMatchObject({
      code: 'column-not-found',
      message: expect.stringContaining('no label column "y"') as string,
    });
    const empty = withColumns(table, [
      { kind: 'category', name: 'y', ...encodeTexts(Array(400).fill(null)) },
    ]);
    await expect(evaluate(await score(model, empty))).rejects.toMatchObject({ code: 'no-rows-to-evaluate' });
  });
});
