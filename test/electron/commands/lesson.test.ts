import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from '../../support/cli.ts';
import { failures, runLesson, startLesson } from '../../support/lesson-run.ts';

const pack = path.resolve(import.meta.dirname, '../../../lessons/packs/loan-approval');
const table = readFileSync(path.join(pack, 'data/loans.csv'), 'utf8');
const fast = ['--time-factor', '2000'];
const stepIds = [
  'target',
  'look',
  'workspace',
  'access',
  'storage',
  'datastore',
  'upload',
  'data-asset',
  'compute',
  'pipeline',
  'run',
  'evaluate',
  'inference',
  'inference-cluster',
  'deploy',
  'test',
  'consume',
  'watch',
  'clean-up',
];

describe('lesson run loan-approval', () => {
  it('passes every check, leaves nothing, and has the figures of guidepost train', async () => {
    const folder = temporaryFolder();
    const { code, report, stderr } = await runLesson(['loan-approval', ...fast], { cwd: folder });
    expect(failures(report)).toEqual([]);
    expect([code, report?.steps.map(({ id }) => id)]).toEqual([0, stepIds]);
    expect(report).toMatchObject({ lesson: 'loan-approval', mode: 'sandbox', seed: 42 });
    expect(report?.cleanup.remaining).toEqual([]);
    expect(report?.endpoint?.scoringUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/.*\/score$/);
    expect(JSON.stringify(report?.endpoint?.response)).toContain('Scored Labels');
    expect(stderr).not.toMatch(/\bat .*\.ts:\d+/);

    const graph = path.join(pack, 'lessons/010-loan-approval/solution/pipeline.json');
    const trained = runCli(folder, 'train', 'loans.csv', '--pipeline', graph, '--json');
    const { metrics } = JSON.parse(trained.stdout) as { metrics: object };
    expect(report?.metrics).toEqual(metrics);
  });

  it.each([
    ['CRLF', table.replaceAll('\n', '\r\n')],
    ['LF and other rows', [...table.split('\n').slice(0, 1), ...table.split('\n').slice(100)].join('\n')],
  ])('passes with --data of the same columns, lines ended by %s', async (_, text) => {
    const folder = temporaryFolder({ 'mine.csv': text });
    const { code, report } = await runLesson(['loan-approval', ...fast, '--data', 'mine.csv'], {
      cwd: folder,
    });
    expect([code, failures(report)]).toEqual([0, []]);
  });

  it('goes on where --until stopped', async () => {
    const folder = temporaryFolder();
    const words = ['loan-approval', ...fast, '--state', 'state'];
    const first = await runLesson([...words, '--until', 'compute'], { cwd: folder });
    expect([first.code, failures(first.report)]).toEqual([0, []]);
    expect(first.report?.steps.map(({ id }) => id)).toEqual(stepIds.slice(0, stepIds.indexOf('compute') + 1));
    expect(first.report?.cleanup.remaining.length).toBeGreaterThan(3);

    const second = await runLesson(words, { cwd: folder });
    expect([second.code, failures(second.report)]).toEqual([0, []]);
    expect(second.report?.steps.map(({ id }) => id)).toEqual(stepIds);
    expect(second.stderr).not.toContain('workspace.create');
    expect(second.stderr).toContain('pipeline.save');
    expect(second.report?.cleanup.remaining).toEqual([]);
  });

  it('does again what was undone in between', async () => {
    const folder = temporaryFolder();
    const words = ['loan-approval', ...fast, '--state', 'state', '--until', 'upload'];
    await runLesson(words, { cwd: folder });
    writeFileSync(path.join(folder, 'other.csv'), table.replaceAll('Semiurban', 'Suburban'));
    const { code, report, stderr } = await runLesson([...words, '--data', 'other.csv'], { cwd: folder });
    expect([code, failures(report)]).toEqual([0, []]);
    expect(stderr).toContain('blob.upload');
    expect(stderr).not.toContain('datastore.create');
  });
});

