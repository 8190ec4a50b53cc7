/** The texts that stand for a missing cell unless the reader is told others: pandas' `na_values`, and "?". */
export const defaultMissingValues = [
  '',
  '?',
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
] as const;

const sentinels = [-200, -99, -999, -9999, -99999];

/**
 * A number that evidently stands for a missing cell: the column's minimum is one of the usual sentinels, it
 * recurs, and nothing else comes near it. Such columns are common in measurements (-200 in UCI's Air Quality).
 */
export function findSentinel(
  values: Float64Array,
  minimum: number,
): { sentinel: number; count: number } | undefined {
  if (!sentinels.includes(minimum)) return undefined;
  let present = 0;
  let count = 0;
  const others = new Set<number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    present++;
    if (value === minimum) count++;
    else if (value <= minimum / 2) return undefined;
    else if (others.size < 10) others.add(value);
  }
  return count >= Math.max(3, present / 1000) && others.size >= 10 ? { sentinel: minimum, count } : undefined;
}
