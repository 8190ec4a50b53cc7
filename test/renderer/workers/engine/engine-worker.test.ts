import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tutorialPipeline } from '../../../../engine/pipeline/templates.ts';
import { serializePipeline } from '../../../../engine/pipeline/pipeline.ts';
import type { LogisticReport } from '../../../../electron/commands/train-report.ts';
import { loanCsv } from '../../../../tools/generate-loans.ts';
import { chromiumPath, collectComplaints, noChromium, openBrowser } from '../../../e2e/setup.ts';
import { runCli, temporaryFolder } from '../../../support/cli.ts';
import { servePage, type ServedPage } from '../../../support/page-of.ts';

/** A page that has the engine's client alone, for the tests to ask. */
const code = `
  import './workers/no-eval.ts';
  import { EngineClient } from './workers/engine/engine-client.ts';
  import { startEngine } from './workers/engine/start-engine.ts';
  
  const client = new EngineClient(startEngine);
  const told = async (work) => {
    try { return { value: await work() }; }
    catch ({ code, message, hint, details }) { return { error: { code, message, hint, details } }; }
  };
  const source = async (file, dataset = 'loans') => ({
    dataset, name: file, bytes: new Uint8Array(await (await fetch('/' + file)).arrayBuffer()),
    options: {}, dropColumns: [], textColumns: [],
  });
  Object.assign(window, { client, told, source, events: [] });
  document.body.dataset.ready = '';
`;

const loans = path.resolve(import.meta.dirname, '../../../../lessons/packs/loan-approval/data');
const loanFile = readFileSync(path.join(loans, 'loans.csv'));
const many = [...loanCsv(200_000, 5)].join('');
const files: Readonly<Record<string, Uint8Array | string>> = {
  '/loans.csv': loanFile,
  '/many.csv': many,
  '/picture.csv': Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0]),
};

let served: ServedPage;
let browser: Browser;

beforeAll(async () => {
  if (!chromiumPath) return;
  served = await servePage(code, (file) => files[file]);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  if (!chromiumPath) return;
  await browser.close();
  await served.stop();
});

interface Told<Value> {
  readonly value: Value;
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
}

/** Does something on a new page, which must not complain. */
async function onPage<Value>(script: string, check?: (page: Page) => Promise<void>): Promise<Told<Value>> {
  const page = await browser.newPage();
  const complaints = collectComplaints(page);
  await page.goto(served.url);
  await page.locator('[data-ready]').waitFor({ state: 'attached' });
  const found = await page.evaluate<Told<Value>>(`told(async () => { ${script} })`);
  await check?.(page);
  expect(complaints).toEqual([]);
  await page.close();
  return found;
}

const drawing = tutorialPipeline();
const drawn = JSON.stringify(drawing);
const run = `const run = (pipeline, until) => client.run(pipeline, { until }, (event) => events.push(event));`;

