import { beforeAll, describe, expect, it } from 'vitest';
import { PipelineCache } from '../../../engine/pipeline/cache.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import {
  assertCompleted,
  datasetNames,
  getOutput,
  runPipeline,
  type RunEvent,
} from '../../../engine/pipeline/run.ts';
import { trainingPipeline } from '../../../engine/pipeline/templates.ts';
import { createRandom } from '../../../engine/random.ts';
import { twoClassTable } from '../../support/random-tables.ts';
import { startTensorFlowForTests } from '../../support/tensorflow.ts';

beforeAll(startTensorFlowForTests);

const table = twoClassTable(createRandom(12), {
  rows: 500,
  numbers: ['normal', 'spike'],
  levels: [4],
  missing: 0.05,
});
const datasets = { data: table };
const pipeline = trainingPipeline({ label: 'y', missing: 'impute' });
const ids = pipeline.nodes.map(({ id }) => id);

function withSettings(id: string, settings: Record<string, unknown>): Pipeline {
  const nodes = pipeline.nodes.map((node) =>
    node.id === id ? { ...node, settings: { ...node.settings, ...settings } } : node,
  );
  return { ...pipeline, nodes };
}

/** Runs and notes the events in short: `train completed`. */
async function record(wanted: Pipeline, options: Parameters<typeof runPipeline>[1] = {}) {
  const events: RunEvent[] = [];
  const result = await runPipeline(wanted, {
    datasets,
    ...options,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  return { result, events, log: events.map(({ node, type }) => `${node} ${type}`) };
}

describe('runPipeline', () => {
  it('runs every component after those that it needs', async () => {
    const { result, events, log } = await record(pipeline);
    expect(result.status).toBe('completed');
    expect(log.slice(0, ids.length).sort()).toEqual(ids.map((id) => `${id} queued`).sort());
    for (const { from, to } of pipeline.edges) {
      expect(log.indexOf(`${from.node} completed`)).toBeLessThan(log.indexOf(`${to.node} running`));
    }
    const shares = events.flatMap((event) =>
      event.node === 'train' && event.type === 'running' ? [event.share] : [],
    );
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBe(1);
    expect(Object.keys(result.seconds).sort()).toEqual([...ids].sort());
    expect(getOutput(result, 'evaluate', 'evaluation', 'evaluation').results[0].rows).toBe(150);
    expect(assertCompleted(result)).toBe(result);
  });

  it('gives the same result when its nodes and edges are written in another order', async () => {
    const turned = { ...pipeline, nodes: pipeline.nodes.toReversed(), edges: pipeline.edges.toReversed() };
    const [a, b] = await Promise.all([pipeline, turned].map((each) => runPipeline(each, { datasets })));
    expect(getOutput(b, 'train', 'model', 'model')).toEqual(getOutput(a, 'train', 'model', 'model'));
  });

  it('runs until a node, and does not look at the rest of the drawing', async () => {
    const halfDrawn = { ...pipeline, edges: pipeline.edges.filter(({ to }) => to.node !== 'train') };
    const { result } = await record(halfDrawn, { until: 'split' });
    expect(Object.keys(result.outputs)).toEqual(['dataset', 'clean-label', 'split']);
    await expect(runPipeline(halfDrawn, { datasets })).rejects.toMatchObject({ code: 'pipeline-not-valid' });
    await expect(runPipeline(pipeline, { datasets, until: 'splt' })).rejects.toMatchObject({
      code: 'node-not-found',
      hint: 'Did you mean "split"?',
    });
  });

  it('completes other branches when one fails, and names the node in the error', async () => {
    const failing = withSettings('train', { label: 'Y' });
    const { result, log, events } = await record(failing);
    expect(result.status).toBe('failed');
    expect(result.statuses).toMatchObject({
      train: 'failed',
      score: 'skipped',
      evaluate: 'skipped',
      'apply-texts': 'completed',
    });
    expect(log).not.toContain('score running');
    expect(events).toContainEqual({
      node: 'evaluate',
      component: 'evaluate-model',
      type: 'skipped',
      because: 'train',
    });
    expect(() => assertCompleted(result)).toThrow(
      expect.objectContaining({
        code: 'column-not-found',
        message:
          'Train Model ("train"): Setting "Label column": There is no column "Y" in the table that comes in.',
        hint: expect.stringMatching(/^Did you mean "y"/) as string,
        details: expect.objectContaining({ node: 'train', component: 'Train Model', column: 'Y' }) as unknown,
      }),
    );
    expect(() => getOutput(result, 'score', 'scored', 'table')).toThrow(
      expect.objectContaining({ code: 'no-result' }),
    );
  });

  it('tells beforehand which datasets it will ask for, the default name too', () => {
    const node = (id: string, settings: object) => ({
      id,
      component: 'dataset',
      version: 1,
      settings: { ...settings },
    });
    const nodes = [
      node('a', { name: 'loans' }),
      node('b', {}),
      node('c', { name: 'loans' }),
      node('d', { name: 3 }),
    ];
    expect(datasetNames({ ...pipeline, nodes })).toEqual(['loans', 'data']);
  });

  it('names the dataset that nobody gave', async () => {
    const result = await runPipeline(pipeline, { datasets: { loans: table } });
    expect(() => assertCompleted(result)).toThrow(
      expect.objectContaining({ code: 'dataset-not-found', hint: 'The datasets are loans.' }),
    );
  });

  it.each([
    ['between components', 'split completed'],
    ['inside training', 'train running'],
  ])('stops %s when it is cancelled', async (_, when) => {
    const controller = new AbortController();
    const { result } = await record(pipeline, {
      signal: controller.signal,
      onEvent: ({ node, type }) => {
        if (`${node} ${type}` === when) controller.abort();
      },
    });
    expect(result.status).toBe('cancelled');
    expect(result.statuses).toMatchObject({
      split: 'completed',
      train: 'cancelled',
      score: 'cancelled',
      evaluate: 'cancelled',
    });
    expect(() => assertCompleted(result)).toThrow(expect.objectContaining({ code: 'cancelled' }));
  });

  it('gives the event loop a turn between components', async () => {
    let turns = 0;
    let running = true;
    const count = (): void => {
      turns++;
      if (running) setTimeout(count, 0);
    };
    setTimeout(count, 0);
    const seen = new Set<number>();
    await record(pipeline, { onEvent: ({ type }) => type === 'completed' && seen.add(turns) });
    running = false;
    expect(seen.size).toBe(ids.length);
  });
});

describe('the cache', () => {
  const reused = (log: readonly string[]) => ids.filter((id) => log.includes(`${id} reused`));
  const after = ['train', 'score', 'evaluate'];

  it('reuses everything in a second run, with the same results', async () => {
    const cache = new PipelineCache();
    const first = await record(pipeline, { cache });
    const second = await record(pipeline, { cache });
    expect(reused(first.log)).toEqual([]);
    expect(reused(second.log)).toEqual(ids);
    expect(second.result.outputs).toEqual(first.result.outputs);
  });

  it('runs what a changed setting touches, and reuses the rest', async () => {
    const cache = new PipelineCache();
    await record(pipeline, { cache });
    const { log, result } = await record(withSettings('learner', { l2Weight: 3 }), { cache });
    expect(reused(log)).toEqual(ids.filter((id) => id !== 'learner' && !after.includes(id)));
    expect(getOutput(result, 'train', 'model', 'model').model).toMatchObject({ l2Weight: 3 });
  });

  it('counts a default that is written out as the same setting', async () => {
    const cache = new PipelineCache();
    await record(pipeline, { cache });
    expect(reused((await record(withSettings('evaluate', { threshold: 0.5 }), { cache })).log)).toEqual(ids);
  });

  it('runs again for another table, unless it has the same version', async () => {
    const cache = new PipelineCache();
    const copy = { data: { ...table } };
    await record(pipeline, { cache, datasetVersions: { data: 'v1' } });
    expect(
      reused((await record(pipeline, { cache, datasets: copy, datasetVersions: { data: 'v1' } })).log),
    ).toEqual(ids);
    const other = await record(pipeline, { cache, datasets: copy, datasetVersions: { data: 'v2' } });
    expect(reused(other.log)).toEqual(['learner']);
    expect(reused((await record(pipeline, { cache, datasets: { data: { ...table } } })).log)).toEqual([
      'learner',
    ]);
  });

  it('does not keep what failed', async () => {
    const cache = new PipelineCache();
    const failing = withSettings('train', { label: 'Y' });
    await record(failing, { cache });
    expect((await record(failing, { cache })).result.statuses.train).toBe('failed');
  });

  it('drops what the last runs did not use', async () => {
    const cache = new PipelineCache(2);
    await record(pipeline, { cache });
    await record(withSettings('learner', { l2Weight: 2 }), { cache });
    await record(withSettings('learner', { l2Weight: 3 }), { cache });
    const { log } = await record(pipeline, { cache });
    expect(reused(log)).toEqual(ids.filter((id) => id !== 'learner' && !after.includes(id)));
  });
});
