import { execFileSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { beforeAll, describe, expect, it } from 'vitest';
import { excludeLabelFromInput, selectOutputColumns } from '../../../engine/pipeline/inference-edits.ts';
import { deriveInferencePipeline } from '../../../engine/pipeline/inference.ts';
import { parsePipeline, serializePipeline, type Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { rowsOf, runInference, type JsonCell } from '../../../engine/pipeline/run-inference.ts';
import { assertCompleted, getOutput, runPipeline } from '../../../engine/pipeline/run.ts';
import { trainingPipeline } from '../../../engine/pipeline/templates.ts';
import { validatePipeline } from '../../../engine/pipeline/validate.ts';
import { createRandom } from '../../../engine/random.ts';
import { twoClassTable } from '../../support/random-tables.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const table = twoClassTable(createRandom(14), {
  rows: 400,
  numbers: ['normal', 'lognormal', 'offset'],
  levels: [3, 5],
  missing: 0.1,
});
const rows = rowsOf(table);
const label = 'y';
const withoutLabel = (row: Record<string, JsonCell>) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name !== label));

type Edges = [from: string, to: string][];
function draw(nodes: Record<string, [component: string, settings?: object]>, edges: Edges): Pipeline {
  const end = (text: string) => ({ node: text.split('.')[0], port: text.split('.')[1] });
  return {
    formatVersion: 1,
    name: 'Drawing',
    nodes: Object.entries(nodes).map(([id, [component, settings]]) => ({
      id,
      component,
      version: 1,
      settings: { ...settings },
    })),
    edges: edges.map(([from, to]) => ({ from: end(from), to: end(to) })),
  };
}

const ending: Edges = [
  ['learner.model', 'train.learner'],
  ['train.model', 'score.model'],
  ['score.scored', 'evaluate.scored'],
];
const common = {
  dataset: ['dataset'],
  select: ['select-columns', { columns: { rules: [{ action: 'exclude', by: 'name', names: ['n2'] }] } }],
  clean: ['clean-missing-data', { mode: 'mode' }],
  split: ['split-data', { stratified: true, stratificationColumn: label }],
  learner: ['two-class-logistic-regression'],
  train: ['train-model', { label }],
  score: ['score-model'],
  evaluate: ['evaluate-model'],
} satisfies Record<string, [string, object?]>;

const cleanThenSplit = draw(common, [
  ['dataset.table', 'select.table'],
  ['select.table', 'clean.table'],
  ['clean.table', 'split.table'],
  ['split.first', 'train.table'],
  ['split.second', 'score.table'],
  ...ending,
]);
const splitThenClean = draw({ ...common, apply: ['apply-transformation'] }, [
  ['dataset.table', 'select.table'],
  ['select.table', 'split.table'],
  ['split.first', 'clean.table'],
  ['clean.table', 'train.table'],
  ['clean.transformation', 'apply.transformation'],
  ['split.second', 'apply.table'],
  ['apply.table', 'score.table'],
  ...ending,
]);
const removeRows = draw({ ...common, clean: ['clean-missing-data', { mode: 'remove-row' }] }, [
  ['dataset.table', 'select.table'],
  ['select.table', 'clean.table'],
  ['clean.table', 'split.table'],
  ['split.first', 'train.table'],
  ['split.second', 'score.table'],
  ...ending,
]);

const drawings: [string, Pipeline][] = [
  ['clean, then split', cleanThenSplit],
  ['split, then clean, then apply', splitThenClean],
  ['remove rows with gaps', removeRows],
  [
    'the graph behind guidepost train, imputing',
    trainingPipeline({ label, missing: 'impute', drop: ['n2'] }),
  ],
  [
    'the graph behind guidepost train, dropping rows',
    trainingPipeline({ label, missing: 'drop-rows', split: 1 }),
  ],
];

async function derive(drawing: Pipeline) {
  const result = assertCompleted(await runPipeline(drawing, { datasets: { data: table } }));
  return { result, ...deriveInferencePipeline(drawing, result) };
}

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

describe('the changes', () => {
  const changesOf = async (drawing: Pipeline) =>
    (await derive(drawing)).changes.map(({ kind, node }) => `${node} ${kind}`).sort();

  it('of cleaning before the split', async () => {
    expect(await changesOf(cleanThenSplit)).toEqual([
      'clean replaced',
      'dataset replaced',
      'evaluate removed',
      'learner removed',
      'split bypassed',
      'train replaced',
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

it('is one file: saved, and loaded by a new process, it answers the same to the last bit', async () => {
  const { pipeline } = await derive(splitThenClean);
  const requests = rows.slice(0, 50);
  const program = `
    import { parsePipeline } from './engine/pipeline/pipeline.ts';
    import { runInference } from './engine/pipeline/run-inference.ts';
    let input = '';
    for await (const chunk of process.stdin) input += chunk;
    const { saved, requests } = JSON.parse(input);
    console.log(JSON.stringify(await runInference(parsePipeline(saved), requests)));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: path.resolve(import.meta.dirname, '../../..'),
    input: JSON.stringify({ saved: serializePipeline(pipeline), requests }),
    encoding: 'utf8',
  });
  expect(JSON.parse(output)).toEqual(await runInference(pipeline, requests));
  expect(parsePipeline(serializePipeline(pipeline))).toEqual(pipeline);
});

describe('runInference refuses', () => {
  it.each([
    [
      'a text for a number',
      [{}, { n0: '5' }],
      'wrong-input-type',
      'Row 2 of the request, column "n0": expected a number, found "5".',
    ],
    [
      'a number for a text',
      [{ c0: 3 }],
      'wrong-input-type',
      'Row 1 of the request, column "c0": expected a text, found 3.',
    ],
    [
      'true',
      [{ c0: true }],
      'wrong-input-type',
      'Row 1 of the request, column "c0": expected a text, found true.',
    ],
    [
      'a column it does not know',
      [{}, {}, { N0: 1 }],
      'unknown-input-column',
      'Row 3 of the request has a column "N0" that the service does not know.',
    ],
    [
      'a row that is a list',
      [[1, 2]],
      'input-row-not-object',
      'Row 1 of the request is not an object of columns and values.',
    ],
  ])('%s', async (_, request, code, message) => {
    const { pipeline } = await derive(cleanThenSplit);
    await expect(runInference(pipeline, request as never)).rejects.toMatchObject({ code, message });
  });

  it('a training pipeline', async () => {
    await expect(runInference(cleanThenSplit, [{}])).rejects.toMatchObject({
      code: 'not-an-inference-pipeline',
    });
    expect(() => excludeLabelFromInput(cleanThenSplit)).toThrow(/no Trained Model/);
    expect(() => selectOutputColumns(cleanThenSplit, ['y'])).toThrow(/no Web Service Output/);
  });
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
