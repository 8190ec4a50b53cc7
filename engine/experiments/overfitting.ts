import * as z from 'zod';
import { splitRows } from '../components/split-data/split.ts';
import { evaluateBinary } from '../evaluate/metrics.ts';
import { dropColumns, takeRows } from '../table/table.ts';
import { trainTwoClassLogisticRegression } from '../train/two-class-logistic-regression.ts';
import { columnsToDrop, scoreRows, type Experiment } from './experiment.ts';

const weights = [100, 10, 1, 0.1, 0.01, 0.001];

/** The same model with ever less regularization, on the rows that it learnt from and on others. */
export const overfitting: Experiment = {
  settings: z.strictObject({
    /** The share of rows that train; few rows overfit sooner. */
    fraction: z.number().min(0.05).max(0.95).default(0.7),
  }),
  async run({ table, label, seed, settings }) {
    const { fraction } = settings as Record<string, number>;
    const rows = dropColumns(table, columnsToDrop(table));
    const split = splitRows(rows, { fraction, seed, stratifyOn: label });
    const [training, test] = [takeRows(rows, split.first), takeRows(rows, split.second)];
    const runs: object[] = [];
    for (const l2Weight of weights) {
      const model = await trainTwoClassLogisticRegression(training, { label, l2Weight });
      const figures = (part: typeof training): object => {
        const { probabilities, classes } = scoreRows(model, part);
        const { accuracy, auc, logLoss } = evaluateBinary(probabilities, classes);
        return { accuracy, auc, logLoss };
      };
      runs.push({ l2Weight, training: figures(training), test: figures(test) });
    }
    return { rows: { training: training.rowCount, test: test.rowCount }, runs };
  },
};
