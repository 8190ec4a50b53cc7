import { textWidth } from './look.ts';

/** Where a series' sample and name stand above a plot. */
export interface LegendEntry {
  readonly label: string;
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

/** The height of a line of the legend. */
export const legendLine = 20;
const sample = 30;
const gap = 18;

/** Puts names side by side, on a further line where they do not fit. */
export function layLegend(
  labels: readonly string[],
  width: number,
): { readonly entries: readonly LegendEntry[]; readonly height: number } {
  const entries: LegendEntry[] = [];
  let x = 0;
  let line = 0;
  for (const [index, label] of labels.entries()) {
    const needed = sample + textWidth(label);
    if (x > 0 && x + needed > width) [x, line] = [0, line + 1];
    entries.push({ label, index, x, y: line * legendLine });
    x += needed + gap;
  }
  return { entries, height: labels.length === 0 ? 0 : (line + 1) * legendLine };
}
