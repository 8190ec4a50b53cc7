import { createRandom } from '../../random.ts';
import { getColumn, type Column, type Table } from '../../table/table.ts';
import { tooManyStrata } from '../errors.ts';

/** How rows are divided. */
export interface SplitOptions {
  /** The share of rows in the first part, above 0 and up to 1. */
  readonly fraction: number;
  readonly seed: number;
  /** A column whose values shall be equally frequent in both parts. */
  readonly stratifyOn?: string;
}

/** The positions of the rows of both parts, ascending. */
export interface Split {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
}

/** More groups than this are no groups any more. */
const mostStrata = 1000;

/**
 * Divides a table's rows at random; the same seed gives the same rows. The first part has
 * floor(fraction · rows) rows; with a stratification column each value's rows are divided in proportion,
 * by largest remainder, and missing is a value of its own. Error: `too-many-strata`.
 */
export function splitRows(table: Table, { fraction, seed, stratifyOn }: SplitOptions): Split {
  const { rowCount } = table;
  // Products such as 0.7 · 10 fall a little short of the whole number that is meant.
  const total = Math.floor(fraction * rowCount + 1e-9);
  const groups = stratifyOn === undefined ? oneGroup(rowCount) : groupsOf(getColumn(table, stratifyOn));
  const sizes = new Uint32Array(groups.count);
  for (let i = 0; i < rowCount; i++) sizes[groups.of[i]]++;
  const quotas = divide(total, sizes, rowCount);

  const isFirst = new Uint8Array(rowCount);
  const rows = rowsByGroup(groups, sizes);
  const random = createRandom(seed);
  let start = 0;
  for (let group = 0; group < groups.count; group++) {
    const size = sizes[group];
    // The head of a Fisher–Yates shuffle: a random sample without replacement.
    for (let i = 0; i < quotas[group]; i++) {
      const from = start + i + random.integer(size - i);
      isFirst[rows[from]] = 1;
      rows[from] = rows[start + i];
    }
    start += size;
  }

  const first = new Uint32Array(total);
  const second = new Uint32Array(rowCount - total);
  for (let i = 0, a = 0, b = 0; i < rowCount; i++) {
    if (isFirst[i] === 1) first[a++] = i;
    else second[b++] = i;
  }
  return { first, second };
}

/** `total` in shares proportional to the sizes, whole numbers that add up exactly (largest remainder). */
function divide(total: number, sizes: Uint32Array, sum: number): Uint32Array {
  const quotas = new Uint32Array(sizes.length);
  let left = total;
  for (let k = 0; k < sizes.length; k++) {
    quotas[k] = sum === 0 ? 0 : Math.floor((total * sizes[k]) / sum);
    left -= quotas[k];
  }
  const remainders = Array.from(sizes, (size, k) => ({ k, rest: total * size - quotas[k] * sum }));
  remainders.sort((a, b) => b.rest - a.rest || a.k - b.k);
  for (let i = 0; i < left; i++) quotas[remainders[i].k]++;
  return quotas;
}

interface Groups {
  /** The group of each row, 0 … count - 1. */
  readonly of: Uint16Array;
  readonly count: number;
}

const oneGroup = (rowCount: number): Groups => ({ of: new Uint16Array(rowCount), count: 1 });

/** Groups in the order of their first row. */
function groupsOf(column: Column): Groups {
  if (column.kind === 'category') {
    const { codes } = column;
    const of = new Uint16Array(codes.length);
    const groupOfCode = new Int16Array(column.levels.size + 1).fill(-1);
    let count = 0;
    for (let i = 0; i < codes.length; i++) {
      const slot = codes[i] + 1;
      if (groupOfCode[slot] < 0) {
        if (count === mostStrata) throw tooManyStrata(column.name, mostStrata);
        groupOfCode[slot] = count++;
      }
      of[i] = groupOfCode[slot];
    }
    return { of, count };
  }
  const { values } = column;
  const of = new Uint16Array(values.length);
  const known = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    let group = known.get(values[i]);
    if (group === undefined) {
      if (known.size === mostStrata) throw tooManyStrata(column.name, mostStrata);
      group = known.size;
      known.set(values[i], group);
    }
    of[i] = group;
  }
  return { of, count: known.size };
}

/** The positions of all rows, group after group. */
function rowsByGroup({ of }: Groups, sizes: Uint32Array): Uint32Array {
  const next = new Uint32Array(sizes.length);
  for (let k = 1; k < sizes.length; k++) next[k] = next[k - 1] + sizes[k - 1];
  const rows = new Uint32Array(of.length);
  for (let i = 0; i < of.length; i++) rows[next[of[i]]++] = i;
  return rows;
}
