import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../engine/random.ts';
import { getColumn, type Table } from '../../../engine/table/table.ts';
import { logLoss } from '../../../engine/evaluate/metrics.ts';
import { multiclassLogLoss } from '../../../engine/evaluate/multiclass.ts';
import { encodeClasses, encodeLabels, numericLabels } from '../../../engine/train/labels.ts';
import { learnerTasks, type Task, type UntrainedModel } from '../../../engine/train/learner.ts';
import { countTensors } from '../../../engine/train/tensorflow.ts';
import { trainModel } from '../../../engine/train/train.ts';
import { createTrainer, predict, type TrainerState } from '../../../engine/train/trainer.ts';
import type { Model } from '../../../engine/train/model.ts';
import { twoClassTable } from '../../support/random-tables.ts';
import { multiclassTable, regressionTable } from '../../support/task-tables.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const options = { rows: 400, numbers: ['normal', 'lognormal'], levels: [3], missing: 0.1 } as const;
const tables: Readonly<Record<Task, Table>> = {
  binary: twoClassTable(createRandom(1), options),
  multiclass: multiclassTable(createRandom(2), options, 3),
  regression: regressionTable(createRandom(3), options),
};

const trees = { leaves: 8, minimumLeafRows: 10, learningRate: 0.2, trees: 6 };
const network = { hiddenNodes: 8, learningRate: 0.01, epochs: 6, seed: 1 };
const learners: readonly UntrainedModel[] = [
  { learner: 'two-class-logistic-regression', l2Weight: 1 },
  { learner: 'multiclass-logistic-regression', l2Weight: 1 },
  { learner: 'linear-regression', l2Weight: 0.001 },
  { learner: 'two-class-boosted-decision-tree', ...trees },
  { learner: 'boosted-decision-tree-regression', ...trees },
  { learner: 'two-class-neural-network', ...network },
  { learner: 'multiclass-neural-network', ...network },
  { learner: 'neural-network-regression', ...network },
];

/** The training loss, from the predictions. */
function lossOf(model: Model, table: Table): number {
  const column = getColumn(table, 'y');
  const predictions = predict(model, table);
  switch (predictions.task) {
    case 'binary':
      return logLoss(predictions.probabilities, encodeLabels(column).classes);
    case 'multiclass': {
      const { classes, indexes } = encodeClasses(column);
      return multiclassLogLoss(predictions.probabilities, indexes, classes.length);
    }
    case 'regression': {
      const labels = numericLabels(column);
      return predictions.values.reduce((sum, value, i) => sum + (value - labels[i]) ** 2, 0) / labels.length;
    }
  }
}

describe.each(learners.map((learner) => [learner.learner, learner] as const))(
  'a trainer of %s',
  (name, learner) => {
    const table = tables[learnerTasks[name]];

    it('goes step by step to the model that training gives, and keeps no tensor', async () => {
      const before = countTensors();
      const trainer = await createTrainer(table, { learner, label: 'y' });
      expect(trainer.state).toMatchObject({ step: 0, done: false });
      const first = trainer.model;
      const states: TrainerState[] = [];
      while (!trainer.state.done) {
        const state = await trainer.step();
        expect(state).toEqual(trainer.state);
        states.push(state);
        // A network tells the loss of its rows as they came by, when it knew less.
        if (!name.includes('neural-network')) expect(state.loss).toBeCloseTo(lossOf(trainer.model, table), 6);
      }
      states.forEach(({ step }, index) => expect(step).toBe(index + 1));
      const last = states[states.length - 1];
      expect(last.loss).toBeLessThan(lossOf(first, table));
      if (!name.endsWith('linear-regression') && !name.includes('logistic')) {
        expect(states).toHaveLength(6);
        expect(last.steps).toBe(6);
      }
      const trained = await trainModel(table, { learner, label: 'y' });
      expect(trainer.model).toEqual(trained);
      // All is learnt: another step changes nothing.
      expect(await trainer.step()).toEqual(last);
      trainer.dispose();
      expect(countTensors()).toBe(before);
    });

    it('ends when it is disposed of, or its signal is raised, and keeps no tensor', async () => {
      const before = countTensors();
      const trainer = await createTrainer(table, { learner, label: 'y' });
      const [step, queued] = [trainer.step(), trainer.step()];
      trainer.dispose();
      for (const promise of [step, queued, trainer.step()]) {
        await promise.then(
          () => undefined,
          (error: unknown) => expect(error).toMatchObject({ code: 'cancelled' }),
        );
      }
      await expect(trainer.step()).rejects.toMatchObject({ code: 'cancelled' });
      const controller = new AbortController();
      const other = await createTrainer(table, { learner, label: 'y', signal: controller.signal });
      controller.abort();
      await expect(other.step()).rejects.toMatchObject({ code: 'cancelled' });
      await expect(
        createTrainer(table, { learner, label: 'y', signal: controller.signal }),
      ).rejects.toMatchObject({
        code: 'cancelled',
      });
      expect(countTensors()).toBe(before);
    });
  },
);

it('gives other work a turn: no stretch of a training of 100,000 rows and 16 columns is long', async () => {
  const wide = { rows: 100_000, numbers: Array<'normal'>(16).fill('normal') } as const;
  const wideTables = {
    binary: twoClassTable(createRandom(4), wide),
    regression: regressionTable(createRandom(5), wide),
  };
  const several: readonly UntrainedModel[] = [
    { learner: 'two-class-logistic-regression', l2Weight: 1 },
    { learner: 'linear-regression', l2Weight: 0.001 },
    { learner: 'two-class-boosted-decision-tree', ...trees, trees: 2 },
    { learner: 'two-class-neural-network', ...network, hiddenNodes: 32, epochs: 1 },
  ];
  for (const learner of several) {
    const trainer = await createTrainer(
      wideTables[learnerTasks[learner.learner] === 'regression' ? 'regression' : 'binary'],
      {
        learner,
        label: 'y',
      },
    );
    let turns = 0;
    let isOver = false;
    const others = async (): Promise<void> => {
      while (!isOver) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        turns++;
      }
    };
    const waiting = others();
    const start = process.cpuUsage();
    while (!trainer.state.done) await trainer.step();
    const used = process.cpuUsage(start).user / 1000;
    isOver = true;
    await waiting;
    trainer.dispose();
    // Of the time that the processor has worked, which other programs do not lengthen: a turn every 100 ms at least.
    expect(turns, learner.learner).toBeGreaterThan(used / 100 - 1);
  }
}, 120_000);
