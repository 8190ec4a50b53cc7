import { deriveInferencePipeline, type DerivedPipeline } from '../../engine/pipeline/inference.ts';
import type { Pipeline } from '../../engine/pipeline/pipeline.ts';
import { rowsOf, type JsonCell } from '../../engine/pipeline/run-inference.ts';
import { assertCompleted, runPipeline, type RunResult } from '../../engine/pipeline/run.ts';
import { trainingPipeline } from '../../engine/pipeline/templates.ts';
import { createRandom } from '../../engine/random.ts';
import { twoClassTable } from './random-tables.ts';

/** A small table with gaps. */
export const table = twoClassTable(createRandom(14), {
  rows: 400,
  numbers: ['normal', 'lognormal', 'offset'],
  levels: [3, 5],
  missing: 0.1,
});
export const rows = rowsOf(table);
export const label = 'y';
export const withoutLabel = (row: Record<string, JsonCell>) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name !== label));

type Edges = [from: string, to: string][];
/** A pipeline in short: nodes by id, edges as `node.port`. */
export function draw(nodes: Record<string, [component: string, settings?: object]>, edges: Edges): Pipeline {
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

/** Learner, Train Model, Score Model and Evaluate Model. */
export const ending: Edges = [
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

export const cleanThenSplit = draw(common, [
  ['dataset.table', 'select.table'],
  ['select.table', 'clean.table'],
  ['clean.table', 'split.table'],
  ['split.first', 'train.table'],
  ['split.second', 'score.table'],
  ...ending,
]);
export const splitThenClean = draw({ ...common, apply: ['apply-transformation'] }, [
  ['dataset.table', 'select.table'],
  ['select.table', 'split.table'],
  ['split.first', 'clean.table'],
  ['clean.table', 'train.table'],
  ['clean.transformation', 'apply.transformation'],
  ['split.second', 'apply.table'],
  ['apply.table', 'score.table'],
  ...ending,
]);
export const removeRows = draw({ ...common, clean: ['clean-missing-data', { mode: 'remove-row' }] }, [
  ['dataset.table', 'select.table'],
  ['select.table', 'clean.table'],
  ['clean.table', 'split.table'],
  ['split.first', 'train.table'],
  ['split.second', 'score.table'],
  ...ending,
]);

/** Training pipelines of all shapes. */
export const drawings: [string, Pipeline][] = [
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

/** Runs a training pipeline and makes the inference pipeline of it. */
export async function derive(drawing: Pipeline): Promise<DerivedPipeline & { result: RunResult }> {
  const result = assertCompleted(await runPipeline(drawing, { datasets: { data: table } }));
  return { result, ...deriveInferencePipeline(drawing, result) };
}
