import { createHttpHeaders, type PipelineRequest } from '@azure/core-rest-pipeline';
import { expect, it } from 'vitest';
import type { Connection } from '../../../electron/azure/connection.ts';
import { readEndpointMetrics, sumMetrics } from '../../../electron/azure/metrics.ts';

/** A connection to an Azure Monitor that answers with these bodies, in the order of the calls. */
function answering(answer: (query: URLSearchParams) => object): {
  connection: Connection;
  asked: URLSearchParams[];
} {
  const asked: URLSearchParams[] = [];
  const connection: Connection = {
    kind: 'azure',
    subscription: 's',
    tenant: 't',
    pollIntervalMs: 1,
    credential: { getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: Date.now() + 1e6 }) },
    httpClient: {
      sendRequest(request: PipelineRequest) {
        const query = new URL(request.url).searchParams;
        asked.push(query);
        const headers = createHttpHeaders({ 'content-type': 'application/json; charset=utf-8' });
        return Promise.resolve({ status: 200, request, headers, bodyAsText: JSON.stringify(answer(query)) });
      },
    },
  };
  return { connection, asked };
}

const metric = (name: string, timeseries: object[]): object => ({
  id: `/metrics/${name}`,
  type: 'Microsoft.Insights/metrics',
  name: { value: name, localizedValue: name },
  unit: 'Count',
  timeseries,
});
const series = (deployment: string, status: string | undefined, data: object[]): object => ({
  metadatavalues: [
    { name: { value: 'deployment', localizedValue: 'deployment' }, value: deployment },
    ...(status === undefined ? [] : [{ name: { value: 'statuscodeclass' }, value: status }]),
  ],
  data,
});
const at = '2026-11-26T10:00:00Z';
const later = '2026-11-26T10:05:00Z';

it('asks Azure Monitor for requests by status, and for response times without it', async () => {
  const { connection, asked } = answering((query) => {
    if (query.get('metricnames') === 'RequestsPerMinute') {
      return {
        value: [
          metric('RequestsPerMinute', [
            series('blue', '2xx', [
              { timeStamp: at, total: 8 },
              { timeStamp: later, total: 0 },
            ]),
            series('blue', '5xx', [{ timeStamp: at, total: 2 }, { timeStamp: later }]),
            series('green', '2xx', [{ timeStamp: at }, { timeStamp: later, total: 1 }]),
          ]),
        ],
      };
    }
    return {
      value: [
        metric('RequestLatency', [
          series('blue', undefined, [
            { timeStamp: at, total: 300, average: 30, maximum: 90 },
            { timeStamp: later },
          ]),
          series('green', undefined, [{ timeStamp: later, total: 50, average: 50, maximum: 50 }]),
        ]),
        metric('RequestLatency_P50', [
          series('blue', undefined, [{ timeStamp: at, average: 25, maximum: 26 }]),
        ]),
        metric('RequestLatency_P95', [series('blue', undefined, [{ timeStamp: at, average: 80 }])]),
        metric('RequestLatency_P99', []),
      ],
    };
  });
  const from = Date.parse('2026-11-26T09:00:00Z');
  const points = await readEndpointMetrics(connection, '/subscriptions/s/endpoint', {
    from,
    to: from + 7_200_000,
    grain: 'PT5M',
    deployment: "blue's",
  });
  expect(points).toEqual([
    { at: Date.parse(at), requests: { '2xx': 8, '5xx': 2 }, average: 30, p50: 26, p95: 80, p99: null },
    { at: Date.parse(later), requests: { '2xx': 1 }, average: 50, p50: null, p95: null, p99: null },
  ]);
  expect(sumMetrics(points)).toEqual({ requests: 11, failures: 2, averageMilliseconds: 350 / 11 });
  expect(asked.map((query) => query.get('$filter')).sort()).toEqual([
    "deployment eq 'blue''s'",
    "deployment eq 'blue''s' and statusCodeClass eq '*'",
  ]);
  for (const query of asked) {
    expect(query.get('timespan')).toBe('2026-11-26T09:00:00.000Z/2026-11-26T11:00:00.000Z');
    expect(query.get('interval')).toBe('PT5M');
  }
});
