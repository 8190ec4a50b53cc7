import * as z from 'zod';
import { cellAt, getColumn, type Table } from '../table/table.ts';
import { encodeLabels } from '../train/labels.ts';
import type { Experiment } from './experiment.ts';
import { countLabels, positiveShare } from './labels.ts';

/** How much a column tells of one that was left out, and how the label differs by the one that was left out. */
export const married: Experiment = {
  settings: z.strictObject({
    leftOut: z.string().default('Gender'),
    seen: z.string().default('Married'),
  }),
  run({ table, label, settings }) {
    const { leftOut, seen } = settings as Record<string, string>;
    const labels = encodeLabels(getColumn(table, label));
    const groups = Object.keys(countLabels(getColumn(table, leftOut))).map((value) => {
      const rows = rowsWith(table, leftOut, value);
      return [
        value,
        {
          rows: rows.length,
          seen: shares(table, seen, rows),
          positiveShare: positiveShare(labels, rows),
        },
      ] as const;
    });
    return { leftOut, seen, positive: labels.positive, groups: Object.fromEntries(groups) };
  },
};

function rowsWith(table: Table, name: string, value: string): number[] {
  const column = getColumn(table, name);
  return Array.from({ length: table.rowCount }, (_, row) => row).filter((row) => {
    const cell = cellAt(column, row);
    return cell !== null && String(cell) === value;
  });
}

/** The share of each value of a column among the rows that have one. */
function shares(table: Table, name: string, rows: readonly number[]): Record<string, number> {
  const column = getColumn(table, name);
  const cells = rows.map((row) => cellAt(column, row)).filter((cell) => cell !== null);
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(String(cell), (counts.get(String(cell)) ?? 0) + 1);
  return Object.fromEntries([...counts].map(([value, count]) => [value, count / cells.length]));
}
