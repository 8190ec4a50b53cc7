import type { BinaryLabels } from '../train/labels.ts';
import { cellAt, columnLength, type Column } from '../table/table.ts';

/** How many rows have each label; rows without one are not counted. */
export function countLabels(column: Column): Record<string, number> {
  const counts = new Map<string, number>();
  for (let row = 0; row < columnLength(column); row++) {
    const label = cellAt(column, row);
    if (label !== null) counts.set(String(label), (counts.get(String(label)) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The share of the positive class among rows; rows without a label do not count. */
export function positiveShare({ classes }: BinaryLabels, rows?: Iterable<number>): number {
  let positives = 0;
  let known = 0;
  for (const row of rows ?? classes.keys()) {
    if (classes[row] < 0) continue;
    known++;
    positives += classes[row];
  }
  return known === 0 ? 0 : positives / known;
}
