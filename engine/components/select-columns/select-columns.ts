import * as z from 'zod';
import { chooseColumns, columnRulesSchema } from '../column-rules.ts';
import { defineComponent } from '../component.ts';

/** The designer's Select Columns in Dataset. Error: `column-not-found`. */
export const selectColumns = defineComponent({
  type: 'select-columns',
  version: 1,
  name: 'Select Columns in Dataset',
  family: 'Data Transformation',
  help: 'Keeps the columns that you choose and drops the others, such as numbers of applications.',
  inputs: { table: { type: 'table', name: 'Dataset', help: 'The table to choose from.' } },
  outputs: {
    table: { type: 'table', name: 'Results dataset', help: 'The chosen columns, in the order of the table.' },
  },
  settings: z.strictObject({
    columns: columnRulesSchema.prefault({}).meta({
      title: 'Columns',
      description: 'Which columns to keep: begin with all or none, then add rules.',
    }),
  }),
  run({ table }, settings) {
    const chosen = new Set(chooseColumns(table, settings.columns, 'Columns'));
    const { rowCount, rowNumbers } = table;
    return { table: { columns: table.columns.filter(({ name }) => chosen.has(name)), rowCount, rowNumbers } };
  },
});
