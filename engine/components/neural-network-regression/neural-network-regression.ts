import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { neuralNetworkSettings, learnerOutputs } from '../learner-settings.ts';

/** The designer's Neural Network Regression, untrained. */
export const neuralNetworkRegression = defineComponent({
  type: 'neural-network-regression',
  version: 1,
  name: 'Neural Network Regression',
  family: 'Machine Learning Algorithms',
  help: 'A network with one hidden layer, trained step by step. It predicts a number along a bent surface.',
  inputs: {},
  outputs: learnerOutputs,
  settings: z.strictObject(neuralNetworkSettings),
  run: (_, settings) => ({ model: { learner: 'neural-network-regression', ...settings } }),
});
