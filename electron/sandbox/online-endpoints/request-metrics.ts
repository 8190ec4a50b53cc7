import type { Json } from '../../store/journal-line.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { requireEndpoint } from './online-endpoints.ts';

/** What was counted in one minute. */
interface MinuteCount {
  readonly [key: string]: Json;
  readonly count: number;
  /** All latencies together. */
  readonly milliseconds: number;
}

const minute = 60_000;
const countPrefix = 'request-count/';
const mostLogLines = 200;

/** The last lines of each deployment: like a container's output, they live as long as the process. */
const logs = new WeakMap<World['store'], Map<string, string[]>>();

/** Counts a request that a deployment has answered; a kill loses none. */
export function countRequest(
  { store, clock }: World,
  deploymentId: string,
  answer: { readonly status: number; readonly milliseconds: number; readonly message?: string },
): void {
  const { status, milliseconds, message } = answer;
  const now = clock.now();
  const id = deploymentId.toLowerCase();
  const key = `${countPrefix}${id}/${Math.floor(status / 100)}xx/${Math.floor(now / minute)}`;
  const before = store.get(key) as MinuteCount | undefined;
  store.put(key, {
    count: (before?.count ?? 0) + 1,
    milliseconds: (before?.milliseconds ?? 0) + milliseconds,
  });
  const line =
    `${new Date(now).toISOString()} POST /score ${status} ${milliseconds.toFixed(1)} ms` +
    (message === undefined ? '' : ` ${message}`);
  const lines = logs.get(store) ?? new Map<string, string[]>();
  logs.set(store, lines.set(id, [...(lines.get(id) ?? []), line].slice(-mostLogLines)));
}

/** A line for each of the last requests that a deployment has answered since the sandbox was started. */
export function requestLog({ store }: World, deploymentId: string): readonly string[] {
  return logs.get(store)?.get(deploymentId.toLowerCase()) ?? [];
}

/** Forgets what a deployment of an earlier time has answered under the same id. */
export function forgetRequests({ store }: World, deploymentId: string): void {
  const id = deploymentId.toLowerCase();
  logs.get(store)?.delete(id);
  store.batch(store.keys(`${countPrefix}${id}/`).map((key) => ({ key })));
}

/** What Azure Monitor tells of endpoints: how many requests, and how long they took. */
export function metricsRoutes(world: World): Route[] {
  return [
    {
      name: 'Metrics_List',
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/onlineEndpoints/{endpoint}/providers/Microsoft.Insights/metrics',
      handle: (request) => list(world, request),
    },
  ];
}

/** Requests per minute and their latency, a series for each deployment and class of status. */
function list(world: World, { path, query }: ArmRequest): ArmReply {
  const endpoint = requireEndpoint(world, path);
  const { clock, store } = world;
  const since = clock.now() - 24 * 60 * minute;
  const begin = `${countPrefix}${endpoint.id.toLowerCase()}/deployments/`;
  const series = new Map<string, { at: number; counted: MinuteCount }[]>();
  for (const key of store.keys(begin)) {
    const [deployment, statusClass, index] = key.slice(begin.length).split('/');
    const at = Number(index) * minute;
    if (at < since) continue;
    const name = `${deployment}/${statusClass}`;
    series.set(name, [...(series.get(name) ?? []), { at, counted: store.get(key) as MinuteCount }]);
  }
  const wanted = (query.get('metricnames') ?? 'RequestsPerMinute,RequestLatency').split(',');
  const value = wanted.map((metric) => ({
    id: `${endpoint.id}/providers/Microsoft.Insights/metrics/${metric}`,
    type: 'Microsoft.Insights/metrics',
    name: { value: metric, localizedValue: metric },
    unit: metric === 'RequestLatency' ? 'MilliSeconds' : 'Count',
    timeseries: [...series].map(([name, minutes]) => ({
      metadatavalues: name.split('/').map((dimension, index) => ({
        name: { value: index === 0 ? 'deployment' : 'statusCodeClass' },
        value: dimension,
      })),
      data: minutes.map(({ at, counted: { count, milliseconds } }) => ({
        timeStamp: new Date(at).toISOString(),
        ...(metric === 'RequestLatency'
          ? { total: milliseconds, average: milliseconds / count, count }
          : { total: count, average: count, count }),
      })),
    })),
  }));
  return {
    status: 200,
    body: {
      cost: 0,
      timespan: `${new Date(since).toISOString()}/${new Date(clock.now()).toISOString()}`,
      interval: 'PT1M',
      namespace: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
      value,
    },
  };
}
