import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { boostedTreeSettings, learnerOutputs } from '../learner-settings.ts';

/** The designer's Two-Class Boosted Decision Tree, untrained. */
export const twoClassBoostedDecisionTree = defineComponent({
  type: 'two-class-boosted-decision-tree',
  version: 1,
  name: 'Two-Class Boosted Decision Tree',
  family: 'Machine Learning Algorithms',
  help: 'Many small decision trees, each of which corrects the ones before it. It tells two classes apart, also where columns act together.',
  inputs: {},
  outputs: learnerOutputs,
  settings: z.strictObject(boostedTreeSettings),
  run: (_, settings) => ({ model: { learner: 'two-class-boosted-decision-tree', ...settings } }),
});
