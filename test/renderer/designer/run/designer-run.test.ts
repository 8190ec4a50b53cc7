import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tutorialPipeline } from '../../../../engine/pipeline/templates.ts';
import { chromiumPath, collectComplaints, noChromium, openBrowser } from '../../../e2e/setup.ts';
import { servePage, type ServedPage } from '../../../support/page-of.ts';

/** A page with a `DesignerRun` on an engine that does what the test says, and writes down what it was asked. */
const code = `
  import './workers/no-eval.ts';
  import { flushSync } from 'svelte';
  import { EngineError } from '../engine/errors.ts';
  import { DesignerRun } from './designer/run/designer-run.svelte.ts';

  class FakeEngine {
    tables = [];
    asked = [];
    onLost = undefined;
    events = [];
    error = undefined;
    hold = undefined;
    async addTable({ dataset }) { this.asked.push('add ' + dataset); this.tables.push(dataset); return { rows: 1, columns: [], warnings: [] }; }
    async removeTable(dataset) { this.tables = this.tables.filter((name) => name !== dataset); }
    async run(pipeline, { until }, onEvent) {
      this.asked.push('run ' + (until ?? 'all'));
      for (const event of this.events) onEvent(event);
      if (this.hold) await this.hold;
      if (this.error) throw this.error;
      return 'completed';
    }
    async cancel() { this.asked.push('cancel'); this.onCancel?.(); }
    async reset() { this.asked.push('reset'); }
    async columns(node, port) { this.asked.push('columns ' + node); return [{ name: 'known', kind: 'number', missing: 0, counts: [] }]; }
    async columnsOf(pipeline, node, port) { this.asked.push('columnsOf ' + node); return [{ name: 'found', kind: 'number', missing: 0, counts: [] }]; }
  }
  const engine = new FakeEngine();
  const source = (dataset) => ({ dataset, name: dataset + '.csv', bytes: new Uint8Array(), options: {}, dropColumns: [], textColumns: [] });
  const call = async (name) => {
    if (name === 'job.read') return { ok: true, value: window.job };
    return { ok: false, error: { code: 'x', message: 'No.', hint: '', retryable: false, correlationId: '' } };
  };
  const run = new DesignerRun(engine, async (name) => (name === 'loans' ? source(name) : undefined), call);
  const pipeline = ${JSON.stringify(tutorialPipeline())};
  const event = (node, type, more = {}) => ({ node, component: pipeline.nodes.find(({ id }) => id === node).component, type, ...more });
  const done = (node) => [event(node, 'queued'), event(node, 'running', { share: 0 }), event(node, 'completed', { seconds: 2, inputs: [], outputs: [], warnings: [] })];
  const states = () => Object.fromEntries(pipeline.nodes.map(({ id }) => [id, run.stateOf(id)]));
  const told = (error) => ({ code: error.code, message: error.message, hint: error.hint });
  Object.assign(window, { engine, run, pipeline, event, done, states, told, source, EngineError, flushSync });
  document.body.dataset.ready = '';
`;

let served: ServedPage;
let browser: Browser;

beforeAll(async () => {
  if (!chromiumPath) return;
  served = await servePage(code);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  if (!chromiumPath) return;
  await browser.close();
  await served.stop();
});

async function onPage<Value>(script: string): Promise<Value> {
  const page = await browser.newPage();
  const complaints = collectComplaints(page);
  await page.goto(served.url);
  await page.locator('[data-ready]').waitFor({ state: 'attached' });
  const found = await page.evaluate<Value>(`(async () => { ${script} })()`);
  expect(complaints).toEqual([]);
  await page.close();
  return found;
}

