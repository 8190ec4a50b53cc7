import { beforeAll, describe, expect, it } from 'vitest';
import { excludeLabelFromInput, selectOutputColumns } from '../../../engine/pipeline/inference-edits.ts';
import { deriveInferencePipeline } from '../../../engine/pipeline/inference.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { rowsOf, runInference } from '../../../engine/pipeline/run-inference.ts';
import { assertCompleted, getOutput, runPipeline } from '../../../engine/pipeline/run.ts';
import { validatePipeline } from '../../../engine/pipeline/validate.ts';
import {
  cleanThenSplit,
  derive,
  draw,
  drawings,
  ending,
  label,
  removeRows,
  rows,
  splitThenClean,
  table,
  withoutLabel,
} from '../../support/inference-drawings.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

describe.each(drawings)('deriveInferencePipeline: %s', (_, drawing) => {
  it('is valid, begins with the request and ends with the answer', async () => {
    const { pipeline } = await derive(drawing);
    expect(validatePipeline(pipeline)).toEqual([]);
    const components = pipeline.nodes.map(({ component }) => component);
    for (const component of ['web-service-input', 'web-service-output', 'trained-model', 'score-model']) {
      expect(components.filter((other) => other === component)).toHaveLength(1);
    }
    for (const component of [
      'dataset',
      'split-data',
      'clean-missing-data',
      'train-model',
      'evaluate-model',
    ]) {
      expect(components).not.toContain(component);
    }
  });

  it('answers as Score Model did, row for row, to the last bit', async () => {
    const { pipeline, result } = await derive(drawing);
    const scored = getOutput(result, 'score', 'scored', 'scored-table');
    const requests = Array.from(scored.rowNumbers, (row) => rows[row - 1]);
    expect(await runInference(pipeline, requests)).toEqual(rowsOf(scored));
  });

  it('scores one row with gaps, one that is empty, and one without the label', async () => {
    const { pipeline } = await derive(drawing);
    const empty = Object.fromEntries(Object.keys(rows[0]).map((name) => [name, null]));
    const bare = withoutLabel(rows[3]);
    for (const row of [{}, empty, bare, { ...rows[5], n0: null, c1: null }]) {
      const answer = await runInference(pipeline, [row]);
      expect(answer).toHaveLength(1);
      expect(answer[0]['Scored Labels']).toMatch(/^(yes|no)$/);
      expect(answer[0]['Scored Probabilities']).toBeGreaterThan(0);
    }
    expect((await runInference(pipeline, rows)).length).toBe(rows.length);
    expect(await runInference(pipeline, [])).toEqual([]);
  });

  it('gives the same answers without the label as an input', async () => {
    const { pipeline } = await derive(drawing);
    const unlabelled = excludeLabelFromInput(pipeline);
    expect(validatePipeline(unlabelled)).toEqual([]);
    expect(
      JSON.stringify(unlabelled.nodes.filter(({ component }) => component !== 'trained-model')),
    ).not.toContain('"y"');
    const bare = rows.map(withoutLabel);
    const withLabel = await runInference(pipeline, rows);
    const without = await runInference(unlabelled, bare);
    expect(without.map((row) => row['Scored Probabilities'])).toEqual(
      withLabel.map((row) => row['Scored Probabilities']),
    );
    await expect(runInference(unlabelled, [{ y: 'yes' }])).rejects.toMatchObject({
      code: 'unknown-input-column',
    });
  });

  it('answers with the chosen columns only', async () => {
    const { pipeline } = await derive(drawing);
    const labelsOnly = selectOutputColumns(excludeLabelFromInput(pipeline), ['Scored Labels']);
    expect(validatePipeline(labelsOnly)).toEqual([]);
    const [answer] = await runInference(labelsOnly, [{}]);
    expect(Object.keys(answer)).toEqual(['Scored Labels']);
    const both = selectOutputColumns(labelsOnly, ['Scored Labels', 'Scored Probabilities']);
    expect(both.nodes).toHaveLength(labelsOnly.nodes.length);
    expect(Object.keys((await runInference(both, [{}]))[0])).toEqual([
      'Scored Labels',
      'Scored Probabilities',
    ]);
  });
});