describe.skipIf(noChromium !== '')(`the engine in a worker of the page${noChromium}`, () => {
  it('gives the figures of guidepost train to the last digit', async () => {
    const { value, error } = await onPage<{
      status: string;
      model: { intercept: number; weights: number[]; objective: number };
      metrics: LogisticReport['metrics'];
      baselines: LogisticReport['baselines'];
    }>(`
      ${run}
      await client.addTable(await source('loans.csv'));
      const status = await run(${drawn});
      const trained = (await client.output('train', 'model')).value;
      const [result] = (await client.output('evaluate', 'evaluation')).value.results;
      return { status, model: trained.model, metrics: result.metrics, baselines: result.baselines };
    `);
    expect(error).toBeUndefined();
    const folder = temporaryFolder({ 'loans.csv': loanFile });
    writeFileSync(path.join(folder, 'drawing.json'), serializePipeline(drawing));
    const cli = runCli(folder, 'train', 'loans.csv', '--pipeline', 'drawing.json', '--json');
    expect(cli.code).toBe(0);
    const report = JSON.parse(cli.stdout) as LogisticReport;
    expect(value.status).toBe('completed');
    // As numbers: === on every one of them.
    expect(value.model.objective === report.model.objective).toBe(true);
    expect(value.model.intercept === report.model.intercept).toBe(true);
    const coefficients = Object.values(report.model.coefficients);
    expect(coefficients.length).toBeGreaterThan(10);
    expect(value.model.weights.length).toBe(coefficients.length);
    expect(value.model.weights.every((weight, index) => weight === coefficients[index])).toBe(true);
    const { confusion, ...figures } = value.metrics;
    for (const [name, figure] of Object.entries(figures)) {
      expect([name, figure === report.metrics[name as keyof typeof figures]]).toEqual([name, true]);
    }
    expect(Object.keys(figures).sort()).toEqual(['accuracy', 'auc', 'f1', 'logLoss', 'precision', 'recall']);
    expect(confusion).toEqual(report.metrics.confusion);
    expect(value.baselines).toEqual(report.baselines);
  });

  it('tells how far each component is, and runs again only what is out of date', async () => {
    const changed = structuredClone(drawing);
    const split = changed.nodes.find(({ id }) => id === 'split');
    split!.settings.seed = 7;
    const { value } = await onPage<{ first: string[]; again: string[]; until: string[]; facts: unknown }>(`
      ${run}
      const ends = async (...words) => {
        events.length = 0;
        await run(...words);
        return events.filter(({ type }) => ['completed', 'reused', 'failed'].includes(type))
          .map(({ node, type }) => node + ' ' + type);
      };
      await client.addTable(await source('loans.csv'));
      const until = await ends(${drawn}, 'clean');
      const facts = events.filter(({ type, node }) => type === 'completed' && node === 'select')
        .map(({ inputs, outputs }) => ({ inputs, outputs }));
      const first = await ends(${drawn});
      const again = await ends(${JSON.stringify(changed)});
      return { until, first, again, facts };
    `);
    expect(value.until).toEqual(['dataset completed', 'select completed', 'clean completed']);
    expect(value.facts).toEqual([
      {
        inputs: [{ port: 'table', type: 'table', size: { rows: 614, columns: 13 } }],
        outputs: [{ port: 'table', type: 'table', size: { rows: 614, columns: 11 } }],
      },
    ]);
    expect(value.first).toEqual([
      ...['dataset', 'select', 'clean'].map((node) => `${node} reused`),
      ...['split', 'learner', 'train', 'score', 'evaluate'].map((node) => `${node} completed`),
    ]);
    expect(value.again).toEqual([
      ...['dataset', 'select', 'clean'].map((node) => `${node} reused`),
      'split completed',
      'learner reused',
      ...['train', 'score', 'evaluate'].map((node) => `${node} completed`),
    ]);
  });

  it('shows rows, columns and profiles of what came out', async () => {
    const { value } = await onPage<{
      page: { cells: unknown[][]; rowNumbers: number[] };
      part: { cells: unknown[][] };
      columns: { name: string; kind: string; missing: number; counts: number[] }[];
      profile: { missing: number; summary: { maximum: number } };
      scoring: { positive: string };
    }>(`
      ${run}
      await client.addTable(await source('loans.csv'));
      await run(${drawn});
      return {
        page: await client.rows('dataset', 'table', { offset: 600, count: 100 }),
        part: await client.rows('dataset', 'table', { offset: 0, count: 2, from: 11, to: 13 }),
        columns: await client.columns('dataset', 'table'),
        profile: await client.profile('dataset', 'table', 'ApplicantIncome'),
        scoring: (await client.output('score', 'scored')).value.scoring,
      };
    `);
    expect(value.page.cells.length).toBe(14);
    expect(value.page.rowNumbers[0]).toBe(601);
    expect(value.part.cells.map((row) => row.length)).toEqual([2, 2]);
    expect(value.columns.length).toBe(13);
    const income = value.columns.find(({ name }) => name === 'ApplicantIncome');
    expect(income?.counts.reduce((sum, count) => sum + count, 0)).toBe(614 - value.profile.missing);
    expect(value.columns.find(({ name }) => name === 'Credit_History')?.missing).toBeGreaterThan(0);
    expect(value.scoring.positive).toBe('Y');
  });

  it.each([
    ['a file that is no table', `await client.addTable(await source('picture.csv'))`, 'not-csv'],
    ['a result that is not there', `await client.columns('train', 'model')`, 'no-result'],
    [
      'a circle',
      `await client.run(${JSON.stringify({
        ...drawing,
        edges: [
          ...drawing.edges.filter(({ to }) => to.node !== 'select'),
          { from: { node: 'clean', port: 'table' }, to: { node: 'select', port: 'table' } },
        ],
      })}, {}, () => {})`,
      'pipeline-not-valid',
    ],
  ])('says what is wrong with %s', async (_, script, errorCode) => {
    const { error } = await onPage(`await client.addTable(await source('loans.csv')); ${script}`);
    expect(error?.code).toBe(errorCode);
    expect(error?.message).toMatch(/\w.*\.$/);
    expect(error?.hint).toMatch(/\w.*\.$/);
  });

  it('says that a table was taken away, and goes on when it is back', async () => {
    const { value } = await onPage<{ failure: { message: string; hint: string }; status: string }>(`
      ${run}
      const loans = await source('loans.csv');
      await client.addTable({ ...loans, dataset: 'other' });
      await client.addTable(loans);
      await client.removeTable('loans');
      await run(${drawn});
      const failure = events.find(({ type }) => type === 'failed').error;
      await client.addTable(loans);
      return { failure, status: await run(${drawn}) };
    `);
    expect(value.failure.message).toContain('There is no dataset "loans".');
    expect(value.failure.hint).toBe('The datasets are other.');
    expect(value.status).toBe('completed');
  });

  it('makes an inference pipeline of what has run, and tries it with one row of typical values', async () => {
    const { value } = await onPage<{
      kinds: string[];
      ends: string[];
      warnings: string[];
      rows: { cells: unknown[][] };
    }>(`
      ${run}
      await client.addTable(await source('loans.csv'));
      await run(${drawn});
      const { pipeline, changes } = await client.deriveInference(${drawn});
      events.length = 0;
      await run(pipeline);
      const output = pipeline.edges.find(({ to }) => to.node === 'web-service-output').from;
      return {
        kinds: changes.map(({ node, kind }) => node + ' ' + kind),
        ends: events.filter(({ type }) => ['completed', 'failed'].includes(type)).map(({ type }) => type),
        warnings: events.flatMap(({ warnings }) => warnings ?? []).map(({ code }) => code),
        rows: await client.rows(output.node, output.port, { offset: 0, count: 5 }),
      };
    `);
    expect(value.kinds).toContain('dataset replaced');
    expect(value.kinds).toContain('evaluate removed');
    expect(new Set(value.ends)).toEqual(new Set(['completed']));
    expect(value.warnings).toEqual(['sample-request']);
    expect(value.rows.cells.length).toBe(1);
    expect(value.rows.cells[0].at(-2)).toMatch(/^[YN]$/);
  });

  it('stops a long training when it is asked to, and keeps what was done', async () => {
    const { value } = await onPage<{ status: string; wasLost: boolean; types: string[]; columns: number }>(`
      await client.addTable(await source('many.csv'));
      let asked = 0;
      let wasLost = false;
      client.onLost = () => (wasLost = true);
      const status = await client.run(${drawn}, {}, (event) => {
        events.push(event);
        if (event.node === 'train' && event.type === 'running' && asked++ === 0) {
          void client.cancel();
        }
      });
      return {
        status, wasLost,
        types: events.filter(({ node }) => node === 'train').map(({ type }) => type).slice(-1),
        columns: (await client.columns('clean', 'table')).length,
      };
    `);
    expect(value.status).toBe('cancelled');
    expect(value.types).toEqual(['cancelled']);
    // It has heard of it: its thread, and with it all other results, lives on.
    expect(value.wasLost).toBe(false);
    expect(value.columns).toBe(11);
  });
});
