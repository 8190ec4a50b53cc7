import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { findComponent } from '../../../engine/components/registry.ts';
import { assertCompleted, getOutput, runPipeline } from '../../../engine/pipeline/run.ts';
import { validatePipeline } from '../../../engine/pipeline/validate.ts';
import { createRandom } from '../../../engine/random.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import { createTable, takeRows, withColumns, type Table } from '../../../engine/table/table.ts';
import { learnersOf, learnerTasks, type Task } from '../../../engine/train/learner.ts';
import { countTensors } from '../../../engine/train/tensorflow.ts';
import { candidatesOf } from '../../../engine/try-several/candidates.ts';
import { fillParts } from '../../../engine/try-several/fill-parts.ts';
import { divideIntoFolds } from '../../../engine/try-several/folds.ts';
import { pipelineFor } from '../../../engine/try-several/pipeline-for.ts';
import { rankEntries, trySeveral, type TryEntry } from '../../../engine/try-several/try-several.ts';
import { cells } from '../../support/component-tables.ts';
import { twoClassTable } from '../../support/random-tables.ts';
import { multiclassTable, regressionTable } from '../../support/task-tables.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const mixed = { rows: 120, numbers: ['normal', 'lognormal'], levels: [3], missing: 0.1 } as const;
const tables: readonly (readonly [Task, Table])[] = [
  ['binary', twoClassTable(createRandom(1), { ...mixed, strength: 2 })],
  ['multiclass', multiclassTable(createRandom(2), mixed, 3)],
  ['regression', regressionTable(createRandom(3), mixed)],
];

describe.each(tables)('trySeveral: %s', (task, table) => {
  it('tries each learner of the task, ranks them, and beats the baseline', async () => {
    const told: string[] = [];
    const before = countTensors();
    const board = await trySeveral(table, {
      label: 'y',
      folds: 3,
      onProgress: (entry, all) => told.push(`${entry.component} ${JSON.stringify(entry.settings)} of ${all}`),
    });
    expect(countTensors()).toBe(before);
    expect(board).toMatchObject({ task, rows: 120, folds: 3 });
    const candidates = candidatesOf(task);
    expect(told).toEqual(
      candidates.map(
        ({ component, settings }) => `${component} ${JSON.stringify(settings)} of ${candidates.length}`,
      ),
    );
    expect(new Set(board.entries.map(({ component }) => component))).toEqual(new Set(learnersOf(task)));
    expect(board.entries).toEqual(rankEntries(board.entries, board.metric));
    for (const { folds, mean, seconds } of board.entries) {
      expect(folds).toHaveLength(3);
      expect(mean).toBeCloseTo((folds[0] + folds[1] + folds[2]) / 3, 12);
      expect(seconds).toBeGreaterThan(0);
    }
    const [best] = board.entries;
    const isBetter =
      task === 'regression' ? best.mean < board.baseline.mean : best.mean > board.baseline.mean;
    expect(isBetter).toBe(true);

    // The same seed, the same scores.
    const again = await trySeveral(table, { label: 'y', folds: 3 });
    const scores = ({ folds }: TryEntry) => folds;
    expect(again.entries.map(scores).sort()).toEqual(board.entries.map(scores).sort());

    const pipeline = pipelineFor(best, { label: 'y' });
    expect(validatePipeline(pipeline)).toEqual([]);
    const result = assertCompleted(await runPipeline(pipeline, { datasets: { data: table } }));
    const { model } = getOutput(result, 'train', 'model', 'model');
    expect(model).toMatchObject({ learner: best.component, ...best.settings });
    expect(learnerTasks[model.learner]).toBe(task);
  }, 120_000);
});

it('has settings that their components take, for each task', () => {
  for (const [task] of tables) {
    for (const { component, settings } of candidatesOf(task)) {
      expect(findComponent(component)?.settings.safeParse(settings).success, component).toBe(true);
    }
  }
});

