import * as z from 'zod';
import { evaluateBaselines } from '../../evaluate/baselines.ts';
import { binaryCurve } from '../../evaluate/curves.ts';
import { evaluateBinary } from '../../evaluate/metrics.ts';
import { columnNames, getColumn, takeRows } from '../../table/table.ts';
import { classesOf } from '../../train/labels.ts';
import { defineComponent } from '../component.ts';
import { noLabelToEvaluate, noRowsToEvaluate, notScored } from '../errors.ts';
import { scoredProbabilities, type EvaluationResult, type ScoredTable } from '../values.ts';

/**
 * The designer's Evaluate Model. Rows whose label is missing, or neither of the two classes, are left out and
 * counted. Errors: `column-not-found`, `no-rows-to-evaluate`.
 */
export const evaluateModel = defineComponent({
  type: 'evaluate-model',
  version: 1,
  name: 'Evaluate Model',
  family: 'Model Scoring and Evaluation',
  help: 'Compares predictions with the true labels: how often they are right, and in which way they are wrong.',
  inputs: {
    scored: { type: 'scored-table', name: 'Scored dataset', help: 'The scored rows with their true labels.' },
    compared: {
      type: 'scored-table',
      name: 'Scored dataset to compare',
      help: 'The rows as another model has scored them, to see both side by side.',
      optional: true,
    },
  },
  outputs: {
    evaluation: {
      type: 'evaluation',
      name: 'Evaluation results',
      help: 'The figures and curves, with two simple rules as a yardstick.',
    },
  },
  settings: z.strictObject({
    threshold: z.number().min(0).max(1).default(0.5).meta({
      title: 'Threshold',
      description: 'From this probability on a row counts as positive. 0 to 1.',
    }),
  }),
  run({ scored, compared }, { threshold }) {
    const tables = compared ? [scored, compared] : [scored];
    return { evaluation: { threshold, results: tables.map((table) => evaluate(table, threshold)) } };
  },
});

function evaluate(table: ScoredTable, threshold: number): EvaluationResult {
  const { label, negative, positive, baselines } = table.scoring;
  const names = columnNames(table);
  if (!names.includes(label)) throw noLabelToEvaluate(label, names);
  const all = classesOf(getColumn(table, label), negative, positive);
  const positions = new Uint32Array(all.length);
  let rows = 0;
  for (let i = 0; i < all.length; i++) if (all[i] >= 0) positions[rows++] = i;
  if (rows === 0) throw noRowsToEvaluate(table.rowCount, label);

  const labelled = rows === table.rowCount ? table : takeRows(table, positions.subarray(0, rows));
  const classes = rows === all.length ? all : all.filter((value) => value >= 0);
  const column = getColumn(labelled, scoredProbabilities);
  if (column.kind !== 'number') throw notScored();
  const probabilities = column.values;
  const curve = binaryCurve(probabilities, classes);
  return {
    label,
    negative,
    positive,
    rows,
    rowsWithoutLabel: table.rowCount - rows,
    metrics: evaluateBinary(probabilities, classes, threshold, curve),
    curve,
    baselines: evaluateBaselines(baselines, labelled, classes),
  };
}
