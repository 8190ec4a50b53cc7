import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainedModel } from '../../../engine/components/trained-model/trained-model.ts';
import { exportPython } from '../../../engine/export/python-script.ts';
import { deriveInferencePipeline } from '../../../engine/pipeline/inference.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { rowsOf, runInference } from '../../../engine/pipeline/run-inference.ts';
import { assertCompleted, runPipeline } from '../../../engine/pipeline/run.ts';
import { createRandom, type Random } from '../../../engine/random.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import { createTable, type Column, type Table } from '../../../engine/table/table.ts';
import { writeCsv } from '../../../engine/table/csv/write-csv.ts';
import { learnerTasks, type Learner, type Task } from '../../../engine/train/learner.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { expectClose } from '../../support/compare-script.ts';
import { runBoth, type ScriptReport } from '../../support/exported-script.ts';
import { draw } from '../../support/inference-drawings.ts';
import { PythonSession } from '../../support/python-session.ts';
import { pythonOrReason } from '../../support/python.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

const rows = 600;

/** Two numbers with gaps and a text, and a label that bends with them. */
function bentTable(random: Random, task: Task): Table {
  const x = Float64Array.from({ length: rows }, () => 10 * random.normal());
  const y = Float64Array.from({ length: rows }, () => random.normal());
  const kinds = Array.from({ length: rows }, () => ['a', 'b', 'c'][random.integer(3)]);
  const signal = Array.from(
    x,
    (value, i) => Math.sin(value / 6) * 2 + y[i] * y[i] - (kinds[i] === 'b' ? 2 : 0) + 0.3 * random.normal(),
  );
  const gap = (value: number): number => (random.next() < 0.05 ? NaN : value);
  const label: Column =
    task === 'regression'
      ? { kind: 'number', name: 'label', values: Float64Array.from(signal) }
      : {
          kind: 'category',
          name: 'label',
          ...encodeTexts(
            signal.map((value) =>
              task === 'binary'
                ? value > 0
                  ? 'yes'
                  : 'no'
                : value < -1
                  ? 'low'
                  : value < 1
                    ? 'middle'
                    : 'high',
            ),
          ),
        };
  return createTable([
    { kind: 'number', name: 'x', values: x.map(gap) },
    { kind: 'number', name: 'y', values: y.map(gap) },
    {
      kind: 'category',
      name: 'kind',
      ...encodeTexts(kinds.map((kind) => (random.next() < 0.05 ? null : kind))),
    },
    label,
  ]);
}

const drawing = (learner: Learner): Pipeline =>
  draw(
    {
      data: ['dataset'],
      split: ['split-data'],
      learner: [
        learner,
        learner.includes('network') ? { epochs: 60, hiddenNodes: 30, learningRate: 0.01 } : {},
      ],
      train: ['train-model', { label: 'label' }],
      score: ['score-model'],
      evaluate: ['evaluate-model'],
    },
    [
      ['data.table', 'split.table'],
      ['learner.model', 'train.learner'],
      ['split.first', 'train.table'],
      ['train.model', 'score.model'],
      ['split.second', 'score.table'],
      ['score.scored', 'evaluate.scored'],
    ],
  );

/** How far the figure that counts may lie from the engine's: other trees, other random numbers. */
const closeness: Readonly<Record<Task, { metric: string; difference: number }>> = {
  binary: { metric: 'auc', difference: 0.03 },
  multiclass: { metric: 'accuracy', difference: 0.06 },
  regression: { metric: 'coefficientOfDetermination', difference: 0.06 },
};

const python = pythonOrReason();
const learners = Object.keys(learnerTasks) as Learner[];

describe.skipIf(!python)('the script of a drawing with the learner', () => {
  let session: PythonSession;
  beforeAll(async () => {
    session = new PythonSession();
    await startTensorFlowForTests();
  });
  afterAll(() => session.end());

  it.each(learners)('%s does as well as the engine', async (learner) => {
    const table = bentTable(createRandom(3), learnerTasks[learner]);
    const folder = temporaryFolder();
    const { engine, report, error } = await runBoth(session, folder, drawing(learner), {
      content: writeCsv(table),
    });
    expect(error).toBe('');
    expect(engine.status).toBe('completed');
    const { metric, difference } = closeness[learnerTasks[learner]];
    const { results } = engine.outputs.evaluate.evaluation as {
      results: { metrics: Record<string, number> }[];
    };
    const own = results[0].metrics[metric];
    const script = report?.evaluations.evaluate[0].metrics[metric];
    expect(Math.abs(Number(script) - own)).toBeLessThan(difference);
    const { stdout, error: failure } = await session.run(folder, 'script.py');
    expect(failure).toBe('');
    expect(stdout).toContain(`train: ${learner}, trained on 420 rows to predict label`);
    expect(stdout).toContain(`${metric}: `);
  });

  it.each(learners)('%s, once it is trained, answers as the engine does', async (learner) => {
    const table = bentTable(createRandom(4), learnerTasks[learner]);
    const trained = assertCompleted(await runPipeline(drawing(learner), { datasets: { data: table } }));
    const { pipeline } = deriveInferencePipeline(trained.pipeline, trained);
    expect(pipeline.nodes.some(({ component }) => component === trainedModel.type)).toBe(true);
    const request = [...rowsOf(table).slice(0, 50), {}, { kind: 'unknown', x: 1e6 }];
    const folder = temporaryFolder({ 'rows.json': JSON.stringify(request) });
    writeFileSync(path.join(folder, 'script.py'), exportPython(pipeline));
    const { stdout, error } = await session.run(folder, 'script.py', ['--json', '--rows', 'rows.json']);
    expect(error).toBe('');
    const { answers } = JSON.parse(stdout) as ScriptReport;
    expectClose(answers['web-service-output'], await runInference(pipeline, request), 1e-9, 'answer');
  });
});