describe.skipIf(noChromium !== '')(`runs of a drawing on a page${noChromium}`, () => {
  it('brings the tables that the drawing names, and follows each component', async () => {
    const found = await onPage<Record<string, unknown>>(`
      engine.events = [...done('dataset'), event('select', 'queued'), event('select', 'running', { share: 0.4 })];
      let release;
      engine.hold = new Promise((resolve) => (release = resolve));
      const running = run.run(pipeline, 'select');
      await new Promise((resolve) => setTimeout(resolve, 0));
      const during = { isRunning: run.isRunning, states: states(), share: run.shareOf('select'), seconds: run.secondsOf('dataset') };
      release();
      await running;
      return { asked: engine.asked, during, after: states(), isRunning: run.isRunning };
    `);
    expect(found.asked).toEqual(['add loans', 'run select']);
    expect(found.during).toMatchObject({
      isRunning: true,
      share: 0.4,
      seconds: 2,
      states: { dataset: 'done', select: 'running', clean: 'idle' },
    });
    // The engine said nothing more of it: it did not come to its end.
    expect(found.after).toMatchObject({ dataset: 'done', select: 'cancelled', clean: 'idle' });
    expect(found.isRunning).toBe(false);
  });

  it('puts what is wrong with the drawing at its place, and takes it away with the next edit', async () => {
    const found = await onPage<Record<string, unknown>>(`
      engine.error = new EngineError('pipeline-not-valid', 'The pipeline has 1 problem.', 'Mend it.', { problems: [
        { code: 'missing-input', node: 'clean', message: 'Nothing comes in.', hint: 'Connect something.' },
      ] });
      await run.run(pipeline);
      const before = { problem: run.problem?.code, state: run.stateOf('clean'), error: run.errorOf('clean')?.message, log: run.logOf('clean') };
      const edited = { ...pipeline, edges: pipeline.edges.filter(({ to }) => to.node !== 'clean') };
      run.noteEdit(edited);
      return { before, problem: run.problem ?? null, error: run.errorOf('clean') ?? null };
    `);
    expect(found.before).toMatchObject({
      problem: 'pipeline-not-valid',
      state: 'failed',
      error: 'Nothing comes in.',
    });
    expect((found.before as { log: string }).log).toContain('Failed: Nothing comes in. Connect something.');
    expect(found).toMatchObject({ problem: null, error: null });
  });

  it('does not bring back a table that was taken away', async () => {
    const found = await onPage<string[]>(`
      await run.addTable(source('loans'));
      await run.removeTable('loans');
      engine.asked.length = 0;
      await run.run(pipeline);
      return engine.asked;
    `);
    expect(found).toEqual(['run all']);
  });

  it('finds columns in what has run, runs what is cheap, and asks for a training first', async () => {
    const found = await onPage<{
      columns: string[];
      asked: string[];
      error: { code: string; hint: string };
    }>(`
      engine.events = [...done('dataset'), ...done('select')];
      await run.run(pipeline, 'select');
      engine.asked.length = 0;
      const known = await run.columnsInto(pipeline, 'clean', 'table');
      const found = await run.columnsInto(pipeline, 'split', 'table');
      const none = await run.columnsInto({ ...pipeline, edges: [] }, 'split', 'table');
      const error = await run.columnsInto(pipeline, 'evaluate', 'scored').catch(told);
      return { columns: [...known, ...found, ...none].map(({ name }) => name), asked: engine.asked, error };
    `);
    expect(found.columns).toEqual(['known', 'found']);
    expect(found.asked).toEqual(['columns select', 'columnsOf clean']);
    expect(found.error.code).toBe('not-run-yet');
    expect(found.error.hint).toMatch(/^Run the pipeline/);
  });

  it('forgets its results where the engine was ended', async () => {
    const found = await onPage<Record<string, string>>(`
      engine.events = [...done('dataset')];
      await run.run(pipeline);
      engine.onLost();
      return states();
    `);
    expect(new Set(Object.values(found))).toEqual(new Set(['idle']));
  });

  it('shows the lights and logs of a job, and its own again when it is left', async () => {
    const found = await onPage<Record<string, unknown>>(`
      window.job = { job: 'job-1', status: 'Failed', error: 'It broke.', steps: [
        { name: 'select', status: 'Completed', log: 'Completed.' },
        { name: 'clean', status: 'Failed', log: '2026-01-01T00:00:00Z Failed: There is no column "x". Choose another.' },
        { name: 'split', status: 'Canceled', log: '' },
      ] };
      run.noteEdit(pipeline);
      const job = run.followJob('mine', pipeline);
      while (!job.view) await new Promise((resolve) => setTimeout(resolve, 5));
      const during = { states: states(), error: run.errorOf('clean'), log: run.logOf('select'), isOver: job.isOver };
      run.leaveJob();
      return { during, after: states() };
    `);
    expect(found.during).toMatchObject({
      states: { dataset: 'done', select: 'done', clean: 'failed', split: 'cancelled', train: 'idle' },
      error: { message: 'There is no column "x".', hint: 'Choose another.' },
      log: 'Completed.',
      isOver: true,
    });
    expect(new Set(Object.values(found.after as object))).toEqual(new Set(['idle']));
  });
});
