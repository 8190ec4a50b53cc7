import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { boostedTreeSettings, learnerOutputs } from '../learner-settings.ts';

/** The designer's Boosted Decision Tree Regression, untrained. */
export const boostedDecisionTreeRegression = defineComponent({
  type: 'boosted-decision-tree-regression',
  version: 1,
  name: 'Boosted Decision Tree Regression',
  family: 'Machine Learning Algorithms',
  help: 'Many small decision trees, each of which corrects the ones before it. It predicts a number, also where columns act together.',
  inputs: {},
  outputs: learnerOutputs,
  settings: z.strictObject(boostedTreeSettings),
  run: (_, settings) => ({ model: { learner: 'boosted-decision-tree-regression', ...settings } }),
});
