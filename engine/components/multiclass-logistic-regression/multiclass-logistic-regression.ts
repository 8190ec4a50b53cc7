import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { l2Weight, learnerOutputs } from '../learner-settings.ts';

/** The designer's Multiclass Logistic Regression, untrained. */
export const multiclassLogisticRegression = defineComponent({
  type: 'multiclass-logistic-regression',
  version: 1,
  name: 'Multiclass Logistic Regression',
  family: 'Machine Learning Algorithms',
  help: 'A model that gives each column a weight for each class and turns the sums into probabilities. It tells several classes apart.',
  inputs: {},
  outputs: learnerOutputs,
  settings: z.strictObject({ l2Weight: l2Weight(1) }),
  run: (_, settings) => ({ model: { learner: 'multiclass-logistic-regression', ...settings } }),
});
