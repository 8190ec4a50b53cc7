import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { evaluateScored } from './evaluate-scored.ts';

/**
 * The designer's Evaluate Model. Rows whose label is missing, or none that the model knows, are left out and
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
      description: 'From this probability on a row counts as positive, where there are two classes. 0 to 1.',
    }),
  }),
  run({ scored, compared }, { threshold }) {
    const tables = compared ? [scored, compared] : [scored];
    return { evaluation: { threshold, results: tables.map((table) => evaluateScored(table, threshold)) } };
  },
});
