import * as z from 'zod';
import { defineComponent } from '../component.ts';

/** Marks the table that answers a request. */
export const webServiceOutput = defineComponent({
  type: 'web-service-output',
  version: 1,
  name: 'Web Service Output',
  family: 'Web Service',
  help: 'The rows that the endpoint sends back.',
  inputs: {
    table: { type: 'table', name: 'Rows', help: 'The rows to send back, one for each that came in.' },
  },
  outputs: {},
  settings: z.strictObject({}),
  run: () => ({}),
});
