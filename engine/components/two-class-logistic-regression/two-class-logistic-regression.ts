import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { l2Weight, learnerOutputs } from '../learner-settings.ts';

/** The designer's Two-Class Logistic Regression, untrained. */
export const twoClassLogisticRegression = defineComponent({
  type: 'two-class-logistic-regression',
  version: 1,
  name: 'Two-Class Logistic Regression',
  family: 'Machine Learning Algorithms',
  help: 'A model that gives each column a weight, adds the weights up and turns the sum into a probability. It tells two classes apart.',
  inputs: {},
  outputs: learnerOutputs,
  settings: z.strictObject({ l2Weight: l2Weight(1) }),
  run: (_, settings) => ({ model: { learner: 'two-class-logistic-regression', ...settings } }),
});
