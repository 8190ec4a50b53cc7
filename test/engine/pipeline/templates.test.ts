import { beforeAll, describe, expect, it } from 'vitest';
import { assertCompleted, getOutput, runPipeline } from '../../../engine/pipeline/run.ts';
import { trainingPipeline, type TrainingOptions } from '../../../engine/pipeline/templates.ts';
import { createRandom } from '../../../engine/random.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import { countMissing, createTable, withColumns, type Table } from '../../../engine/table/table.ts';
import { cells } from '../../support/component-tables.ts';
import { twoClassTable } from '../../support/random-tables.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const complete = twoClassTable(createRandom(13), {
  rows: 600,
  numbers: ['normal', 'lognormal'],
  levels: [3],
  missing: 0.1,
});
const labels = cells(complete).y.map((label, row) => (row % 10 === 0 ? null : (label as string)));
const table = withColumns(complete, [{ kind: 'category', name: 'y', ...encodeTexts(labels) }]);

const run = async (options: Partial<TrainingOptions>, data: Table = table) =>
  assertCompleted(await runPipeline(trainingPipeline({ label: 'y', ...options }), { datasets: { data } }));

describe('trainingPipeline', () => {
  it('leaves out rows without a label, and drops columns', async () => {
    const result = await run({ drop: ['n0'] });
    const { model } = getOutput(result, 'train', 'model', 'model');
    expect(model.features.map(({ column }) => column)).toEqual(['n1', 'c0']);
    const [first, second] = ['first', 'second'].map((port) => getOutput(result, 'split', port, 'table'));
    expect([first.rowCount, second.rowCount]).toEqual([378, 162]);
    expect([...first.rowNumbers, ...second.rowNumbers].every((row) => (row - 1) % 10 !== 0)).toBe(true);
    expect(getOutput(result, 'evaluate', 'evaluation', 'evaluation').results[0].rows).toBe(162);
  });

  it('drops every row with a gap', async () => {
    const result = await run({ missing: 'drop-rows' });
    const rows = getOutput(result, 'clean-rows', 'table', 'table');
    expect(rows.columns.map(countMissing)).toEqual([0, 0, 0, 0]);
    const whole = cells(table);
    const expected = labels.filter((_, row) => Object.values(whole).every((column) => column[row] !== null));
    expect(rows.rowCount).toBe(expected.length);
  });

  it('fills gaps with values of the training part alone', async () => {
    const result = await run({ missing: 'impute' });
    const training = getOutput(result, 'split', 'first', 'table');
    const testing = getOutput(result, 'score', 'scored', 'table');
    expect(testing.columns.map(countMissing)).toEqual([0, 0, 0, 0, 0, 0]);
    const present = cells(training).n0.filter((cell) => cell !== null) as number[];
    present.sort((a, b) => a - b);
    const middle = present.length / 2;
    const median = (present[Math.ceil(middle) - 1] + present[Math.floor(middle)]) / 2;
    const { replacements } = getOutput(result, 'clean-numbers', 'transformation', 'transformation');
    expect(replacements.map(({ column }) => column)).toEqual(['n0', 'n1']);
    expect(replacements[0].value).toBe(median);
    const before = cells(getOutput(result, 'split', 'second', 'table')).n0;
    expect(before).toContain(null);
    expect(cells(testing).n0).toEqual(before.map((cell) => cell ?? median));
  });

  it('does not look at the test part: other test rows leave the model as it is', async () => {
    const result = await run({ missing: 'impute', seed: 7 });
    const testing = new Set(getOutput(result, 'split', 'second', 'table').rowNumbers);
    const [n0] = complete.columns;
    if (n0.kind !== 'number') throw new Error('expected a number');
    const values = n0.values.map((value, row) => (testing.has(row + 1) ? 1e6 + row : value));
    const changed = await run({ missing: 'impute', seed: 7 }, withColumns(table, [{ ...n0, values }]));
    expect(getOutput(changed, 'train', 'model', 'model')).toEqual(
      getOutput(result, 'train', 'model', 'model'),
    );
    expect(getOutput(changed, 'score', 'scored', 'table')).not.toEqual(
      getOutput(result, 'score', 'scored', 'table'),
    );
  });

  it.each(['none', 'impute', 'drop-rows'] as const)(
    'evaluates on the training rows with split 1 (%s)',
    async (missing) => {
      const pipeline = trainingPipeline({ label: 'y', split: 1, missing });
      expect(pipeline.nodes.map(({ component }) => component)).not.toContain('split-data');
      const result = await run({ split: 1, missing });
      const { model } = getOutput(result, 'train', 'model', 'model');
      expect(getOutput(result, 'evaluate', 'evaluation', 'evaluation').results[0].rows).toBe(model.rows);
    },
  );

  it('passes on the positive class, the L2 weight and the seed', async () => {
    const result = await run({ positive: 'no', l2Weight: 4, seed: 1 });
    expect(getOutput(result, 'train', 'model', 'model').model).toMatchObject({ positive: 'no', l2Weight: 4 });
    const other = await run({ positive: 'no', l2Weight: 4, seed: 2 });
    const rows = (each: typeof result) => getOutput(each, 'split', 'first', 'table').rowNumbers;
    expect(rows(other)).not.toEqual(rows(result));
  });

  it('keeps the label out of what fills gaps when it holds numbers', async () => {
    const values = Float64Array.from({ length: 600 }, (_, row) => (row % 9 === 0 ? NaN : row % 2));
    const result = await run(
      { missing: 'impute' },
      withColumns(table, [{ kind: 'number', name: 'y', values }]),
    );
    const { replacements } = getOutput(result, 'clean-numbers', 'transformation', 'transformation');
    expect(replacements.map(({ column }) => column)).toEqual(['n0', 'n1']);
  });

  it('works on a table of numbers only', async () => {
    const numbers = createTable(
      table.columns.filter(({ name }) => name !== 'c0'),
      table.rowNumbers,
    );
    await expect(run({ missing: 'impute' }, numbers)).resolves.toMatchObject({ status: 'completed' });
  });
});
