import { invalidContent } from '../arm-error.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { averageOf, mergeLatencies, percentileOf } from './latencies.ts';
import { requireEndpoint } from './online-endpoints.ts';
import { countPrefix, minute, storeCounts, type MinuteCount } from './request-counts.ts';

/** A minute of a series. */
interface Minute {
  readonly at: number;
  readonly counted: MinuteCount;
}

/** What one series of a metric is of: a deployment, and for requests a class of status. */
interface Series {
  readonly deployment: string;
  readonly statusClass: string | undefined;
  readonly minutes: readonly Minute[];
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

/** Azure Monitor's grains, in minutes. */
const grains: Readonly<Record<string, number>> = {
  ...{ PT1M: 1, PT5M: 5, PT15M: 15, PT30M: 30, PT1H: 60, PT6H: 360, PT12H: 720, P1D: 1440 },
};

/**
 * Requests per minute by deployment and class of status; response times by deployment alone, as Azure has them.
 * Requests that were refused before a deployment was chosen are the endpoint's: their deployment is empty.
 * Source: https://learn.microsoft.com/rest/api/monitor/metrics/list
 */
function list(world: World, { path, query }: ArmRequest): ArmReply {
  storeCounts(world);
  const endpoint = requireEndpoint(world, path);
  const interval = query.get('interval') ?? 'PT1M';
  const step = Object.hasOwn(grains, interval) ? grains[interval] * minute : undefined;
  if (step === undefined) {
    throw invalidContent(`'interval' is one of ${Object.keys(grains).join(', ')}.`);
  }
  const [from, to] = readTimespan(query.get('timespan'), world.clock.now());
  const filter = readFilter(query.get('$filter') ?? '');
  const since = Math.floor(from / step) * step;
  const counted = readSeries(world, endpoint.id, since, to).filter(
    ({ deployment }) => filter.deployment === undefined || filter.deployment === deployment,
  );
  const wanted = (query.get('metricnames') ?? 'RequestsPerMinute,RequestLatency').split(',');
  const value = wanted.map((metric) => {
    const isCount = metric === 'RequestsPerMinute';
    // What no deployment has answered has taken no time of one.
    const series = isCount ? counted : byDeployment(counted.filter(({ deployment }) => deployment !== ''));
    return {
      id: `${endpoint.id}/providers/Microsoft.Insights/metrics/${metric}`,
      type: 'Microsoft.Insights/metrics',
      name: { value: metric, localizedValue: metric },
      unit: isCount ? 'Count' : 'MilliSeconds',
      timeseries: series.map(({ deployment, statusClass, minutes }) => ({
        metadatavalues: [
          { name: { value: 'deployment' }, value: deployment },
          ...(isCount ? [{ name: { value: 'statusCodeClass' }, value: statusClass ?? '' }] : []),
        ],
        data: inSteps(minutes, step).map(([at, counts]) => ({
          timeStamp: new Date(at).toISOString(),
          ...valueOf(metric, counts),
        })),
      })),
    };
  });
  return {
    status: 200,
    body: {
      cost: 0,
      timespan: `${new Date(from).toISOString()}/${new Date(to).toISOString()}`,
      interval,
      namespace: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
      value,
    },
  };
}

/** The two ends of a range, or a duration that ends now; without one the last day. */
function readTimespan(timespan: string | null, now: number): [number, number] {
  const [begin, end] = (timespan ?? '').split('/').map((part) => Date.parse(part));
  if (Number.isFinite(begin) && Number.isFinite(end)) return [begin, end];
  return [now - 24 * 60 * minute, now];
}

/** The one deployment that a filter names, where it names one. */
function readFilter(filter: string): { readonly deployment: string | undefined } {
  const [, name] = /\bdeployment eq '((?:[^']|'')*)'/i.exec(filter) ?? [];
  const isOne = name !== undefined && name !== '*';
  return { deployment: isOne ? name.replaceAll("''", "'").toLowerCase() : undefined };
}

function readSeries({ store }: World, endpointId: string, since: number, to: number): Series[] {
  const begin = `${countPrefix}${endpointId.toLowerCase()}/deployments/`;
  const series = new Map<string, Minute[]>();
  for (const key of store.keys(begin)) {
    const [deployment, statusClass, index] = key.slice(begin.length).split('/');
    const at = Number(index) * minute;
    if (at < since || at > to) continue;
    const name = `${deployment}/${statusClass}`;
    series.set(name, [...(series.get(name) ?? []), { at, counted: store.get(key) as MinuteCount }]);
  }
  return [...series].map(([name, minutes]) => {
    const [deployment, statusClass] = name.split('/');
    return { deployment, statusClass, minutes };
  });
}

function byDeployment(series: readonly Series[]): Series[] {
  return [...groupBy(series, ({ deployment }) => deployment)].map(([deployment, parts]) => ({
    deployment,
    statusClass: undefined,
    minutes: parts.flatMap(({ minutes }) => minutes),
  }));
}

function inSteps(minutes: readonly Minute[], step: number): [number, MinuteCount[]][] {
  const steps = groupBy(minutes, ({ at }) => Math.floor(at / step) * step);
  return [...steps].sort(([a], [b]) => a - b).map(([at, parts]) => [at, parts.map(({ counted }) => counted)]);
}

/** A metric of some minutes together. */
function valueOf(metric: string, counts: readonly MinuteCount[]): Readonly<Record<string, number>> {
  const count = counts.reduce((sum, part) => sum + part.count, 0);
  if (metric === 'RequestsPerMinute') return { total: count, average: count / counts.length, count };
  // What was counted by an earlier version has no buckets.
  const latencies = mergeLatencies(counts.map((part) => part.latencies ?? {}));
  const [, percent] = /^RequestLatency_P(\d+)$/.exec(metric) ?? [];
  if (percent !== undefined) {
    const value = percentileOf(latencies, Number(percent) / 100);
    return { total: value, average: value, maximum: value, count: 1 };
  }
  const total = counts.reduce((sum, part) => sum + part.milliseconds, 0);
  return { total, average: averageOf(total, count), maximum: percentileOf(latencies, 1), count };
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
