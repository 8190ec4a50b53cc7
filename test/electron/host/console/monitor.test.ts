import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../engine/random.ts';
import type { Column } from '../../../../engine/table/table.ts';
import { encodeTexts } from '../../../../engine/table/levels.ts';
import { getDefaultDatastore } from '../../../../electron/azure/datastores.ts';
import { downloadText, listBlobs } from '../../../../electron/azure/blobs.ts';
import { compareInputs } from '../../../../electron/host/console/input-drift.ts';
import { stabilityByChance, stabilityIndex } from '../../../../engine/table/stability-index.ts';
import {
  addLatencies,
  mergeLatencies,
  percentileOf,
} from '../../../../electron/sandbox/online-endpoints/latencies.ts';
import { deployEcho } from '../../../support/deployed-endpoint.ts';
import { scope } from '../../../support/workspace.ts';

describe('requests over time', () => {
  it('are counted by class of status, with percentiles of their times', async () => {
    const { call } = await deployEcho('blue', 'green');
    for (let i = 0; i < 20; i++) {
      await call('endpoint.invoke', {
        endpoint: 'echo',
        rows: [{ age: i }],
        deployment: i % 4 ? 'blue' : 'green',
      });
    }
    await call('endpoint.invoke', { endpoint: 'echo', body: '{' });
    const all = await call('endpoint.metrics', { endpoint: 'echo', hours: 1 });
    const sum = (name: string): number =>
      all.points.reduce((total, { requests }) => total + (requests[name] ?? 0), 0);
    expect([sum('2xx'), sum('4xx')]).toEqual([20, 1]);
    expect(all.totals).toMatchObject({ requests: 21, failures: 1 });
    expect(all.seconds).toBe(60);
    for (const { p50, p95, p99 } of all.points) {
      expect(p50).toBeGreaterThan(0);
      expect(p95).toBeGreaterThanOrEqual(p50 ?? Infinity);
      expect(p99).toBeGreaterThanOrEqual(p95 ?? Infinity);
    }
    const green = await call('endpoint.metrics', { endpoint: 'echo', deployment: 'green', hours: 1 });
    expect(green.totals).toMatchObject({ requests: 5, failures: 0 });
    // A long range has fewer, longer points, and the same sum.
    const month = await call('endpoint.metrics', { endpoint: 'echo', hours: 720 });
    expect(month.seconds).toBe(21_600);
    expect(month.totals.requests).toBe(21);
    expect(await call('endpoint.watch', { endpoint: 'echo' })).toMatchObject({ requests: 21, failures: 1 });
  });

  it('percentiles from buckets lie within a fortieth of the exact ones', () => {
    const random = createRandom(7);
    const times = Array.from({ length: 2000 }, () => Math.exp(random.next() * 8 - 1));
    const halves = [times.slice(0, 900), times.slice(900)].map((part) => addLatencies({}, part));
    const sorted = [...times].sort((a, b) => a - b);
    for (const share of [0.5, 0.95, 0.99, 1]) {
      const exact = sorted[Math.ceil(sorted.length * share) - 1];
      expect(Math.abs(percentileOf(mergeLatencies(halves), share) / exact - 1)).toBeLessThan(0.026);
    }
    expect(percentileOf({}, 0.5)).toBe(0);
  });
});

describe('the inputs', () => {
  it('are kept where Azure’s collector keeps them, once that is switched on, and stay when it is switched off', async () => {
    const { call, connection } = await deployEcho('blue');
    await call('endpoint.invoke', { endpoint: 'echo', rows: [{ age: 1 }] });
    await call('deployment.collect-data', { endpoint: 'echo', deployment: 'blue', isOn: true });
    const { deployments } = await call('endpoint.describe', { endpoint: 'echo' });
    expect(deployments[0].collectsData).toBe(true);
    await call('endpoint.invoke', { endpoint: 'echo', rows: [{ age: 2 }, { age: 3, area: 'Rural' }] });
    await call('endpoint.invoke', { endpoint: 'echo', body: '{"input_data":[{"age":4}]}' });
    await call('endpoint.invoke', { endpoint: 'echo', body: '{' });
    await call('deployment.collect-data', { endpoint: 'echo', deployment: 'blue', isOn: false });
    await call('endpoint.invoke', { endpoint: 'echo', rows: [{ age: 5 }] });

    const store = await getDefaultDatastore(connection, scope);
    if (!store) throw new Error('There is no default datastore.');
    const place = { resourceGroup: scope.resourceGroup, account: store.account, container: store.container };
    const blobs = await listBlobs(connection, place, 'modelDataCollector/');
    expect(blobs.map(({ name }) => name)).toEqual([
      expect.stringMatching(
        /^modelDataCollector\/echo\/blue\/model_inputs\/\d{4}\/\d\d\/\d\d\/\d\d\/[\w-]+\.jsonl$/,
      ),
    ]);
    const text = (await downloadText(connection, { ...place, blob: blobs[0].name })) ?? '';
    const events = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events).toMatchObject([
      {
        specversion: '1.0',
        type: 'azureml.inference.model_inputs',
        data: [{ age: 2 }, { age: 3, area: 'Rural' }],
      },
      { data: [{ age: 4 }] },
    ]);
    const drift = await call('endpoint.drift', { endpoint: 'echo', deployment: 'blue' });
    // No data asset was trained on: nothing is compared, and the page says so.
    expect(drift).toMatchObject({ rows: 3, isCut: false, collects: false, reference: null, columns: [] });
  });
});

