import { beforeAll, describe, expect, it } from 'vitest';
import { trainedModelSchema } from '../../../engine/components/artifacts.ts';
import { excludeLabelFromInput } from '../../../engine/pipeline/inference-edits.ts';
import { deriveInferencePipeline } from '../../../engine/pipeline/inference.ts';
import { parsePipeline, serializePipeline } from '../../../engine/pipeline/pipeline.ts';
import { rowsOf, runInference, type JsonCell } from '../../../engine/pipeline/run-inference.ts';
import { assertCompleted, getOutput, runPipeline, type RunResult } from '../../../engine/pipeline/run.ts';
import { trainingPipeline } from '../../../engine/pipeline/templates.ts';
import { createRandom } from '../../../engine/random.ts';
import type { Table } from '../../../engine/table/table.ts';
import { learnersOf, learnerTasks, type Learner, type Task } from '../../../engine/train/learner.ts';
import { countTensors } from '../../../engine/train/tensorflow.ts';
import { evaluationOf } from '../../support/narrow.ts';
import { twoClassTable } from '../../support/random-tables.ts';
import { multiclassTable, regressionTable } from '../../support/task-tables.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const options = { rows: 300, numbers: ['normal', 'lognormal'], levels: [3, 5], missing: 0.1 } as const;
const tables: Readonly<Record<Task, Table>> = {
  binary: twoClassTable(createRandom(1), options),
  multiclass: multiclassTable(createRandom(2), options, 4),
  regression: regressionTable(createRandom(3), options),
};
const small: Readonly<Record<string, object>> = {
  'boosted-decision-tree': { trees: 8 },
  'neural-network': { hiddenNodes: 6, epochs: 3 },
};
const settingsOf = (learner: Learner): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(small).flatMap(([name, found]) => (learner.includes(name) ? Object.entries(found) : [])),
  );

async function run(learner: Learner, missing: 'none' | 'impute' = 'impute'): Promise<RunResult> {
  const pipeline = trainingPipeline({
    label: 'y',
    missing,
    learner: { component: learner, settings: settingsOf(learner) },
  });
  return assertCompleted(await runPipeline(pipeline, { datasets: { data: tables[learnerTasks[learner]] } }));
}

