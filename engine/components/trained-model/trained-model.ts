import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { trainedModelSchema } from '../artifacts.ts';

/** A model that was trained before, kept inside the pipeline. */
export const trainedModel = defineComponent({
  type: 'trained-model',
  version: 1,
  name: 'Trained Model',
  family: 'Model Training',
  help: 'A model that has been trained already. It stands where Train Model stood.',
  inputs: {},
  outputs: { model: { type: 'model', name: 'Trained model', help: 'The model, ready to score rows.' } },
  settings: z.strictObject({
    model: trainedModelSchema.meta({ title: 'Model', description: 'What training has found.' }),
  }),
  run: (_, { model }) => ({ model }),
});
