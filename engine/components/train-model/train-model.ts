import * as z from 'zod';
import { fitBaselines } from '../../evaluate/baselines.ts';
import { columnNames, getColumn } from '../../table/table.ts';
import { encodeLabels } from '../../train/labels.ts';
import { isBinaryModel } from '../../train/model.ts';
import { trainModel as train } from '../../train/train.ts';
import type { TrainedModel } from '../artifacts.ts';
import { defineComponent } from '../component.ts';
import { noRowsToTrain, settingNamesNoColumn } from '../errors.ts';

/**
 * The designer's Train Model; of a two-class learner it fits the baselines to the same rows. TensorFlow.js must have
 * been started. Errors: `column-not-found`, `no-rows-to-train`, `label-not-binary`, `positive-not-found`,
 * `label-not-classes`, `label-not-numeric`, `label-not-finite`, `network-too-wide`, `training-not-converged`,
 * `cancelled`.
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
    label: z.string().min(1, 'Choose the column to predict.').prefault('').meta({
      title: 'Label column',
      description:
        'The column to predict. It holds two classes, several classes or numbers, as the learner needs.',
    }),
    positive: z.string().default('').meta({
      title: 'Positive class',
      description:
        'Of two classes the one whose probability is predicted. Empty takes the last one in sorted order.',
    }),
  }),
  async run({ learner, table }, { label, positive: wanted }, { signal, onProgress }) {
    const names = columnNames(table);
    if (!names.includes(label)) throw settingNamesNoColumn(label, names, 'Label column');
    if (table.rowCount === 0) throw noRowsToTrain();
    const column = getColumn(table, label);
    const positive = wanted === '' ? undefined : wanted;
    const model = await train(table, {
      learner,
      label,
      ...(positive !== undefined && { positive }),
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
    const trained: TrainedModel = {
      formatVersion: 1,
      labelKind: column.kind,
      model,
      baselines: isBinaryModel(model)
        ? fitBaselines(table, label, encodeLabels(column, positive, 'training rows'))
        : null,
    };
    return { model: trained };
  },
});
