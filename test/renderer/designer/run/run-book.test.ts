import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../../../engine/pipeline/pipeline.ts';
import { runPipeline } from '../../../../engine/pipeline/run.ts';
import { PipelineCache } from '../../../../engine/pipeline/cache.ts';
import { tutorialPipeline } from '../../../../engine/pipeline/templates.ts';
import { validatePipeline } from '../../../../engine/pipeline/validate.ts';
import { readCsv } from '../../../../engine/table/csv/read-csv.ts';
import { RunBook } from '../../../../renderer/designer/run/run-book.ts';
import { packError } from '../../../../renderer/workers/engine/engine-errors.ts';
import { loanCsv } from '../../../../tools/generate-loans.ts';

const bytes = new TextEncoder().encode([...loanCsv(200, 1)].join(''));
const loans = readCsv({ name: 'loans.csv', open: () => [bytes] }).table;
/** Without what needs TensorFlow.js. */
const whole = tutorialPipeline();
const prepare: Pipeline = {
  ...whole,
  nodes: whole.nodes.filter(({ id }) => ['dataset', 'select', 'clean', 'split'].includes(id)),
  edges: whole.edges.filter(({ to }) => ['select', 'clean', 'split'].includes(to.node)),
};

function change(pipeline: Pipeline, id: string, settings: Record<string, unknown>): Pipeline {
  return {
    ...pipeline,
    nodes: pipeline.nodes.map((node) =>
      node.id === id ? { ...node, settings: { ...node.settings, ...settings } } : node,
    ),
  };
}

/** Runs a drawing with the real engine, and tells the book. */
async function run(
  book: RunBook,
  pipeline: Pipeline,
  options: { readonly cache?: PipelineCache; readonly until?: string; readonly cancelAt?: string } = {},
): Promise<void> {
  const { cache, until, cancelAt } = options;
  const abort = new AbortController();
  book.begin(pipeline);
  await runPipeline(pipeline, {
    datasets: { loans },
    signal: abort.signal,
    ...(cache && { cache }),
    ...(until !== undefined && { until }),
    onEvent(event) {
      if (event.node === cancelAt && event.type === 'running') abort.abort();
      const told =
        event.type === 'failed'
          ? { ...event, error: packError(event.error) }
          : { inputs: [], outputs: [], warnings: [], ...event };
      book.enter(told);
    },
  });
  book.end();
}

const states = (book: RunBook): Record<string, string> =>
  Object.fromEntries(prepare.nodes.map(({ id }) => [id, book.record(id).state]));

describe('the book of a drawing’s runs', () => {
  it('knows how each component stands, and how long its work took', async () => {
    const book = new RunBook();
    expect(states(book)).toEqual({ dataset: 'idle', select: 'idle', clean: 'idle', split: 'idle' });
    await run(book, prepare, { until: 'clean' });
    expect(states(book)).toEqual({ dataset: 'done', select: 'done', clean: 'done', split: 'idle' });
    expect(book.record('clean').seconds).toBeGreaterThanOrEqual(0);
    expect(book.record('clean').log.map(({ type }) => type)).toEqual(['started', 'completed']);
  });

  it('says what an edit puts out of date, and takes it back when the edit is taken back', async () => {
    const book = new RunBook();
    await run(book, prepare);
    book.noteEdit(change(prepare, 'clean', { mode: 'remove-row' }));
    expect(states(book)).toEqual({
      dataset: 'done',
      select: 'done',
      clean: 'out-of-date',
      split: 'out-of-date',
    });
    book.noteEdit(prepare);
    expect(Object.values(states(book))).toEqual(['done', 'done', 'done', 'done']);
    // Where a box stands, and what its author notes, changes no result.
    book.noteEdit({
      ...prepare,
      nodes: prepare.nodes.map((node) => ({ ...node, position: { x: 1, y: 2 }, comment: 'a note' })),
    });
    expect(Object.values(states(book))).toEqual(['done', 'done', 'done', 'done']);
    // Another edge is another result.
    const short: Pipeline = {
      ...prepare,
      edges: prepare.edges.map((edge) =>
        edge.to.node === 'split' ? { ...edge, from: { node: 'select', port: 'table' } } : edge,
      ),
    };
    book.noteEdit(short);
    expect(states(book)).toMatchObject({ clean: 'done', split: 'out-of-date' });
  });

  it('keeps the time of the work when a result is used again', async () => {
    const book = new RunBook();
    const cache = new PipelineCache();
    await run(book, prepare, { cache });
    const { seconds } = book.record('clean');
    await run(book, prepare, { cache });
    expect(book.record('clean').log.map(({ type }) => type)).toEqual(['reused']);
    expect(book.record('clean')).toMatchObject({ state: 'done', seconds });
  });

  it('holds what went wrong until the drawing changes there', async () => {
    const book = new RunBook();
    const wrong = change(prepare, 'split', { stratificationColumn: 'Loan_Staus' });
    await run(book, wrong);
    expect(book.record('split')).toMatchObject({ state: 'failed', error: { code: 'column-not-found' } });
    book.noteEdit(change(wrong, 'clean', { mode: 'remove-row' }));
    expect(book.record('split')).toMatchObject({ state: 'idle', error: undefined });
    book.noteEdit(wrong);
    expect(book.record('split').state).toBe('failed');
  });

  it('skips what comes after a failure, and cancels what a cancel has kept from running', async () => {
    const book = new RunBook();
    const wrong = change(prepare, 'select', {
      columns: {
        beginWith: 'none',
        rules: [{ action: 'include', by: 'name', names: ['gone'] }],
      },
    });
    await run(book, wrong);
    expect(states(book)).toEqual({ dataset: 'done', select: 'failed', clean: 'skipped', split: 'skipped' });
    await run(book, prepare, { cancelAt: 'select' });
    expect(states(book)).toMatchObject({ dataset: 'done', clean: 'cancelled', split: 'cancelled' });
  });

  it('puts a table that was taken away out of date', async () => {
    const book = new RunBook();
    await run(book, prepare);
    book.noteTable('other');
    expect(states(book).split).toBe('done');
    book.noteTable('loans');
    expect(Object.values(states(book))).toEqual(Array(4).fill('out-of-date'));
  });

  it('puts the problems of a drawing that cannot run at their components', () => {
    const book = new RunBook();
    const circle: Pipeline = {
      ...prepare,
      edges: [
        ...prepare.edges.filter(({ to }) => to.node !== 'select'),
        { from: { node: 'clean', port: 'table' }, to: { node: 'select', port: 'table' } },
      ],
    };
    book.begin(circle);
    book.refuse(validatePipeline(circle));
    const faulty = prepare.nodes.filter(({ id }) => book.record(id).state === 'failed');
    expect(faulty.length).toBe(1);
    expect(book.record(faulty[0].id).error?.message).toContain('The edges run in a circle');
    const open: Pipeline = { ...prepare, edges: prepare.edges.filter(({ to }) => to.node !== 'split') };
    book.begin(open);
    book.refuse(validatePipeline(open));
    expect(book.record('split').error?.message).toContain('nothing connected');
    book.noteEdit(prepare);
    expect(book.record('split')).toMatchObject({ state: 'idle', error: undefined });
  });
});
