import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { exportPython } from '../../../engine/export/python-script.ts';
import { serializePipeline } from '../../../engine/pipeline/pipeline.ts';
import { tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { runCli, temporaryFolder } from '../../support/cli.ts';
import type { ScriptReport } from '../../support/exported-script.ts';
import { PythonSession } from '../../support/python-session.ts';
import { pythonOrReason } from '../../support/python.ts';

const pipeline = serializePipeline(tutorialPipeline());
const folderWith = (files: Record<string, string> = {}): string =>
  temporaryFolder({ 'pipeline.json': pipeline, ...files });

describe('guidepost export', () => {
  it('prints a Python script, unless something else is asked for', () => {
    const { code, stdout, stderr } = runCli(folderWith(), 'export', 'pipeline.json');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toBe(exportPython(tutorialPipeline()));
  });

  it('looks at the table, so that the script reads it as Guidepost does', () => {
    const folder = folderWith({ 'my table.csv': 'a;b\n1,5;x\n2,5;y\n' });
    const { stdout } = runCli(
      folder,
      'export',
      'pipeline.json',
      '--data',
      'my table.csv',
      '--bad-rows',
      'skip',
    );
    expect(stdout).toContain('DATASET_FILE = "my table.csv"');
    expect(stdout).toContain('DATASET_DELIMITER = ";"');
    expect(stdout).toContain('DATASET_DECIMAL = ","');
    expect(stdout).toContain('skip_bad_rows=True');
  });

  it('prints the YAML of a job, with asset, experiment and compute', () => {
    const words = ['--as', 'yaml', '--asset', 'loan-table:2', '--experiment', 'loans', '--compute', 'small'];
    const { stdout } = runCli(folderWith(), 'export', 'pipeline.json', ...words);
    expect(parse(stdout)).toMatchObject({
      experiment_name: 'loans',
      settings: { default_compute: 'azureml:small' },
      inputs: { loans: { path: 'azureml:loan-table:2' } },
    });
  });

  it('prints the call of the SDK, with the workspace', () => {
    const words = ['--as', 'sdk', '--subscription', 's', '--resource-group', 'g', '--workspace', 'w"'];
    const { stdout } = runCli(folderWith(), 'export', 'pipeline.json', ...words);
    expect(stdout).toContain('subscription_id="s"');
    expect(stdout).toContain('resource_group_name="g"');
    expect(stdout).toContain(String.raw`workspace_name="w\""`);
  });

  it('prints a notebook', () => {
    const { stdout } = runCli(folderWith(), 'export', 'pipeline.json', '--as', 'notebook');
    expect(JSON.parse(stdout)).toMatchObject({ nbformat: 4, nbformat_minor: 5 });
  });

  it.each([
    [['export'], 2, 'export needs the file of a drawn pipeline.'],
    [['export', 'pipeline.json', 'other.json'], 2, 'export takes one pipeline, not 2'],
    [
      ['export', 'pipeline.json', '--as', 'java'],
      2,
      '--as is python or yaml or sdk or notebook, not "java".',
    ],
    [['export', 'pipeline.json', '--compute', 'x'], 2, 'With --as python --compute would have no effect.'],
    [['export', 'pipeline.json', '--as', 'yaml', '--workspace', 'x'], 2, '--workspace would have no effect.'],
    [
      ['export', 'pipeline.json', '--header', 'no'],
      2,
      '--header without --data FILE.csv would have no effect.',
    ],
    [['export', 'pipeline.json', '--as', 'yaml', '--asset', 'a b'], 2, '--asset is NAME or NAME:VERSION'],
    [['export', 'nowhere.json'], 1, 'nowhere.json'],
    [['export', 'no.json'], 1, 'JSON'],
    [['export', 'broken.json'], 1, 'nothing connected'],
  ])('says what is wrong: %j', (words, code, message) => {
    const { edges, ...rest } = tutorialPipeline();
    const broken = JSON.stringify({ ...rest, edges: edges.slice(1) });
    const result = runCli(folderWith({ 'no.json': '{', 'broken.json': broken }), ...words);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toMatch(/\bat .*\.ts:\d+/);
    expect(result.stdout).toBe('');
    expect(result.code).toBe(code);
  });
});

const python = pythonOrReason();
describe.skipIf(!python)('what guidepost export prints', () => {
  let session: PythonSession;
  beforeAll(() => {
    session = new PythonSession();
  });
  afterAll(() => session.end());

  it('finds what guidepost train --pipeline finds', async () => {
    const folder = folderWith();
    const loans = path.resolve(import.meta.dirname, '../../../lessons/packs/loan-approval/data/loans.csv');
    writeFileSync(path.join(folder, 'loans.csv'), readFileSync(loans));
    const { stdout } = runCli(folder, 'export', 'pipeline.json', '--data', 'loans.csv');
    writeFileSync(path.join(folder, 'script.py'), stdout);
    const script = await session.run(folder, 'script.py', ['--json']);
    expect(script.error).toBe('');
    const { models, evaluations } = JSON.parse(script.stdout) as ScriptReport;
    const trained = runCli(folder, 'train', 'loans.csv', '--pipeline', 'pipeline.json', '--json');
    const report = JSON.parse(trained.stdout) as {
      metrics: { accuracy: number; logLoss: number; confusion: object };
      model: { objective: number; coefficients: Record<string, number> };
    };
    expect(models.train.objective).toBeCloseTo(report.model.objective, 9);
    expect(Object.keys(models.train.coefficients ?? {})).toEqual(Object.keys(report.model.coefficients));
    const [{ metrics }] = evaluations.evaluate;
    expect(metrics.accuracy).toBeCloseTo(report.metrics.accuracy, 12);
    expect(metrics.logLoss).toBeCloseTo(report.metrics.logLoss, 9);
    expect(metrics.confusion).toEqual(report.metrics.confusion);
  });
});
