import * as z from 'zod';
import { columnNames, createTable, type Column } from '../../table/table.ts';
import { predict } from '../../train/predict.ts';
import { defineComponent } from '../component.ts';
import { modelLacksColumns } from '../errors.ts';
import { scoredLabels, scoredProbabilities, scoredProbabilitiesOf, type ScoredTable } from '../values.ts';
import { scoredColumns, scoringOf } from './scored-columns.ts';

/** The designer's Score Model; the rows need no label. Errors: `column-not-found`, `column-type-changed`. */
export const scoreModel = defineComponent({
  type: 'score-model',
  version: 1,
  name: 'Score Model',
  family: 'Model Scoring and Evaluation',
  help: 'Asks a trained model about each row: adds the predicted label, and the probabilities of the classes.',
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
    const { features } = trained.model;
    const names = columnNames(table);
    const present = new Set(names);
    const absent = features.map(({ column }) => column).filter((column) => !present.has(column));
    if (absent.length > 0) throw modelLacksColumns(absent, names);
    const added = scoredColumns(trained, predict(trained.model, table));
    const scored: ScoredTable = {
      ...createTable([...withoutScores(table.columns), ...added], table.rowNumbers),
      scoring: scoringOf(trained),
    };
    return { scored };
  },
});

/** The other columns: what an earlier Score Model has said goes. */
function withoutScores(columns: readonly Column[]): Column[] {
  const isScore = (name: string): boolean =>
    name === scoredLabels || name === scoredProbabilities || name.startsWith(scoredProbabilitiesOf(''));
  return columns.filter(({ name }) => !isScore(name));
}
