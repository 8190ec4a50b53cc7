import * as z from 'zod';
import { defineComponent } from '../component.ts';
import { neuralNetworkSettings, learnerOutputs } from '../learner-settings.ts';

/** The designer's Multiclass Neural Network, untrained. */
export const multiclassNeuralNetwork = defineComponent({
  type: 'multiclass-neural-network',
  version: 1,
  name: 'Multiclass Neural Network',
  family: 'Machine Learning Algorithms',
  help: 'A network with one hidden layer and one output for each class. It tells several classes apart along bent boundaries.',
  inputs: {},
  outputs: learnerOutputs,
  settings: z.strictObject(neuralNetworkSettings),
  run: (_, settings) => ({ model: { learner: 'multiclass-neural-network', ...settings } }),
});
