import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { transformationSchema } from '../artifacts.ts';

/** A transformation that was fitted before, kept inside the pipeline. */
export const fittedTransformation = defineComponent({
  type: 'fitted-transformation',
  version: 1,
  name: 'Fitted Transformation',
  family: 'Data Transformation',
  help: 'A cleaning that has been fitted to the training data already, with the values that fill the gaps.',
  inputs: {},
  outputs: {
    transformation: {
      type: 'transformation',
      name: 'Transformation',
      help: 'What Apply Transformation does.',
    },
  },
  settings: z.strictObject({
    transformation: transformationSchema.meta({
      title: 'Transformation',
      description: 'The values that were found in the training data.',
    }),
  }),
  run: (_, { transformation }) => ({ transformation }),
});
