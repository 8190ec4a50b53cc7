import * as z from 'zod';
import { defineComponent } from '../component.ts';

/** The designer's Two-Class Logistic Regression, untrained. */
export const twoClassLogisticRegression = defineComponent({
  type: 'two-class-logistic-regression',
  version: 1,
  name: 'Two-Class Logistic Regression',
  family: 'Machine Learning Algorithms',
  help: 'A model that gives each column a weight, adds the weights up and turns the sum into a probability. It tells two classes apart.',
  inputs: {},
  outputs: {
    model: {
      type: 'untrained-model',
      name: 'Untrained model',
      help: 'The learner with its settings, for Train Model.',
    },
  },
  settings: z.strictObject({
    l2Weight: z.number().gt(0).default(1).meta({
      title: 'L2 regularization weight',
      description: 'How strongly large weights are held back. More makes the model simpler.',
    }),
  }),
  run: (_, { l2Weight }) => ({ model: { learner: 'two-class-logistic-regression', l2Weight } }),
});
