import * as z from 'zod';
import { chooseColumns, columnRulesSchema } from '../column-rules.ts';
import { defineComponent } from '../component.ts';
import { applyCleaning, fitCleaning } from './cleaning.ts';

const share = z.number().min(0).max(1);

/**
 * The designer's Clean Missing Data. Errors: `column-not-found`, `cleaning-needs-numbers`,
 * `replacement-not-number`, `replacement-not-finite`.
 */
export const cleanMissingData = defineComponent({
  type: 'clean-missing-data',
  version: 1,
  name: 'Clean Missing Data',
  family: 'Data Transformation',
  help: 'Fills the gaps in the columns that you choose, or removes the rows or columns that have gaps.',
  inputs: { table: { type: 'table', name: 'Dataset', help: 'The table with gaps.' } },
  outputs: {
    table: { type: 'table', name: 'Cleaned dataset', help: 'The table with its gaps closed.' },
    transformation: {
      type: 'transformation',
      name: 'Cleaning transformation',
      help: 'What was done here, for Apply Transformation to do to other rows with the very same values.',
    },
  },
  settings: z.strictObject({
    columns: columnRulesSchema.prefault({}).meta({
      title: 'Columns to be cleaned',
      description: 'Which columns to look at: all or none, then rules.',
    }),
    mode: z.enum(['custom', 'mean', 'median', 'mode', 'remove-row', 'remove-column']).default('custom').meta({
      title: 'Cleaning mode',
      description:
        'Fill gaps with a value of your own, the mean, the median or the mode (the most frequent value), or remove the row or the column.',
    }),
    value: z
      .union([z.number(), z.string()])
      .default(0)
      .meta({ title: 'Replacement value', description: 'What fills the gaps when the mode is custom.' }),
    minimumShare: share.default(0).meta({
      title: 'Minimum share of missing values',
      description: 'Columns with a smaller share of gaps stay as they are. 0 to 1.',
    }),
    maximumShare: share.default(1).meta({
      title: 'Maximum share of missing values',
      description: 'Columns with a larger share of gaps stay as they are. 0 to 1.',
    }),
    columnsWithoutValues: z.enum(['remove', 'keep']).default('remove').meta({
      title: 'Columns without any value',
      description: 'What to do where there is nothing to take a mean, median or mode of.',
    }),
  }),
  run({ table }, { columns, ...options }) {
    const chosen = chooseColumns(table, columns, 'Columns to be cleaned');
    const transformation = fitCleaning(table, { ...options, columns: chosen });
    return { table: applyCleaning(transformation, table), transformation };
  },
});
