import { beforeAll, expect, it } from 'vitest';
import { createPlane } from '../../../engine/playground/boundary.ts';
import { LiveRun } from '../../../engine/playground/live-run.ts';
import { prepareParts } from '../../../engine/playground/parts.ts';
import {
  setupPipeline,
  untrainedModel,
  type LearnerChoice,
  type TrainingSetup,
} from '../../../engine/playground/setup.ts';
import { createShape, type ShapeName } from '../../../engine/playground/shapes.ts';
import { assertCompleted, getOutput, runPipeline } from '../../../engine/pipeline/run.ts';
import { countTensors } from '../../../engine/train/tensorflow.ts';
import type { Table } from '../../../engine/table/table.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const setup: TrainingSetup = {
  label: 'class',
  positive: '',
  features: ['x', 'y'],
  missing: 'impute',
  fraction: 0.7,
  seed: 42,
};
const logistic: LearnerChoice = { component: 'two-class-logistic-regression', settings: { l2Weight: 0.5 } };

async function train(table: Table, learner: LearnerChoice, chosen = setup): Promise<LiveRun> {
  const parts = await prepareParts(setupPipeline(chosen, learner, 'data'), { data: table });
  const run = await LiveRun.start(parts, { learner: await untrainedModel(learner), label: chosen.label });
  while (!run.isDone) await run.advance();
  return run;
}

const cases: readonly {
  readonly learner: LearnerChoice;
  readonly shape: ShapeName;
}[] = [
  { learner: logistic, shape: 'moons' },
  { learner: { component: 'two-class-boosted-decision-tree', settings: { trees: 12 } }, shape: 'spirals' },
  { learner: { component: 'two-class-neural-network', settings: { epochs: 8 } }, shape: 'circles' },
  { learner: { component: 'multiclass-logistic-regression', settings: {} }, shape: 'blobs' },
  { learner: { component: 'multiclass-neural-network', settings: { epochs: 8 } }, shape: 'blobs' },
  { learner: { component: 'linear-regression', settings: {} }, shape: 'line' },
  { learner: { component: 'boosted-decision-tree-regression', settings: { trees: 12 } }, shape: 'line' },
  { learner: { component: 'neural-network-regression', settings: { epochs: 8 } }, shape: 'line' },
];

it.each(cases)(
  '$learner.component ends at the very model that the pipeline trains in the designer, with its figures',
  async ({ learner, shape }) => {
    const table = createShape(shape, { rows: 400, noise: 0.2, seed: 3 });
    const chosen = shape === 'line' ? { ...setup, label: 'y', features: ['x'] } : setup;
    const run = await train(table, learner, chosen);
    const pipeline = setupPipeline(chosen, learner, 'data');
    const result = assertCompleted(await runPipeline(pipeline, { datasets: { data: table } }));
    const { model } = getOutput(result, 'train', 'model', 'model');
    expect(run.model).toEqual(model);
    const [found] = getOutput(result, 'evaluate', 'evaluation', 'evaluation').results;
    const { testing } = run.measure();
    if (found.task === 'regression') {
      expect(testing.score).toBeCloseTo(found.metrics.rootMeanSquaredError, 12);
    } else {
      expect(testing.score).toBe(found.metrics.accuracy);
      expect(testing.loss).toBeCloseTo(found.metrics.logLoss, 12);
    }
    run.dispose();
  },
);

it('the same setup gives the same curve and picture bit for bit, and leaves no tensor behind', async () => {
  const table = createShape('moons', { rows: 300, noise: 0.2, seed: 3 });
  const parts = await prepareParts(setupPipeline(setup, logistic, 'data'), { data: table });
  const plane = createPlane(parts.training, setup.features, 'x', 'y', 40);
  const before = countTensors();
  const watch = async (): Promise<unknown> => {
    const run = await LiveRun.start(parts, { learner: await untrainedModel(logistic), label: 'class' });
    const points = [];
    while (!run.isDone) points.push(await run.advance());
    const grid = run.look(plane);
    run.dispose();
    return { points, grid };
  };
  const first = await watch();
  expect(await watch()).toEqual(first);
  expect(countTensors()).toBe(before);
});

it('the plane asks at the middle of each cell, other features at their middle', async () => {
  const { training } = await prepareParts(setupPipeline(setup, logistic, 'data'), {
    data: createShape('xor', { rows: 200, noise: 0, seed: 1 }),
  });
  const plane = createPlane(training, ['x', 'y'], 'x', 'y', 10);
  const [x, y] = plane.cells.columns;
  if (x.kind !== 'number' || y.kind !== 'number' || plane.x.kind !== 'number')
    throw new TypeError('Numbers.');
  expect(plane.cells.rowCount).toBe(100);
  expect(x.values[0]).toBeCloseTo(plane.x.minimum + (plane.x.maximum - plane.x.minimum) / 20, 12);
  // The first row of the picture is its top.
  expect(y.values[0]).toBeGreaterThan(y.values[99]);
  const alone = createPlane(training, ['x', 'y'], 'x', undefined, 10);
  expect([alone.width, alone.height]).toEqual([10, 1]);
  expect(new Set((alone.cells.columns[1] as { values: Float64Array }).values).size).toBe(1);
});
