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
import { createShape } from '../../../engine/playground/shapes.ts';
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

it('an exact learner ends at the very model that the pipeline trains in the designer', async () => {
  const table = createShape('moons', { rows: 400, noise: 0.2, seed: 3 });
  const run = await train(table, logistic);
  const result = assertCompleted(
    await runPipeline(setupPipeline(setup, logistic, 'data'), { datasets: { data: table } }),
  );
  const { model } = getOutput(result, 'train', 'model', 'model');
  expect({ ...run.model, passes: 0 }).toEqual({ ...model, passes: 0 });
});

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

it('the loss falls, and its measures are those of the evaluation', async () => {
  const table = createShape('moons', { rows: 400, noise: 0.2, seed: 3 });
  const pipeline = setupPipeline(setup, logistic, 'data');
  const parts = await prepareParts(pipeline, { data: table });
  const run = await LiveRun.start(parts, { learner: await untrainedModel(logistic), label: 'class' });
  const points = [];
  while (!run.isDone) points.push(await run.advance());
  const last = points[points.length - 1];
  expect(last.training.loss).toBeLessThan(points[0].training.loss);
  const result = assertCompleted(await runPipeline(pipeline, { datasets: { data: table } }));
  const { results } = getOutput(result, 'evaluate', 'evaluation', 'evaluation');
  expect(results[0].metrics).toMatchObject({ accuracy: last.testing.score });
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