describe.each(learnersOf())('%s in a pipeline', (learner) => {
  const task = learnerTasks[learner];

  it('serves requests as it scored the test rows, to the last bit, after its model was saved as JSON', async () => {
    for (const missing of ['none', 'impute'] as const) {
      const before = countTensors();
      const result = await run(learner, missing);
      const { pipeline, changes } = deriveInferencePipeline(result.pipeline, result);
      expect(changes).toContainEqual({
        kind: 'removed',
        node: 'learner',
        why: 'The trained model has learnt already.',
      });
      const saved = parsePipeline(serializePipeline(pipeline));
      const scored = getOutput(result, 'score', 'scored', 'scored-table');
      const rows = rowsOf(tables[task]);
      const requests = Array.from(scored.rowNumbers, (row) => rows[row - 1]);
      const expected = rowsOf(scored);
      expect(await runInference(saved, requests)).toEqual(expected);
      const unlabelled = excludeLabelFromInput(saved);
      const bare = requests.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'y')),
      );
      const answers = await runInference(unlabelled, bare);
      const scores = (row: Record<string, JsonCell>) =>
        Object.fromEntries(Object.entries(row).filter(([name]) => name.startsWith('Scored')));
      expect(answers.map(scores)).toEqual(expected.map(scores));
      const [empty] = await runInference(unlabelled, [{}]);
      expect(empty['Scored Labels']).not.toBeNull();
      expect(countTensors()).toBe(before);
    }
  });

  it('adds the columns of its task, and is evaluated by them as a recount says', async () => {
    const result = await run(learner);
    const scored = rowsOf(getOutput(result, 'score', 'scored', 'scored-table'));
    const [found] = getOutput(result, 'evaluate', 'evaluation', 'evaluation').results;
    const { model, baselines } = getOutput(result, 'train', 'model', 'model');
    expect(baselines === null).toBe(task !== 'binary');
    const right = scored.filter((row) => row['Scored Labels'] === row.y).length / scored.length;
    const columns = Object.keys(scored[0]).filter((name) => name.startsWith('Scored'));
    if (task === 'binary') {
      expect(columns).toEqual(['Scored Labels', 'Scored Probabilities']);
      expect(evaluationOf('binary', found).metrics.accuracy).toBeCloseTo(right, 12);
      return;
    }
    if (task === 'multiclass') {
      const { classes, metrics, baseline } = evaluationOf('multiclass', found);
      expect(columns).toEqual(['Scored Labels', ...classes.map((name) => `Scored Probabilities_${name}`)]);
      expect(metrics.accuracy).toBeCloseTo(right, 12);
      for (const row of scored) {
        const probabilities = classes.map((name) => Number(row[`Scored Probabilities_${name}`]));
        expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
        expect(row['Scored Labels']).toBe(classes[probabilities.indexOf(Math.max(...probabilities))]);
      }
      metrics.confusion.forEach((counts, k) =>
        counts.forEach((count, other) => {
          const expected = scored.filter(
            (row) => row.y === classes[k] && row['Scored Labels'] === classes[other],
          );
          expect(count).toBe(expected.length);
        }),
      );
      const usual = scored.filter((row) => row.y === baseline.label).length / scored.length;
      expect(baseline.accuracy).toBeCloseTo(usual, 12);
      return;
    }
    const { metrics, baseline } = evaluationOf('regression', found);
    expect(columns).toEqual(['Scored Labels']);
    const errors = scored.map((row) => Number(row['Scored Labels']) - Number(row.y));
    const squares = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
    expect(metrics.rootMeanSquaredError).toBeCloseTo(Math.sqrt(squares), 10);
    expect(baseline.mean).toBe('labelMean' in model ? model.labelMean : NaN);
    const spread = scored.reduce((sum, row) => sum + (Number(row.y) - baseline.mean) ** 2, 0) / scored.length;
    expect(baseline.rootMeanSquaredError).toBeCloseTo(Math.sqrt(spread), 10);
  });

  it('is read back strictly: what does not fit is refused', async () => {
    const trained = getOutput(await run(learner), 'train', 'model', 'model');
    expect(trainedModelSchema.parse(JSON.parse(JSON.stringify(trained)))).toEqual(trained);
    const refuses = (changes: Partial<Record<string, unknown>>): void => {
      const model = { ...trained.model, ...changes };
      expect(
        trainedModelSchema.safeParse({ ...trained, model }).success,
        JSON.stringify(changes).slice(0, 80),
      ).toBe(false);
    };
    refuses({ surprise: 1 });
    refuses({ features: trained.model.features.slice(1) });
    refuses({ label: undefined });
    refuses({ learner: 'another' });
    expect(
      trainedModelSchema.safeParse({ ...trained, baselines: task === 'binary' ? null : {} }).success,
    ).toBe(false);
    const { model } = trained;
    if ('trees' in model) {
      const [first, ...rest] = model.trees;
      // A tree that leads back to its root would never end.
      refuses({ trees: [{ ...first, left: first.left.map((next) => (next >= 0 ? 0 : next)) }, ...rest] });
      refuses({ trees: [{ ...first, value: first.value.slice(1) }, ...rest] });
    }
    if ('hidden' in model) refuses({ hidden: { ...model.hidden, biases: model.hidden.biases.slice(1) } });
  });
});

describe('Train Model refuses', () => {
  it.each<[Learner, Task, string, RegExp]>([
    ['two-class-logistic-regression', 'multiclass', 'label-not-binary', /Multiclass Logistic Regression/],
    ['two-class-boosted-decision-tree', 'regression', 'label-not-binary', /Linear Regression/],
    ['two-class-neural-network', 'multiclass', 'label-not-binary', /multiclass/],
    ['multiclass-logistic-regression', 'regression', 'label-not-classes', /Linear Regression/],
    ['multiclass-neural-network', 'regression', 'label-not-classes', /regression learner/],
    ['linear-regression', 'binary', 'label-not-numeric', /Two-Class Logistic Regression/],
    ['boosted-decision-tree-regression', 'multiclass', 'label-not-numeric', /Multiclass Logistic Regression/],
    ['neural-network-regression', 'multiclass', 'label-not-numeric', /Multiclass Logistic Regression/],
  ])('%s on a label for %s, and names a way out', async (learner, task, code, hint) => {
    const pipeline = trainingPipeline({ label: 'y', split: 1, learner: { component: learner } });
    const result = await runPipeline(pipeline, { datasets: { data: tables[task] } });
    expect(result.errors.train).toMatchObject({ code });
    expect(result.errors.train.message).toMatch(/"y"/);
    expect(result.errors.train.hint).toMatch(hint);
  });
});