describe('cross-validation', () => {
  it('lets each row test once, and shares out each group', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 60 }),
        fc.integer({ min: 2, max: 6 }),
        fc.nat(),
        (given, wanted, seed) => {
          const groups = Int32Array.from(given);
          const count = Math.min(wanted, groups.length);
          const folds = divideIntoFolds(groups, count, seed);
          const tested = folds.flatMap(({ testing }) => [...testing]).sort((a, b) => a - b);
          expect(tested).toEqual([...groups.keys()]);
          for (const { training, testing } of folds) {
            expect([...training, ...testing].sort((a, b) => a - b)).toEqual([...groups.keys()]);
            expect(Math.abs(testing.length - groups.length / count)).toBeLessThan(1);
          }
          for (const group of new Set(groups)) {
            const sizes = folds.map(({ testing }) => testing.filter((row) => groups[row] === group).length);
            expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          }
          expect(divideIntoFolds(groups, count, seed)).toEqual(folds);
        },
      ),
    );
  });

  it('fills gaps with what the training rows say, whatever the rows that test hold', () => {
    const training = createTable([
      { kind: 'number', name: 'x', values: Float64Array.of(1, NaN, 3, 5) },
      { kind: 'number', name: 'empty', values: new Float64Array(4).fill(NaN) },
      { kind: 'category', name: 'c', ...encodeTexts(['a', 'a', 'b', null]) },
      { kind: 'category', name: 'y', ...encodeTexts(['p', 'q', null, 'q']) },
    ]);
    const testing = createTable([
      { kind: 'number', name: 'x', values: Float64Array.of(NaN, 1000, 1000) },
      { kind: 'number', name: 'empty', values: Float64Array.of(1, 2, 3) },
      { kind: 'category', name: 'c', ...encodeTexts([null, 'z', 'z']) },
      { kind: 'category', name: 'y', ...encodeTexts(['p', null, 'q']) },
    ]);
    const [filled, other] = fillParts(training, testing, 'y');
    expect(cells(filled)).toEqual({ x: [1, 3, 3, 5], c: ['a', 'a', 'b', 'a'], y: ['p', 'q', null, 'q'] });
    expect(cells(other)).toEqual({ x: [3, 1000, 1000], c: ['a', 'z', 'z'], y: ['p', null, 'q'] });
  });

  it('finds nothing where there is nothing to be found', async () => {
    const random = createRandom(5);
    // Labels at random: a board that learnt from its tests would find them.
    const noise = createTable([
      ...Array.from({ length: 30 }, (_, j) => ({
        kind: 'number' as const,
        name: `n${j}`,
        values: Float64Array.from({ length: 60 }, () => random.normal()),
      })),
      {
        kind: 'category',
        name: 'y',
        ...encodeTexts(Array.from({ length: 60 }, () => (random.next() < 0.5 ? 'a' : 'b'))),
      },
    ]);
    const blind = await trySeveral(noise, { label: 'y' });
    const mean = blind.entries.reduce((sum, entry) => sum + entry.mean / blind.entries.length, 0);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.2);
  }, 60_000);

  it('takes a sample of many rows, leaves rows without a label and columns to drop out', async () => {
    const table = twoClassTable(createRandom(6), { rows: 300, numbers: ['normal'], levels: [2] });
    const labels = table.columns[2];
    if (labels.kind !== 'category') throw new Error('expected a category');
    const gaps = withColumns(table, [
      { ...labels, codes: labels.codes.map((code, i) => (i % 3 === 0 ? -1 : code)) },
    ]);
    const board = await trySeveral(gaps, { label: 'y', folds: 2, drop: ['c0', 'y'], missing: 'none' });
    expect(board.rows).toBe(200);
    expect((await trySeveral(gaps, { label: 'y', folds: 2, mostRows: 50 })).rows).toBe(50);
  }, 60_000);

  it('says what is wrong, and stops when it is told', async () => {
    const [, table] = tables[0];
    await expect(trySeveral(table, { label: 'Y' })).rejects.toMatchObject({ code: 'column-not-found' });
    await expect(trySeveral(table, { label: 'y', task: 'regression' })).rejects.toMatchObject({
      code: 'label-not-numeric',
    });
    const labels = table.columns[3];
    if (labels.kind !== 'category') throw new Error('expected a category');
    const isYes = labels.codes.map((code) => (code === labels.levels.indexOf('yes') ? 1 : 0));
    const oneYes = Uint32Array.from(isYes.keys()).filter((i) => isYes[i] === 0 || i === isYes.indexOf(1));
    await expect(trySeveral(takeRows(table, oneYes), { label: 'y' })).rejects.toMatchObject({
      code: 'too-few-rows-to-fold',
      message: 'Only 1 row has "y" = "yes", and cross-validation needs two at least.',
    });
    const controller = new AbortController();
    const trying = trySeveral(table, {
      label: 'y',
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(trying).rejects.toMatchObject({ code: 'cancelled' });
  });
});
