import * as z from 'zod';
import { fitBaselines } from '../../evaluate/baselines.ts';
import { columnNames, getColumn } from '../../table/table.ts';
import { encodeLabels } from '../../train/labels.ts';
import { trainTwoClassLogisticRegression } from '../../train/two-class-logistic-regression.ts';
import { defineComponent } from '../component.ts';
import { noRowsToTrain, settingNamesNoColumn } from '../errors.ts';
import type { TrainedModel } from '../artifacts.ts';

/**
 * The designer's Train Model; fits the baselines to the same rows. TensorFlow.js must have been started.
 * Errors: `column-not-found`, `no-rows-to-train`, `label-not-binary`, `positive-not-found`, `training-not-converged`, `cancelled`.
 */
export const trainModel = defineComponent({
  type: 'train-model',
  version: 1,
  name: 'Train Model',
  family: 'Model Training',
  help: 'Learns from rows whose answer is known. Every column but the label is used, so drop what must not be.',
  inputs: {
    learner: { type: 'untrained-model', name: 'Untrained model', help: 'How to learn.' },
    table: { type: 'table', name: 'Dataset', help: 'The rows to learn from, with the label column.' },
  },
  outputs: { model: { type: 'model', name: 'Trained model', help: 'What was learnt, for Score Model.' } },
  settings: z.strictObject({
    label: z
      .string()
      .min(1, 'Choose the column to predict.')
      .prefault('')
      .meta({ title: 'Label column', description: 'The column to predict. It must hold two classes.' }),
    positive: z.string().default('').meta({
      title: 'Positive class',
      description: 'The class whose probability is predicted. Empty takes the last one in sorted order.',
    }),
  }),
  async run({ learner, table }, { label, positive }, { signal, onProgress }) {
    const names = columnNames(table);
    if (!names.includes(label)) throw settingNamesNoColumn(label, names, 'Label column');
    if (table.rowCount === 0) throw noRowsToTrain();
    const column = getColumn(table, label);
    const labels = encodeLabels(column, positive === '' ? undefined : positive, 'training rows');
    if (learner.learner !== 'two-class-logistic-regression') {
      throw new TypeError(`${learner.learner} cannot be trained yet.`);
    }
    const model = await trainTwoClassLogisticRegression(table, {
      label,
      positive: labels.positive,
      l2Weight: learner.l2Weight,
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
    const trained: TrainedModel = {
      formatVersion: 1,
      labelKind: column.kind,
      model,
      baselines: fitBaselines(table, label, labels),
    };
    return { model: trained };
  },
});
