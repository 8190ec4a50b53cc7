import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { components } from '../../../engine/components/registry.ts';
import { findPythonPart } from '../../../engine/export/python/parts.ts';
import { datasetFile, exportPython } from '../../../engine/export/python-script.ts';
import type { Evaluation, TrainedModel } from '../../../engine/components/values.ts';
import type { LogisticRegressionModel } from '../../../engine/train/model.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { runInference } from '../../../engine/pipeline/run-inference.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';
import { columnNames, createTable, type Table } from '../../../engine/table/table.ts';
import { createRandom } from '../../../engine/random.ts';
import { tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { expectAgreement, expectClose } from '../../support/compare-script.ts';
import { csvSource, readText } from '../../support/csv.ts';
import { exactLearners, hostileNames, oddDrawing, oddTable } from '../../support/random-drawings.ts';
import { runBoth, type ScriptReport } from '../../support/exported-script.ts';
import { derive, draw, drawings, rows, table } from '../../support/inference-drawings.ts';
import { PythonSession } from '../../support/python-session.ts';
import { pythonOrReason } from '../../support/python.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';
import { writeCsv } from '../../../engine/table/csv/write-csv.ts';

const python = pythonOrReason();
const loans = readFileSync(
  path.resolve(import.meta.dirname, '../../../lessons/packs/loan-approval/data/loans.csv'),
);

describe.skipIf(!python)('the script of a drawing finds what the engine finds', () => {
  let session: PythonSession;
  beforeAll(async () => {
    session = new PythonSession();
    await startTensorFlowForTests();
  });
  afterAll(() => session.end());

  it('for the tutorial on the loans', async () => {
    const { engine, report, error } = await runBoth(session, temporaryFolder(), tutorialPipeline(), {
      content: loans,
    });
    expect(error).toBe('');
    expectAgreement(engine, report!);
    const { results } = engine.outputs.evaluate.evaluation as Evaluation;
    expectClose(report!.evaluations.evaluate[0].metrics, results[0].metrics, 1e-9, 'metrics');
    const { model } = engine.outputs.train.model as TrainedModel;
    expect(report!.models.train.objective).toBeCloseTo((model as LogisticRegressionModel).objective, 9);
  });

  it.each(exactLearners)(
    'for random drawings on random tables, and fails where the engine fails: $component',
    async (learner) => {
      const folder = temporaryFolder();
      let completed = 0;
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 32 - 1 }), async (seed) => {
          const random = createRandom(seed);
          const { table: odd, label } = oddTable(random, learner.task);
          const content = writeCsv(odd);
          const drawing = oddDrawing(random, readText(content).table, label, learner);
          const { engine, report, error } = await runBoth(session, folder, drawing, { content });
          if (engine.status === 'failed') {
            // The script has no rule on a single column to compare with, which may have lost its column here.
            const failed = Object.values(engine.errors).map(({ details }) => details.component);
            if (failed.every((component) => component === 'Evaluate Model')) return;
            expect(error, JSON.stringify(engine.errors)).not.toBe('');
            return;
          }
          expect(error).toBe('');
          expectAgreement(engine, report!);
          completed++;
        }),
        { numRuns: 25 },
      );
      expect(completed).toBeGreaterThan(5);
    },
  );

  it.each(drawings)('%s', async (_, drawing) => {
    const { engine, report, error } = await runBoth(session, temporaryFolder(), drawing, {
      content: writeCsv(table),
    });
    expect(error).toBe('');
    expectAgreement(engine, report!);
  });

  it.each(drawings)('of a real-time inference pipeline answers requests: %s', async (_, drawing) => {
    const { pipeline } = await derive(drawing);
    const folder = temporaryFolder({ 'rows.json': JSON.stringify(rows.slice(0, 30)) });
    writeFileSync(path.join(folder, 'script.py'), exportPython(pipeline));
    const { stdout, error } = await session.run(folder, 'script.py', ['--json', '--rows', 'rows.json']);
    expect(error).toBe('');
    const { answers } = JSON.parse(stdout) as ScriptReport;
    expectClose(
      answers['web-service-output'],
      await runInference(pipeline, rows.slice(0, 30)),
      1e-9,
      'answer',
    );
  });

  it('of a real-time inference pipeline answers its own example, and says which columns it knows', async () => {
    const { pipeline } = await derive(drawings[0][1]);
    const folder = temporaryFolder({
      'unknown.json': '[{"nobody": 1}]',
      'wrong.json': '[{"n0": "text"}]',
    });
    writeFileSync(path.join(folder, 'script.py'), exportPython(pipeline));
    const { stdout } = await session.run(folder, 'script.py', ['--json']);
    const { answers } = JSON.parse(stdout) as ScriptReport;
    expect(answers['web-service-output']).toHaveLength(1);
    const unknown = await session.run(folder, 'script.py', ['--rows', 'unknown.json']);
    expect(unknown.error).toContain("The model knows no columns ['nobody']");
    const wrong = await session.run(folder, 'script.py', ['--rows', 'wrong.json']);
    expect(wrong.error).toContain("The column 'n0' takes a number.");
  });

  it('prints a report for people', async () => {
    const folder = temporaryFolder({ 'loans.csv': loans });
    writeFileSync(path.join(folder, 'script.py'), exportPython(tutorialPipeline()));
    const { stdout, error } = await session.run(folder, 'script.py');
    expect(error).toBe('');
    expect(stdout).toContain('train: two-class-logistic-regression, trained on 429 rows');
    expect(stdout).toContain('accuracy: 0.8378');
  });

  it.each(hostileNames)('no name becomes code: %j', async (name) => {
    const file = { content: writeCsv(tableOf(name)), options: { header: true } };
    const { engine, report, error } = await runBoth(session, temporaryFolder(), everywhere(name), file);
    expect(error).toBe('');
    expectAgreement(engine, report!);
    expect(report?.answers.out).toHaveLength(3);
  });
});

