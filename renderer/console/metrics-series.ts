import type { OperationOutput } from '../../electron/contract/operations.ts';

type Metrics = OperationOutput<'endpoint.metrics'>;

/** The points of a range with none left out: an hour without a request is one with 0 requests. */
export interface MetricsSeries {
  /** When each stretch of time begins, and when the last one ends; milliseconds since 1970. */
  readonly edges: readonly number[];
  /** Requests by class of status, 2xx first. */
  readonly counts: readonly { readonly status: string; readonly values: readonly number[] }[];
  /** Only where there were requests. */
  readonly times: readonly {
    readonly at: number;
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
  }[];
}

const mostStretches = 160;

/** What is drawn of an endpoint's figures. */
export function seriesOf({ from, to, seconds, points }: Metrics): MetricsSeries {
  const step = seconds * 1000;
  const first = Math.floor(Date.parse(from) / step) * step;
  const count = Math.min(mostStretches, Math.max(1, Math.ceil((Date.parse(to) - first) / step)));
  const edges = Array.from({ length: count + 1 }, (_, index) => first + index * step);
  const statuses = [...new Set(['2xx', ...points.flatMap(({ requests }) => Object.keys(requests))])].sort();
  const counts = statuses.map((status) => ({ status, values: new Array<number>(count).fill(0) }));
  for (const { at, requests } of points) {
    const index = Math.round((Date.parse(at) - first) / step);
    if (index < 0 || index >= count) continue;
    for (const { status, values } of counts) values[index] += requests[status] ?? 0;
  }
  const times = points.flatMap(({ at, p50, p95, p99 }) =>
    p50 === null || p95 === null || p99 === null ? [] : [{ at: Date.parse(at) + step / 2, p50, p95, p99 }],
  );
  return { edges, counts, times };
}
