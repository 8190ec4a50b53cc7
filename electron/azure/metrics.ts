import { call } from './call.ts';
import type { Connection } from './connection.ts';
import { requestJson } from './request.ts';

/** What Azure Monitor has counted of an endpoint. */
export interface EndpointMetrics {
  readonly requests: number;
  readonly failures: number;
  readonly averageMilliseconds: number | null;
}

/** Which part of an endpoint's figures is asked for. */
export interface MetricsRange {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** How much time one point stands for: one of Azure Monitor's grains. */
  readonly grain: MetricsGrain;
  readonly deployment?: string | undefined;
}

/** Azure Monitor's grains of time, with their seconds. */
export const metricsGrains = {
  PT1M: 60,
  PT5M: 300,
  PT15M: 900,
  PT30M: 1800,
  PT1H: 3600,
  PT6H: 21_600,
  PT12H: 43_200,
  P1D: 86_400,
} as const;

export type MetricsGrain = keyof typeof metricsGrains;

/** The figures of one stretch of time. */
export interface MetricsPoint {
  /** When it begins, in milliseconds since 1970. */
  readonly at: number;
  /** Requests by class of status, such as 2xx. */
  readonly requests: Readonly<Record<string, number>>;
  /** Response times in milliseconds; null where there was no request. */
  readonly average: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

interface Metrics {
  readonly value: readonly {
    readonly name: { readonly value: string };
    readonly timeseries: readonly {
      readonly metadatavalues?: readonly {
        readonly name: { readonly value: string };
        readonly value: string;
      }[];
      readonly data: readonly MetricValue[];
    }[];
  }[];
}

interface MetricValue {
  readonly timeStamp: string;
  readonly total?: number;
  readonly average?: number;
  readonly maximum?: number;
}

/** What a dimension of a metric may be; Azure names it either way. */
const dimensions = { deployment: 'deployment', statusCode: 'statusCodeClass' } as const;
const percentiles = {
  p50: 'RequestLatency_P50',
  p95: 'RequestLatency_P95',
  p99: 'RequestLatency_P99',
} as const;

/**
 * Requests and response times of an endpoint over time; points without a request are left out. Percentiles of several
 * deployments together are the worst of theirs: Azure Monitor keeps no more.
 * Source: https://learn.microsoft.com/azure/machine-learning/monitor-azure-machine-learning-reference
 */
export async function readEndpointMetrics(
  connection: Connection,
  endpointId: string,
  range: MetricsRange,
): Promise<MetricsPoint[]> {
  const { deployment, statusCode } = dimensions;
  const chosen = `${deployment} eq '${range.deployment?.replaceAll("'", "''") ?? '*'}'`;
  // The two are asked for one by one: response times know no status.
  const [counts, times] = await Promise.all([
    readMetrics(connection, endpointId, range, {
      names: ['RequestsPerMinute'],
      aggregations: ['Total'],
      filter: `${chosen} and ${statusCode} eq '*'`,
    }),
    readMetrics(connection, endpointId, range, {
      names: ['RequestLatency', ...Object.values(percentiles)],
      aggregations: ['Total', 'Average', 'Maximum'],
      filter: chosen,
    }),
  ]);
  const points = new Map<number, PointSum>();
  const pointAt = (at: number): PointSum => {
    const known = points.get(at);
    if (known) return known;
    const made = new PointSum();
    points.set(at, made);
    return made;
  };
  for (const { series, value } of valuesOf(counts)) {
    pointAt(Date.parse(value.timeStamp)).count(series[statusCode.toLowerCase()] ?? '2xx', value.total ?? 0);
  }
  for (const { metric, value } of valuesOf(times)) pointAt(Date.parse(value.timeStamp)).time(metric, value);
  return [...points]
    .sort(([a], [b]) => a - b)
    .map(([at, sum]) => sum.point(at))
    .filter(({ requests }) => Object.keys(requests).length > 0);
}

/** What is added up of one stretch of time. */
class PointSum {
  private readonly requests: Record<string, number> = {};
  private milliseconds = 0;
  private measured = 0;
  private readonly worst: Record<string, number> = {};

  count(statusClass: string, total: number): void {
    if (total > 0) this.requests[statusClass] = (this.requests[statusClass] ?? 0) + total;
  }

  time(metric: string, { total = 0, average, maximum }: MetricValue): void {
    if (average === undefined || average <= 0) return;
    if (metric === 'RequestLatency') {
      this.milliseconds += total;
      this.measured += total / average;
    } else this.worst[metric] = Math.max(this.worst[metric] ?? 0, maximum ?? average);
  }

  point(at: number): MetricsPoint {
    const { p50, p95, p99 } = percentiles;
    return {
      at,
      requests: this.requests,
      average: this.measured > 0 ? this.milliseconds / this.measured : null,
      p50: this.worst[p50] ?? null,
      p95: this.worst[p95] ?? null,
      p99: this.worst[p99] ?? null,
    };
  }
}

/** Every value with its metric and what its series is of. */
function* valuesOf({ value: metrics }: Metrics): Generator<{
  readonly metric: string;
  readonly series: Readonly<Record<string, string>>;
  readonly value: MetricValue;
}> {
  for (const { name, timeseries } of metrics) {
    for (const { metadatavalues = [], data } of timeseries) {
      const series = Object.fromEntries(
        metadatavalues.map(({ name: key, value }) => [key.value.toLowerCase(), value]),
      );
      for (const value of data) yield { metric: name.value, series, value };
    }
  }
}

async function readMetrics(
  connection: Connection,
  endpointId: string,
  { from, to, grain }: MetricsRange,
  wanted: {
    readonly names: readonly string[];
    readonly aggregations: readonly string[];
    readonly filter: string;
  },
): Promise<Metrics> {
  const query = new URLSearchParams({
    'api-version': '2018-01-01',
    metricnames: wanted.names.join(','),
    aggregation: wanted.aggregations.join(','),
    timespan: `${new Date(from).toISOString()}/${new Date(to).toISOString()}`,
    interval: grain,
    $filter: wanted.filter,
  });
  return (await call(() =>
    requestJson(connection, 'GET', `${endpointId}/providers/Microsoft.Insights/metrics?${query.toString()}`),
  )) as Metrics;
}

/** Requests, failures and latency of an endpoint over the last day; of one deployment where it is named. */
export async function getEndpointMetrics(
  connection: Connection,
  endpointId: string,
  deployment?: string,
): Promise<EndpointMetrics> {
  const to = Date.now();
  return sumMetrics(
    await readEndpointMetrics(connection, endpointId, {
      from: to - metricsGrains.P1D * 1000,
      to,
      grain: 'PT1M',
      deployment,
    }),
  );
}

/** All points together. */
export function sumMetrics(points: readonly MetricsPoint[]): EndpointMetrics {
  let [requests, failures, milliseconds, measured] = [0, 0, 0, 0];
  for (const { requests: byStatus, average } of points) {
    const all = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
    requests += all;
    for (const [status, count] of Object.entries(byStatus)) if (!status.startsWith('2')) failures += count;
    if (average === null) continue;
    milliseconds += average * all;
    measured += all;
  }
  return { requests, failures, averageMilliseconds: measured > 0 ? milliseconds / measured : null };
}
