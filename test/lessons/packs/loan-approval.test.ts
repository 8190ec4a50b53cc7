import { beforeAll, expect, it } from 'vitest';
import { operations } from '../../../electron/contract/operations.ts';
import { predicates } from '../../../electron/contract/predicates.ts';
import { excludeLabelFromInput, selectOutputColumns } from '../../../engine/pipeline/inference-edits.ts';
import { deriveInferencePipeline } from '../../../engine/pipeline/inference.ts';
import { parsePipeline } from '../../../engine/pipeline/pipeline.ts';
import { runInference, type JsonCell } from '../../../engine/pipeline/run-inference.ts';
import { assertCompleted, getOutput, runPipeline } from '../../../engine/pipeline/run.ts';
import { tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { readCsv } from '../../../engine/table/csv/read-csv.ts';
import { columnNames, dropColumns } from '../../../engine/table/table.ts';
import { checkPack } from '../../../lessons/format/check-pack.ts';
import { formatProblems } from '../../../lessons/format/errors.ts';
import { loadPack } from '../../../lessons/format/load-pack.ts';
import { readMarkdown } from '../../../lessons/format/markdown.ts';
import { quizIsRight } from '../../../lessons/format/quiz.ts';
import { readPackFiles } from '../../support/pack-files.ts';
import { evaluationOf } from '../../support/narrow.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const pack = loadPack(readPackFiles('loan-approval'));
const [lesson] = pack.lessons;
const solution = 'lessons/010-loan-approval/solution/pipeline.json';
const drawing = parsePipeline(pack.files.get(solution));
const loans = readCsv({
  name: 'loans.csv',
  open: () => [new TextEncoder().encode(pack.files.get('data/loans.csv'))],
}).table;

it('has the steps of the tutorial in their order', () => {
  expect(lesson.steps.map(({ id }) => id).join(' ')).toBe(
    'target look workspace access storage datastore upload data-asset compute pipeline run evaluate ' +
      'inference inference-cluster deploy test consume watch clean-up',
  );
  expect(lesson.steps.filter(({ skippable }) => skippable).map(({ id }) => id)).toEqual(['access']);
});

it('fits the contract of the host', async () => {
  const problems = await checkPack(pack, {
    operations: new Map(Object.entries(operations).map(([name, { input }]) => [name, input])),
    predicates: new Map(Object.entries(predicates)),
  });
  expect(formatProblems(problems)).toBe('');
});

it.each(lesson.steps.map((step) => [step.id, step] as const))('%s teaches, checks and helps', (_, step) => {
  const text = lesson.texts.en[step.text].markdown;
  const words = text.split(/\s+/).length;
  expect(words).toBeGreaterThanOrEqual(80);
  expect(words).toBeLessThanOrEqual(200);
  expect(readMarkdown(text).html).toEqual([]);
  expect(text).not.toMatch(/repaid(?!, nobody)/);
  expect([2, 3]).toContain(step.hints.length);
  expect(step.checks.some(({ severity }) => severity === 'block')).toBe(true);
  expect(step.checks.every(({ onFail }) => onFail !== undefined)).toBe(true);
});

it('teaches each thing beyond the clicks by an experiment that is run and checked, and a question', () => {
  const asked = (key: 'solve' | 'checks'): unknown[] =>
    lesson.steps.flatMap((step) =>
      key === 'solve'
        ? step.solve.flatMap(({ operation, with: input }) =>
            operation === 'experiment.run' ? [input.experiment] : [],
          )
        : step.checks.flatMap(({ that, args }) => (that === 'experiment.done' ? [args.experiment] : [])),
    );
  const all = ['baseline', 'drift', 'leakage', 'look', 'married', 'overfitting', 'stratify', 'threshold'];
  expect(asked('solve').sort()).toEqual(all);
  expect(asked('checks').sort()).toEqual(all);
  for (const { id, quiz, solve, checks } of lesson.steps) {
    const answers = solve.filter(({ operation }) => operation === 'quiz.answer').map((action) => action.with);
    expect(answers).toHaveLength(quiz ? 1 : 0);
    if (!quiz) continue;
    expect(answers[0].question).toBe(id);
    expect(quizIsRight(quiz, answers[0].answer as string | number)).toBe(true);
    expect(checks).toContainEqual(expect.objectContaining({ that: 'quiz.answered', args: { question: id } }));
  }
});

it("draws the tutorial's pipeline, with columns left out wherever they still are", () => {
  const select = {
    beginWith: 'all',
    rules: ['Loan_ID', 'Gender'].map((pattern) => ({ action: 'exclude', by: 'pattern', pattern })),
  };
  const { nodes, edges, name } = tutorialPipeline();
  expect({
    ...drawing,
    nodes: drawing.nodes.map(({ id, component, version, settings }) => ({
      id,
      component,
      version,
      settings,
    })),
  }).toEqual({
    formatVersion: 1,
    name,
    nodes: nodes.map((node) => (node.id === 'select' ? { ...node, settings: { columns: select } } : node)),
    edges,
  });
});

it('trains on the table with and without the columns alike, and answers what the lesson asks', async () => {
  const assets = [loans, dropColumns(loans, ['Loan_ID', 'Gender'])];
  const [whole, result] = await Promise.all(
    assets.map(async (table) => assertCompleted(await runPipeline(drawing, { datasets: { loans: table } }))),
  );
  const { results } = getOutput(result, 'evaluate', 'evaluation', 'evaluation');
  expect(results).toEqual(getOutput(whole, 'evaluate', 'evaluation', 'evaluation').results);
  const { metrics, baselines } = evaluationOf('binary', results[0]);
  // What the texts say of the shipped table.
  expect(metrics.accuracy).toBeCloseTo(0.8, 1);
  expect(metrics.auc).toBeGreaterThan(0.7);
  expect(baselines.mostFrequentClass.accuracy).toBeCloseTo(0.69, 2);
  expect(baselines.bestSingleColumnRule?.column).toBe('Credit_History');

  const inference = excludeLabelFromInput(deriveInferencePipeline(drawing, result).pipeline);
  const requests = lesson.steps
    .flatMap(({ solve }) => solve)
    .filter(({ operation }) => operation === 'endpoint.invoke')
    .flatMap((action) => action.with.rows as Record<string, JsonCell>[]);
  const features = columnNames(loans).filter((name) => !['Loan_ID', 'Gender', 'Loan_Status'].includes(name));
  for (const request of requests) expect(Object.keys(request)).toEqual(features);

  const blue = await runInference(selectOutputColumns(inference, ['Scored Labels']), requests);
  const green = await runInference(
    selectOutputColumns(inference, ['Scored Labels', 'Scored Probabilities']),
    requests,
  );
  expect(blue).toEqual(green.map((answer) => ({ 'Scored Labels': answer['Scored Labels'] })));
  // The second and third row differ in Credit_History alone.
  expect(green[1]['Scored Probabilities']).toBeGreaterThan(0.6);
  expect(green[2]['Scored Probabilities']).toBeLessThan(0.4);
});