/** A table with a name as column and as text. */
function tableOf(name: string): Table {
  const levels = encodeTexts([name, 'other', name]);
  return createTable([
    { kind: 'category', name, ...levels },
    { kind: 'number', name: 'n', values: Float64Array.of(1, 2, 3) },
  ]);
}

/** A drawing with a name in all places that take one. */
function everywhere(name: string): Pipeline {
  const [column] = columnNames(readText(writeCsv(tableOf(name)), { header: true }).table);
  const drawing = draw(
    {
      data: ['dataset', { name }],
      select: [
        'select-columns',
        {
          columns: {
            rules: [
              { action: 'exclude', by: 'pattern', pattern: name === '*' ? 'x' : `x${name}*` },
              { action: 'include', by: 'name', names: [column] },
            ],
          },
        },
      ],
      clean: [
        'clean-missing-data',
        { value: name, columns: { rules: [{ action: 'exclude', by: 'type', type: 'number' }] } },
      ],
      out: ['web-service-output'],
    },
    [
      ['data.table', 'select.table'],
      ['select.table', 'clean.table'],
      ['clean.table', 'out.table'],
    ],
  );
  const nodes = drawing.nodes.map((node) => ({ ...node, comment: name }));
  return { ...drawing, nodes, name };
}

describe('the script of a drawing', () => {
  it('knows every component', () => {
    expect(components.map(({ type }) => type).filter((type) => !findPythonPart(type))).toEqual([]);
  });

  it('is refused where the drawing is not valid', () => {
    const { nodes, edges } = tutorialPipeline();
    const broken = { formatVersion: 1, name: 'x', nodes, edges: edges.slice(1) } as const;
    expect(() => exportPython(broken)).toThrow('Select Columns in Dataset ("select") has nothing connected');
  });

  it('has a section for each box, under its name, after what it needs', () => {
    const script = exportPython(tutorialPipeline());
    const order = tutorialPipeline().nodes.map(({ id }) => script.indexOf(`# ── ${id} · `));
    expect(order.every((position, i) => position > (order[i - 1] ?? 0))).toBe(true);
    for (const line of [
      'SELECT_RULES = [["exclude", "name", ["Loan_ID", "Gender"]]]',
      'SPLIT_FRACTION = 0.7',
      'SPLIT_SEED = 42',
      'TRAIN_POSITIVE = "Y"',
      'evaluate_two_class(train_model, score_scored, EVALUATE_THRESHOLD)',
    ]) {
      expect(script).toContain(line);
    }
    expect(script.match(/^def read_table/gm)).toHaveLength(1);
  });

  it('defines each function before the section that calls it, once, and imports all that is used', () => {
    for (const [, drawing] of drawings) {
      const script = exportPython(drawing);
      const functions = [...script.matchAll(/^def (\w+)/gm)].map(([, name]) => name);
      expect(new Set(functions).size).toBe(functions.length);
      for (const module of ['codecs', 'json', 'math', 're', 'sys', 'warnings']) {
        const isUsed = new RegExp(String.raw`^[^#]*\b${module}\.[a-z]`, 'm').test(script);
        expect(script.includes(`\nimport ${module}\n`), `${drawing.name} ${module}`).toBe(isUsed);
      }
    }
  });

  it('gives every node and port a variable of its own that is no word of Python', () => {
    const ids = [
      'import',
      'a-b',
      'a_b',
      'A-b',
      'np',
      'read',
      'class',
      'split',
      'report',
      'lambda-x',
      'MISSING',
    ];
    const script = exportPython({
      formatVersion: 1,
      name: 'names',
      nodes: ids.map((id) => ({ id, component: 'dataset', version: 1, settings: { name: id } })),
      edges: [],
    });
    const variables = [...script.matchAll(/^(\w+) = read_table\(/gm)].map(([, name]) => name);
    expect(new Set(variables).size).toBe(ids.length);
    expect(variables).toContain('read_table_2');
  });

  it('says nothing in its first two lines that could change how Python reads it', () => {
    for (const name of ['coding: utf-7', '-*- coding: rot13 -*-']) {
      const script = exportPython({ ...tutorialPipeline(), name });
      expect(script.split('\n').slice(0, 2).join('\n')).not.toMatch(/coding[:=]/);
      expect(script).toContain(`# The drawing: ${name}`);
    }
  });

  it('names the file of a dataset and how it is read, where that is out of the ordinary', () => {
    const file = datasetFile(
      csvSource('a;b\n1,5;2\n', undefined, 'C:\\data\\"x".csv'),
      {},
      { textColumns: ['b'] },
    );
    const script = exportPython(draw({ loans: ['dataset', { name: 'loans' }] }, []), {
      files: { loans: file },
    });
    expect(script).toContain(String.raw`LOANS_FILE = "C:\\data\\\"x\".csv"`);
    expect(script).toContain('LOANS_DELIMITER = ";"');
    expect(script).toContain('LOANS_DECIMAL = ","');
    expect(script).toContain('LOANS_TEXTS = ["b"]');
    expect(script).not.toContain('LOANS_QUOTE');
  });
});
