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
export function findSentinel(values: Float64Array): { sentinel: number; count: number } | undefined {
  let minimum = Infinity;
  let present = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < minimum) minimum = values[i];
    if (values[i] === values[i]) present++;
  }
  if (!sentinels.includes(minimum)) return undefined;
  let count = 0;
  const others = new Set<number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === minimum) count++;
    else if (value <= minimum / 2) return undefined;
    else if (others.size < 10 && value === value) others.add(value);
  }
  return count >= Math.max(3, present / 1000) && others.size >= 10 ? { sentinel: minimum, count } : undefined;
}
