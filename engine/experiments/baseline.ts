import * as z from 'zod';
import { fitBaselines, evaluateBaselines } from '../evaluate/baselines.ts';
import { dropColumns, getColumn } from '../table/table.ts';
import { encodeLabels } from '../train/labels.ts';
import { columnsToDrop, evaluatePipeline, pipelineFor, type Experiment } from './experiment.ts';

/** The model beside two rules that need no model; on the test part, and the rules on all rows too. */
export const baseline: Experiment = {
  settings: z.strictObject({}),
  async run(input) {
    const { table, label } = input;
    const { metrics, baselines, rows } = await evaluatePipeline(pipelineFor(input), 'loans', table);
    const seen = dropColumns(table, columnsToDrop(table));
    const labels = encodeLabels(getColumn(seen, label));
    const known = labels.classes.every((one) => one >= 0);
    const everywhere = known
      ? evaluateBaselines(fitBaselines(seen, label, labels), seen, labels.classes)
      : undefined;
    const { mostFrequentClass, bestSingleColumnRule: rule } = baselines;
    return {
      testRows: rows,
      model: { accuracy: metrics.accuracy, auc: metrics.auc },
      mostFrequentClass: { label: mostFrequentClass.label, accuracy: mostFrequentClass.accuracy },
      rule: rule && { text: rule.text, column: rule.column, accuracy: rule.accuracy },
      allRows: everywhere && {
        rows: table.rowCount,
        mostFrequentClass: everywhere.mostFrequentClass.accuracy,
        rule: everywhere.bestSingleColumnRule?.accuracy ?? null,
      },
    };
  },
};
