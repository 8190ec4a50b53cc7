import { stabilityByChance, stabilityIndex } from '../../../engine/table/stability-index.ts';
import {
  isMissing,
  type CategoryColumn,
  type Column,
  type NumberColumn,
} from '../../../engine/table/table.ts';
import type { CollectedRow } from '../../azure/collected-data.ts';
import type { OperationOutput } from '../../contract/operations.ts';

/** How the requests' values of a column lie beside the training data's. */
export type DriftColumn = OperationOutput<'endpoint.drift'>['columns'][number];

/** Bins that each hold a tenth of the training data: what the index is counted in. */
const tenths = 10;
const shownBins = 12;
const mostLevels = 12;
const others = '…';

/** Compares what was asked with a column of the training data. */
export function compareInputs(column: Column, rows: readonly CollectedRow[]): DriftColumn {
  return column.kind === 'number' ? compareNumbers(column, rows) : compareLevels(column, rows);
}

function compareNumbers(column: NumberColumn, rows: readonly CollectedRow[]): DriftColumn {
  const training = column.values.filter((value) => !Number.isNaN(value)).sort();
  const asked = rows.flatMap((row) => {
    const cell = cellOf(row, column.name);
    const number = typeof cell === 'number' ? cell : NaN;
    return Number.isFinite(number) ? [number] : [];
  });
  const gaps = { training: column.values.length - training.length, requests: rows.length - asked.length };
  const cuts = distinctCuts(training);
  const edges = shownEdges(training, asked);
  return {
    name: column.name,
    histogram: {
      kind: 'number',
      edges,
      training: countBetween(training, edges.slice(1, -1)),
      requests: countBetween(asked, edges.slice(1, -1)),
    },
    gaps,
    ...judge([...countBetween(training, cuts), gaps.training], [...countBetween(asked, cuts), gaps.requests]),
  };
}

function compareLevels(column: CategoryColumn, rows: readonly CollectedRow[]): DriftColumn {
  const training = new Map<string, number>();
  let trainingGaps = 0;
  for (let row = 0; row < column.codes.length; row++) {
    if (isMissing(column, row)) trainingGaps++;
    else add(training, column.levels.at(column.codes[row]));
  }
  const frequent = [...training].sort(([, a], [, b]) => b - a).map(([level]) => level);
  const known = frequent.slice(0, mostLevels);
  const levels = [...known, others];
  const asked = new Map<string, number>();
  let requestGaps = 0;
  for (const row of rows) {
    const cell = cellOf(row, column.name);
    if (cell === null) requestGaps++;
    else add(asked, known.includes(String(cell)) ? String(cell) : others);
  }
  add(
    training,
    others,
    frequent.slice(mostLevels).reduce((sum, level) => sum + (training.get(level) ?? 0), 0),
  );
  const counts = (of: ReadonlyMap<string, number>): number[] => levels.map((level) => of.get(level) ?? 0);
  const hasOthers = (training.get(others) ?? 0) + (asked.get(others) ?? 0) > 0;
  const shown = hasOthers ? levels : known;
  const cut = (all: number[]): number[] => all.slice(0, shown.length);
  return {
    name: column.name,
    histogram: {
      kind: 'category',
      levels: shown,
      training: cut(counts(training)),
      requests: cut(counts(asked)),
    },
    gaps: { training: trainingGaps, requests: requestGaps },
    ...judge([...cut(counts(training)), trainingGaps], [...cut(counts(asked)), requestGaps]),
  };
}

/** The index of two histograms, and a word for it: nothing that chance does as well counts as a move. */
function judge(
  training: readonly number[],
  requests: readonly number[],
): Pick<DriftColumn, 'index' | 'chance' | 'word'> {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  // A bin that nobody has anything in is none.
  const bins = training.filter((count, bin) => count + requests[bin] > 0).length;
  const index = stabilityIndex(training, requests);
  const chance = stabilityByChance(sum(training), sum(requests), bins);
  const isMore = index > chance;
  const word =
    isMore && index >= 0.25 ? 'far' : isMore && index >= 0.1 ? 'moved' : chance > 0.25 ? 'too-few' : 'steady';
  return { index, chance, word };
}

/** Where a tenth of the training data ends and the next begins; a value that fills several tenths ends one. */
function distinctCuts(sorted: Float64Array): number[] {
  const cuts = Array.from(
    { length: tenths - 1 },
    (_, part) => sorted[Math.floor(((part + 1) * sorted.length) / tenths)],
  );
  return [...new Set(cuts)].filter((cut) => cut !== undefined && cut > sorted[0]);
}

/** Bins of equal width over nearly all of both; the first and the last take what is outside. */
function shownEdges(training: Float64Array, asked: readonly number[]): number[] {
  const sortedAsked = [...asked].sort((a, b) => a - b);
  const ends = [training, sortedAsked].filter(({ length }) => length > 0);
  const low = Math.min(...ends.map((values) => values[Math.floor(values.length * 0.01)]));
  const high = Math.max(
    ...ends.map((values) => values[Math.min(values.length - 1, Math.floor(values.length * 0.99))]),
  );
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const distinct = new Set([...training.slice(0, 5000), ...sortedAsked]);
  // A number of few values, such as 0 and 1, needs no more bins than it has values.
  const bins = Math.max(1, Math.min(shownBins, distinct.size));
  const width = (high - low || 1) / bins;
  return Array.from({ length: bins + 1 }, (_, edge) => low + width * edge);
}

/** Counts below the first cut, between the cuts, and from the last one on. */
function countBetween(values: Iterable<number>, cuts: readonly number[]): number[] {
  const counts = new Array<number>(cuts.length + 1).fill(0);
  for (const value of values) counts[cuts.findLastIndex((cut) => value >= cut) + 1]++;
  return counts;
}

function cellOf(row: CollectedRow, name: string): string | number | null {
  return Object.hasOwn(row, name) ? row[name] : null;
}

function add(counts: Map<string, number>, key: string, more = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}
