import { call } from './call.ts';
import type { Connection } from './connection.ts';
import { requestJson } from './request.ts';

/** What Azure Monitor has counted of an endpoint. */
export interface EndpointMetrics {
  readonly requests: number;
  readonly failures: number;
  readonly averageMilliseconds: number | null;
}

interface Metrics {
  readonly value: readonly {
    readonly name: { readonly value: string };
    readonly timeseries: readonly {
      readonly metadatavalues?: readonly {
        readonly name: { readonly value: string };
        readonly value: string;
      }[];
      readonly data: readonly { readonly total?: number; readonly average?: number }[];
    }[];
  }[];
}

/** What a dimension of a metric may be; Azure names it either way. */
const dimensions = { deployment: 'deployment', statusCode: 'statusCodeClass' } as const;

/**
 * Requests, failures and latency of an endpoint over the last day; of one deployment where it is named.
 * Source: https://learn.microsoft.com/azure/machine-learning/monitor-azure-machine-learning-reference
 */
export async function getEndpointMetrics(
  connection: Connection,
  endpointId: string,
  deployment?: string,
): Promise<EndpointMetrics> {
  const query = new URLSearchParams({
    'api-version': '2018-01-01',
    metricnames: 'RequestsPerMinute,RequestLatency',
    aggregation: 'Total,Average',
    timespan: 'P1D',
    interval: 'PT1M',
    $filter: `${dimensions.deployment} eq '*' and ${dimensions.statusCode} eq '*'`,
  });
  const { value } = (await call(() =>
    requestJson(connection, 'GET', `${endpointId}/providers/Microsoft.Insights/metrics?${query.toString()}`),
  )) as Metrics;
  let requests = 0;
  let failures = 0;
  let milliseconds = 0;
  let measured = 0;
  for (const { name, timeseries } of value) {
    for (const { metadatavalues = [], data } of timeseries) {
      const dimension = (wanted: string): string | undefined =>
        metadatavalues.find(({ name: key }) => key.value.toLowerCase() === wanted.toLowerCase())?.value;
      if (deployment !== undefined && dimension(dimensions.deployment) !== deployment) continue;
      for (const { total = 0, average } of data) {
        if (name.value === 'RequestsPerMinute') {
          requests += total;
          if (!(dimension(dimensions.statusCode) ?? '2xx').startsWith('2')) failures += total;
        } else if (average !== undefined && average > 0) {
          milliseconds += total;
          measured += total / average;
        }
      }
    }
  }
  return { requests, failures, averageMilliseconds: measured > 0 ? milliseconds / measured : null };
}
