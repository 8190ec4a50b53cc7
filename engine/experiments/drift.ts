import * as z from 'zod';
import { splitRows } from '../components/split-data/split.ts';
import { presentValues } from '../components/statistics.ts';
import { stabilityIndex } from '../table/stability-index.ts';
import { dropColumns, getColumn, takeRows, withColumns, type NumberColumn } from '../table/table.ts';
import { trainTwoClassLogisticRegression } from '../train/two-class-logistic-regression.ts';
import { columnOfOtherKind } from './errors.ts';
import { columnsToDrop, mean, scoreRows, type Experiment } from './experiment.ts';

const bins = 12;

/** Requests whose incomes are those of another year: both histograms, their distance, and what the model says. */
export const drift: Experiment = {
  settings: z.strictObject({
    column: z.string().default('ApplicantIncome'),
    factor: z.number().gt(0).default(1.5),
  }),
  async run({ table, label, seed, settings }) {
    const { column: name, factor } = settings as { column: string; factor: number };
    const rows = dropColumns(table, columnsToDrop(table));
    const split = splitRows(rows, { fraction: 0.7, seed, stratifyOn: label });
    const [training, others] = [takeRows(rows, split.first), takeRows(rows, split.second)];
    const asked = numbersOf(getColumn(others, name));
    const moved: NumberColumn = { ...asked, values: asked.values.map((value) => value * factor) };
    const later = withColumns(others, [moved]);
    const model = await trainTwoClassLogisticRegression(training, { label });
    const edges = binEdges([numbersOf(getColumn(training, name)), asked, moved]);
    const learnt = countBins(numbersOf(getColumn(training, name)), edges);
    const now = countBins(moved, edges);
    const approved = (part: typeof others): number => mean(Array.from(scoreRows(model, part).probabilities));
    return {
      column: name,
      factor,
      histogram: { edges, training: learnt, requests: now },
      stabilityIndex: {
        sameYear: stabilityIndex(learnt, countBins(asked, edges)),
        otherYear: stabilityIndex(learnt, now),
      },
      meanProbability: { sameYear: approved(others), otherYear: approved(later) },
    };
  },
};

function numbersOf(column: ReturnType<typeof getColumn>): NumberColumn {
  if (column.kind !== 'number') throw columnOfOtherKind(column.name, 'numbers');
  return column;
}

/** Bins of equal width over all that was seen; the last takes what is above its left edge. */
function binEdges(columns: readonly NumberColumn[]): number[] {
  const values = columns.flatMap((column) => [...presentValues(column.values)]).sort((a, b) => a - b);
  const least = values[0] ?? 0;
  // Few very large incomes would squeeze all others into one bin.
  const most = values[Math.floor(values.length * 0.98)] ?? 1;
  return Array.from({ length: bins + 1 }, (_, index) => least + ((most - least || 1) * index) / bins);
}

function countBins({ values }: NumberColumn, edges: readonly number[]): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of presentValues(values)) {
    const index = edges.findLastIndex((edge) => value >= edge);
    counts[Math.min(bins - 1, Math.max(0, index))]++;
  }
  return counts;
}
