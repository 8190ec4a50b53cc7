/** How many requests took about so long: counts by the number of a bucket, each a twentieth wider than the last. */
export type Latencies = Readonly<Record<string, number>>;

const growth = Math.log(1.05);

/** Some more requests. */
export function addLatencies(latencies: Latencies, milliseconds: readonly number[]): Latencies {
  const counts: Record<string, number> = { ...latencies };
  for (const time of milliseconds) {
    const bucket = Math.round(Math.log(Math.max(1e-3, time)) / growth);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

/** Requests of several minutes together. */
export function mergeLatencies(parts: readonly Latencies[]): Latencies {
  const sum: Record<string, number> = {};
  for (const part of parts) {
    for (const [bucket, count] of Object.entries(part)) sum[bucket] = (sum[bucket] ?? 0) + count;
  }
  return sum;
}

/** The time that a share of the requests stayed within, to a fortieth; 0 where there was none. */
export function percentileOf(latencies: Latencies, share: number): number {
  const buckets = Object.entries(latencies)
    .map(([bucket, count]) => [Number(bucket), count] as const)
    .sort(([a], [b]) => a - b);
  const all = buckets.reduce((sum, [, count]) => sum + count, 0);
  let left = Math.max(1, Math.ceil(all * share));
  for (const [bucket, count] of buckets) {
    left -= count;
    if (left <= 0) return Math.exp(bucket * growth);
  }
  return 0;
}

/** The mean of so many; 0 of none. */
export function averageOf(total: number, count: number): number {
  return count > 0 ? total / count : 0;
}
