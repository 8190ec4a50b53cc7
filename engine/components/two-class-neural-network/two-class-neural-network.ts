import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { neuralNetworkSettings, learnerOutputs } from '../learner-settings.ts';

/** The designer's Two-Class Neural Network, untrained. */
export const twoClassNeuralNetwork = defineComponent({
  type: 'two-class-neural-network',
  version: 1,
  name: 'Two-Class Neural Network',
  family: 'Machine Learning Algorithms',
  help: 'A network with one hidden layer, trained step by step. It tells two classes apart along a bent boundary.',
  inputs: {},
  outputs: learnerOutputs,
  settings: z.strictObject(neuralNetworkSettings),
  run: (_, settings) => ({ model: { learner: 'two-class-neural-network', ...settings } }),
});
