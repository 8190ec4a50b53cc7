import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { noWebServiceInput } from '../errors.ts';

/** The schema of one column of a request. */
export const inputColumnSchema = z.discriminatedUnion('type', [
  z.strictObject({
    name: z.string(),
    type: z.literal('number'),
    /** The least and greatest value of the training data; null where it has none. */
    minimum: z.number().nullable(),
    maximum: z.number().nullable(),
    example: z.number().nullable(),
  }),
  z.strictObject({
    name: z.string(),
    type: z.literal('category'),
    /** The texts of the training data by code point; null where there are too many to list. */
    levels: z.array(z.string()).nullable(),
    example: z.string().nullable(),
  }),
]);

/** One column of a request. */
export type InputColumn = z.output<typeof inputColumnSchema>;

/** The rows of a request. Error: `no-web-service-input`. */
export const webServiceInput = defineComponent({
  type: 'web-service-input',
  version: 1,
  name: 'Web Service Input',
  family: 'Web Service',
  help: 'The rows that somebody sends to the endpoint. It takes the place of the dataset.',
  inputs: {},
  outputs: { table: { type: 'table', name: 'Rows', help: 'The rows of one request as a table.' } },
  settings: z.strictObject({
    columns: z.array(inputColumnSchema).default([]).meta({
      title: 'Columns',
      description: 'The columns that a request may have, as the training data had them.',
    }),
  }),
  source: (_, context) => context.webServiceInput,
  run(_inputs, _settings, context) {
    if (!context.webServiceInput) throw noWebServiceInput();
    return { table: context.webServiceInput };
  },
});
