import * as z from 'zod';
import { applyCleaning } from '../clean-missing-data/cleaning.ts';
import { defineComponent } from '../component.ts';

/** The designer's Apply Transformation. Errors: `column-not-found`, `column-type-changed`. */
export const applyTransformation = defineComponent({
  type: 'apply-transformation',
  version: 1,
  name: 'Apply Transformation',
  family: 'Data Transformation',
  help: 'Does to these rows what was fitted on others, so that nothing is learnt from the rows that test the model.',
  inputs: {
    transformation: {
      type: 'transformation',
      name: 'Transformation',
      help: 'What to do, from Clean Missing Data.',
    },
    table: { type: 'table', name: 'Dataset', help: 'The rows to do it to.' },
  },
  outputs: {
    table: { type: 'table', name: 'Transformed dataset', help: 'The rows with their gaps closed.' },
  },
  settings: z.strictObject({
    optionalColumns: z.array(z.string()).default([]).meta({
      title: 'Columns that may be absent',
      description: 'Columns of the transformation that the rows need not have, such as the label.',
    }),
  }),
  run: ({ transformation, table }, { optionalColumns }) => ({
    table: applyCleaning(transformation, table, optionalColumns),
  }),
});
