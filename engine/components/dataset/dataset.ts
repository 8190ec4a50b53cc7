import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { datasetNotFound } from '../errors.ts';

/** A table from outside the pipeline. Error: `dataset-not-found`. */
export const dataset = defineComponent({
  type: 'dataset',
  version: 1,
  name: 'Dataset',
  family: 'Data Input and Output',
  help: 'The table that you brought in. Everything in the pipeline starts from it.',
  inputs: {},
  outputs: { table: { type: 'table', name: 'Dataset', help: 'The table as it was read from the file.' } },
  settings: z.strictObject({
    name: z
      .string()
      .default('data')
      .meta({ title: 'Name', description: 'The name under which the table was brought in.' }),
  }),
  source: ({ name }, { datasets }) => (Object.hasOwn(datasets, name) ? datasets[name] : undefined),
  run(_, { name }, { datasets }) {
    if (!Object.hasOwn(datasets, name)) throw datasetNotFound(name, Object.keys(datasets));
    return { table: datasets[name] };
  },
});
