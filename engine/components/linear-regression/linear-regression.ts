import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { l2Weight, learnerOutputs } from '../learner-settings.ts';

/** The designer's Linear Regression, untrained. */
export const linearRegression = defineComponent({
  type: 'linear-regression',
  version: 1,
  name: 'Linear Regression',
  family: 'Machine Learning Algorithms',
  help: 'A model that gives each column a weight and adds the weights up. It predicts a number.',
  inputs: {},
  outputs: learnerOutputs,
  settings: z.strictObject({ l2Weight: l2Weight(0.001) }),
  run: (_, settings) => ({ model: { learner: 'linear-regression', ...settings } }),
});