const numbers = (values: readonly (number | null)[]): Column => ({
  kind: 'number',
  name: 'income',
  values: Float64Array.from(values, (value) => value ?? NaN),
});
const texts = (values: readonly (string | null)[]): Column => ({
  kind: 'category',
  name: 'area',
  ...encodeTexts(values),
});

describe('drift', () => {
  const random = createRandom(11);
  const training = numbers(Array.from({ length: 600 }, () => 100 + 20 * random.normal()));
  const requests = (count: number, factor: number): { income: number }[] =>
    Array.from({ length: count }, () => ({ income: factor * (100 + 20 * random.normal()) }));

  it('of the same incomes is steady, of incomes risen by half far', () => {
    expect(compareInputs(training, requests(400, 1)).word).toBe('steady');
    const far = compareInputs(training, requests(400, 1.5));
    expect(far.word).toBe('far');
    expect(far.index).toBeGreaterThan(0.25);
  });

  it('of a handful of rows says that they are too few, and is not taken for a move', () => {
    const words = Array.from({ length: 60 }, () => compareInputs(training, requests(6, 1)).word);
    expect(words.filter((word) => word === 'too-few').length).toBeGreaterThan(50);
  });

  it('counts every row once, gaps and new levels included', () => {
    const column = texts([
      ...Array<string>(60).fill('Rural'),
      ...Array<string>(30).fill('Urban'),
      null,
      null,
    ]);
    const rows = [{ area: 'Rural' }, { area: 'Moon' }, { area: null }, {}];
    const drift = compareInputs(column, rows);
    expect(drift.histogram).toEqual({
      kind: 'category',
      levels: ['Rural', 'Urban', '…'],
      training: [60, 30, 0],
      requests: [1, 0, 1],
    });
    expect(drift.gaps).toEqual({ training: 2, requests: 2 });
    const { histogram } = compareInputs(numbers([0, 1, 1, null]), [
      { income: 0 },
      { income: 7 },
      { income: null },
    ]);
    if (histogram.kind !== 'number') throw new Error('no numbers');
    expect(histogram.training.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(histogram.requests.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  it('of nothing but gaps, of one value and of no rows is a number', () => {
    for (const column of [numbers([null, null]), numbers([3, 3, 3]), texts([null])]) {
      for (const rows of [[], [{}], [{ income: 3, area: 'x' }]]) {
        expect(Number.isFinite(compareInputs(column, rows).index)).toBe(true);
      }
    }
  });

  it('is the index of a textbook, and chance what it says', () => {
    expect(stabilityIndex([10, 20, 30], [10, 20, 30])).toBe(0);
    const by = (counts: readonly number[], index: number): number => (counts[index] + 0.5) / (60 + 1.5);
    const [before, after] = [
      [10, 20, 30],
      [30, 20, 10],
    ];
    const expected = [0, 1, 2].reduce(
      (sum, i) => sum + (by(after, i) - by(before, i)) * Math.log(by(after, i) / by(before, i)),
      0,
    );
    expect(stabilityIndex(before, after)).toBeCloseTo(expected, 12);
    // χ² of 9 degrees of freedom has its 0.95 quantile at 16.919.
    expect(stabilityByChance(100, Infinity, 10) * 100).toBeCloseTo(16.919, 1);
    const draws = Array.from({ length: 300 }, () => {
      const draw = (): number[] => {
        const counts = new Array<number>(10).fill(0);
        for (let i = 0; i < 500; i++) counts[random.integer(10)]++;
        return counts;
      };
      return stabilityIndex(draw(), draw()) < stabilityByChance(500, 500, 10);
    });
    const below = draws.filter(Boolean).length;
    expect(below).toBeGreaterThan(270);
    expect(below).toBeLessThan(299);
  });
});
