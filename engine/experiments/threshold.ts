import * as z from 'zod';
import { splitRows } from '../components/split-data/split.ts';
import { countConfusion } from '../evaluate/confusion.ts';
import { binaryCurve, cheapestThreshold } from '../evaluate/curves.ts';
import { dropColumns, takeRows } from '../table/table.ts';
import { trainTwoClassLogisticRegression } from '../train/two-class-logistic-regression.ts';
import { columnsToDrop, scoreRows, type Experiment } from './experiment.ts';

/** The cheapest threshold for two costs: found on a part of its own, and judged on the test part. */
export const threshold: Experiment = {
  settings: z.strictObject({
    /** What it costs to approve what the bank refused. */
    falsePositive: z.number().min(0).default(5),
    /** What it costs to refuse what the bank approved. */
    falseNegative: z.number().min(0).default(1),
  }),
  async run({ table, label, seed, settings }) {
    const { falsePositive, falseNegative } = settings as Record<string, number>;
    const costs = { falsePositive, falseNegative };
    const rows = dropColumns(table, columnsToDrop(table));
    const test = splitRows(rows, { fraction: 0.7, seed, stratifyOn: label });
    const others = takeRows(rows, test.first);
    const inner = splitRows(others, { fraction: 0.7, seed, stratifyOn: label });
    const [training, validation] = [takeRows(others, inner.first), takeRows(others, inner.second)];
    const model = await trainTwoClassLogisticRegression(training, { label });
    const chosenOn = scoreRows(model, validation);
    const found = cheapestThreshold(binaryCurve(chosenOn.probabilities, chosenOn.classes), costs);
    const judged = scoreRows(model, takeRows(rows, test.second));
    const at = (limit: number): object => {
      const confusion = countConfusion(judged.probabilities, judged.classes, limit);
      const cost = confusion.fp * falsePositive + confusion.fn * falseNegative;
      // No threshold at all: nothing is approved.
      return { threshold: Number.isFinite(limit) ? limit : null, cost, confusion };
    };
    return {
      costs,
      rows: { training: training.rowCount, validation: validation.rowCount, test: test.second.length },
      usual: at(0.5),
      cheapest: at(found.threshold),
    };
  },
};