it('takes the removing of rows out of a transformation that was saved before', async () => {
  const transformation = {
    formatVersion: 1,
    type: 'clean-missing-data',
    removeRows: ['c0'],
    removeColumns: ['n2'],
    replacements: [{ kind: 'number', column: 'n0', value: 1 }],
  };
  const drawing = draw(
    {
      dataset: ['dataset'],
      saved: ['fitted-transformation', { transformation }],
      apply: ['apply-transformation'],
      learner: ['two-class-logistic-regression'],
      train: ['train-model', { label }],
      score: ['score-model'],
      evaluate: ['evaluate-model'],
    },
    [
      ['saved.transformation', 'apply.transformation'],
      ['dataset.table', 'apply.table'],
      ['apply.table', 'train.table'],
      ['apply.table', 'score.table'],
      ...ending,
    ],
  );
  const { pipeline, result } = await derive(drawing);
  expect(getOutput(result, 'apply', 'table', 'table').rowCount).toBeLessThan(rows.length);
  expect(await runInference(pipeline, rows)).toHaveLength(rows.length);
  const saved = pipeline.nodes.find(({ id }) => id === 'saved')?.settings;
  expect(saved).toEqual({ transformation: { ...transformation, removeRows: [] } });
});

describe('the changes', () => {
  const changesOf = async (drawing: Pipeline) =>
    (await derive(drawing)).changes.map(({ kind, node }) => `${node} ${kind}`);

  it('of cleaning before the split', async () => {
    expect(await changesOf(cleanThenSplit)).toEqual([
      'dataset replaced',
      'clean replaced',
      'split bypassed',
      'learner removed',
      'train replaced',
      'evaluate removed',
      'web-service-output added',
    ]);
  });

  it('of cleaning after the split: Apply Transformation stays', async () => {
    const { pipeline, changes } = await derive(splitThenClean);
    expect(changes.some(({ node }) => node === 'apply')).toBe(false);
    expect(pipeline.nodes.find(({ id }) => id === 'apply')?.component).toBe('apply-transformation');
  });

  it('say that rows are not removed', async () => {
    const { changes } = await derive(removeRows);
    expect(changes).toContainEqual({
      kind: 'bypassed',
      node: 'clean',
      why: 'Rows with gaps are not removed: each row of a request gets an answer.',
    });
  });
});

it('describes its input from the training table', async () => {
  const { pipeline } = await derive(cleanThenSplit);
  const columns = pipeline.nodes.find(({ component }) => component === 'web-service-input')?.settings
    .columns as Record<string, unknown>[];
  expect(columns.map(({ name, type }) => `${String(name)} ${String(type)}`)).toEqual(
    table.columns.map(({ name, kind }) => `${name} ${kind}`),
  );
  const values = rows.map(({ n0 }) => n0).filter((cell) => cell !== null) as number[];
  expect(columns[0]).toMatchObject({ minimum: Math.min(...values), maximum: Math.max(...values) });
  expect(columns[3]).toMatchObject({ levels: ['level 0', 'level 1', 'level 2'] });
});

describe('deriveInferencePipeline refuses', () => {
  it('a pipeline that has not trained', async () => {
    const result = await runPipeline(cleanThenSplit, { datasets: { data: table }, until: 'split' });
    expect(() => deriveInferencePipeline(cleanThenSplit, result)).toThrow(
      expect.objectContaining({ code: 'no-result' }),
    );
  });

  it('to choose between two models by itself', async () => {
    const two = structuredClone(cleanThenSplit);
    two.nodes.push({ id: 'score-train', component: 'score-model', version: 1, settings: {} });
    two.edges.push(
      { from: { node: 'train', port: 'model' }, to: { node: 'score-train', port: 'model' } },
      { from: { node: 'split', port: 'first' }, to: { node: 'score-train', port: 'table' } },
    );
    const result = assertCompleted(await runPipeline(two, { datasets: { data: table } }));
    expect(() => deriveInferencePipeline(two, result)).toThrow(
      expect.objectContaining({
        code: 'score-model-not-clear',
        message: expect.stringContaining('score and score-train') as string,
      }),
    );
    const { pipeline, changes } = deriveInferencePipeline(two, result, { scoreModel: 'score-train' });
    expect(validatePipeline(pipeline)).toEqual([]);
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'removed', node: 'score' }));
  });

  it('an inference pipeline', async () => {
    const { pipeline } = await derive(cleanThenSplit);
    const result = await runPipeline(pipeline, { webServiceInput: table });
    expect(() => deriveInferencePipeline(pipeline, result)).toThrow(
      expect.objectContaining({ code: 'already-inference' }),
    );
  });
});
