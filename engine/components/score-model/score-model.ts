import * as z from 'zod';
import { createLevels } from '../../table/levels.ts';
import { columnNames, createTable, dropColumns, type Column } from '../../table/table.ts';
import { predictProbabilities } from '../../train/two-class-logistic-regression.ts';
import { defineComponent } from '../component.ts';
import { modelLacksColumns } from '../errors.ts';
import type { TrainedModel } from '../artifacts.ts';
import { scoredLabels, scoredProbabilities, type ScoredTable } from '../values.ts';

/** The designer's Score Model; the rows need no label. Errors: `column-not-found`, `column-type-changed`. */
export const scoreModel = defineComponent({
  type: 'score-model',
  version: 1,
  name: 'Score Model',
  family: 'Model Scoring and Evaluation',
  help: 'Asks a trained model about each row: adds the probability of the positive class and the predicted label.',
  inputs: {
    model: { type: 'model', name: 'Trained model', help: 'The model to ask.' },
    table: { type: 'table', name: 'Dataset', help: 'The rows to ask about; they need no label.' },
  },
  outputs: {
    scored: {
      type: 'scored-table',
      name: 'Scored dataset',
      help: 'The rows with the columns "Scored Labels" and "Scored Probabilities" at the end.',
    },
  },
  settings: z.strictObject({}),
  run({ model: trained, table }) {
    const { model, baselines } = trained;
    const names = columnNames(table);
    const present = new Set(names);
    const absent = model.features.map(({ column }) => column).filter((column) => !present.has(column));
    if (absent.length > 0) throw modelLacksColumns(absent, names);
    const probabilities = predictProbabilities(model, table);
    const kept = dropColumns(table, [scoredLabels, scoredProbabilities]).columns;
    const scored: ScoredTable = {
      ...createTable(
        [
          ...kept,
          labelColumn(trained, probabilities),
          { kind: 'number', name: scoredProbabilities, values: probabilities },
        ],
        table.rowNumbers,
      ),
      scoring: { label: model.label, negative: model.negative, positive: model.positive, baselines },
    };
    return { scored };
  },
});

/** The likelier class of each row, of the kind that the label column was. */
function labelColumn({ labelKind, model }: TrainedModel, probabilities: Float64Array): Column {
  const { negative, positive } = model;
  if (labelKind === 'number') {
    const [zero, one] = [Number(negative), Number(positive)];
    return { kind: 'number', name: scoredLabels, values: probabilities.map((p) => (p >= 0.5 ? one : zero)) };
  }
  const codes = new Int8Array(probabilities.length);
  for (let i = 0; i < codes.length; i++) codes[i] = probabilities[i] >= 0.5 ? 1 : 0;
  return { kind: 'category', name: scoredLabels, codes, levels: createLevels([negative, positive]) };
}