describe('lesson run ends in order', () => {
  const roots = (pid: number | undefined): string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith(`guidepost-run-${pid}-`));

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s in the middle of it, and leaves nothing', async (signal) => {
    const run = startLesson(['loan-approval', ...fast], { cwd: temporaryFolder() });
    await run.until((line) => line.startsWith('job.wait'));
    expect(roots(run.child.pid)).toHaveLength(1);
    run.child.kill(signal);
    expect(await run.end()).toMatchObject({ signal, stdout: '' });
    expect(roots(run.child.pid)).toEqual([]);
  });

  it('a killed one is swept away by the next', async () => {
    const killed = startLesson(['loan-approval', ...fast], { cwd: temporaryFolder() });
    await killed.until((line) => line.startsWith('blob.upload'));
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit').catch(() => undefined);
    expect(roots(killed.child.pid)).toHaveLength(1);
    await runLesson(['loan-approval', ...fast, '--until', 'target'], { cwd: temporaryFolder() });
    expect(roots(killed.child.pid)).toEqual([]);
  });

  it('two on one state: the second is told', async () => {
    const folder = temporaryFolder();
    const first = startLesson(['loan-approval', ...fast, '--state', 'state'], { cwd: folder });
    await first.until((line) => line.startsWith('workspace.create'));
    const second = await runLesson(['loan-approval', '--state', 'state'], { cwd: folder });
    expect([second.code, second.stderr]).toEqual([
      1,
      expect.stringContaining(`Another Guidepost (process ${first.child.pid}) works in`),
    ]);
    first.child.kill('SIGINT');
    await first.end();
  });

  it('opens no connection beyond this machine', async () => {
    const folder = temporaryFolder();
    const log = path.join(folder, 'connections.txt');
    writeFileSync(log, '');
    const watch = path.resolve(import.meta.dirname, '../../support/watch-connections.mjs');
    const { code } = await runLesson(['loan-approval', ...fast], {
      cwd: folder,
      environment: { NODE_OPTIONS: `--import=${watch}`, CONNECTION_LOG: log },
    });
    const hosts = new Set(readFileSync(log, 'utf8').trim().split('\n'));
    expect([code, [...hosts].sort()]).toEqual([0, ['127.0.0.1']]);
  });
});

describe('lesson run refuses in a sentence', () => {
  it.each([
    ['no lesson', [], 2, 'needs the name or the folder of one lesson'],
    ['an unknown lesson', ['loan-aproval'], 1, 'Did you mean loan-approval?'],
    ['an unknown step', ['loan-approval', '--until', 'uplaod'], 1, 'Did you mean upload?'],
    ['a missing file', ['loan-approval', '--data', 'nowhere.csv'], 1, 'nowhere.csv cannot be read'],
    ['a seed that is no number', ['loan-approval', '--seed', 'x'], 2, '--seed is a whole number'],
  ])('%s', (_, words, code, message) => {
    const result = runCli(temporaryFolder(), 'lesson', 'run', ...words);
    expect([result.code, result.stdout, result.stderr]).toEqual([code, '', expect.stringContaining(message)]);
  });

  it.each([
    [
      'an unknown predicate',
      (text: string) => text.replace('that: workspace.exists', 'that: workspace.exist'),
      'workspace.exists',
    ],
    ['an unknown key', (text: string) => text.replace('minutes: 1', 'minuts: 1'), 'minutes'],
    [
      'a name that is not defined',
      (text: string) => text.replaceAll('$trainCluster', '$trainClutser'),
      'trainCluster',
    ],
    ['no YAML', (text: string) => text.replace('steps:', 'steps: ['), 'lesson.yaml, line'],
  ])('a pack with %s', (_, change, message) => {
    const folder = temporaryFolder();
    copyPack(path.join(folder, 'pack'), change);
    const result = runCli(folder, 'lesson', 'run', 'pack');
    expect([result.code, result.stdout]).toEqual([1, '']);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toMatch(/\bat .*\.ts:\d+/);
  });

  it('a table of other columns, at the step that finds it', async () => {
    const folder = temporaryFolder({ 'other.csv': 'a,b\n1,2\n3,4\n' });
    const { code, report, stderr } = await runLesson(['loan-approval', ...fast, '--data', 'other.csv'], {
      cwd: folder,
    });
    expect(code).toBe(1);
    expect(report?.steps.at(-1)?.id).toBe('look');
    expect(stderr).toContain('Loan_Status');
  });
});

/** The loan pack with its lesson.yaml changed. */
function copyPack(target: string, change: (text: string) => string): void {
  for (const entry of readdirSync(pack, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const from = path.join(entry.parentPath, entry.name);
    const to = path.join(target, path.relative(pack, from));
    mkdirSync(path.dirname(to), { recursive: true });
    const text = readFileSync(from, 'utf8');
    writeFileSync(to, entry.name === 'lesson.yaml' ? change(text) : text);
  }
  if (!existsSync(path.join(target, 'pack.yaml')))
    throw new Error(`${process.cwd()}: the pack was not copied`);
}
