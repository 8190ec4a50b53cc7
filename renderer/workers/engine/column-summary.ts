import { compareText } from '../../../engine/table/levels.ts';
import type { CategoryColumn, Column, NumberColumn, Table } from '../../../engine/table/table.ts';
import type { ColumnSummary } from './messages.ts';

const bins = 12;
const mostBars = 8;
/** So many texts can be chosen from. */
const mostListed = 50;
/** Texts of more levels than this are ids or remarks: their most frequent say nothing. */
const mostCounted = 1000;

const known = new WeakMap<Table, readonly ColumnSummary[]>();

/** The columns of a table in a few figures; two passes over the cells, no sorting, once for each table. */
export function summarizeColumns(table: Table): readonly ColumnSummary[] {
  let summaries = known.get(table);
  if (!summaries) known.set(table, (summaries = table.columns.map(summarize)));
  return summaries;
}

function summarize(column: Column): ColumnSummary {
  return column.kind === 'number' ? summarizeNumbers(column) : summarizeTexts(column);
}

function summarizeNumbers({ name, values }: NumberColumn): ColumnSummary {
  let missing = 0;
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) missing++;
    else if (Number.isFinite(value)) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  if (least > most) return { name, kind: 'number', missing, counts: [] };
  const counts = new Array<number>(least === most ? 1 : bins).fill(0);
  // Halves stay finite where the range does not.
  const width = (most / 2 - least / 2) / counts.length;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    const bin = width > 0 ? Math.floor((value / 2 - least / 2) / width) : 0;
    counts[Math.min(counts.length - 1, bin)]++;
  }
  return { name, kind: 'number', missing, counts };
}

function summarizeTexts({ name, codes, levels }: CategoryColumn): ColumnSummary {
  const isCounted = levels.size <= mostCounted;
  const perLevel = new Uint32Array(isCounted ? levels.size : 0);
  let missing = 0;
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] < 0) missing++;
    else if (isCounted) perLevel[codes[i]]++;
  }
  const occurring = Array.from(perLevel.keys()).filter((code) => perLevel[code] > 0);
  const counts = occurring
    .map((code) => perLevel[code])
    .sort((a, b) => b - a)
    .slice(0, mostBars);
  const isListed = isCounted && occurring.length <= mostListed;
  return {
    name,
    kind: 'category',
    missing,
    counts,
    ...(isListed && { levels: occurring.map((code) => levels.at(code)).sort(compareText) }),
  };
}
