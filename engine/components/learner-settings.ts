import * as z from 'zod';
import type { Port } from './component.ts';

/** What every learner puts out. */
export const learnerOutputs = {
  model: {
    type: 'untrained-model',
    name: 'Untrained model',
    help: 'The learner with its settings, for Train Model.',
  },
} as const satisfies Readonly<Record<string, Port>>;

/** The penalty of linear models. */
export function l2Weight(standard: number) {
  return z.number().gt(0).default(standard).meta({
    title: 'L2 regularization weight',
    description: 'How strongly large weights are held back. More makes the model simpler.',
  });
}

/** How boosted trees grow; the defaults are the designer's. */
export const boostedTreeSettings = {
  leaves: z.int().min(2).max(1000).default(20).meta({
    title: 'Maximum number of leaves per tree',
    description: 'More leaves see finer patterns, and learn chance by heart sooner.',
  }),
  minimumLeafRows: z.int().min(1).default(10).meta({
    title: 'Minimum number of rows per leaf',
    description: 'A leaf with fewer training rows is not made.',
  }),
  learningRate: z.number().gt(0).max(1).default(0.2).meta({
    title: 'Learning rate',
    description: 'What part of the answer of each tree is added. Above 0, up to 1; less needs more trees.',
  }),
  trees: z.int().min(1).max(10_000).default(100).meta({
    title: 'Number of trees',
    description: 'Each tree corrects what the ones before it got wrong.',
  }),
};

/** How a network learns. */
export const neuralNetworkSettings = {
  hiddenNodes: z.int().min(1).max(1000).default(100).meta({
    title: 'Number of hidden nodes',
    description: 'The nodes of the one hidden layer. More can bend the boundary more often.',
  }),
  learningRate: z.number().gt(0).max(1).default(0.001).meta({
    title: 'Learning rate',
    description:
      'The step of Adam, which adapts it to each weight: 0.001 suits most tables. A figure for plain gradient descent, such as 0.1, is too much here.',
  }),
  epochs: z.int().min(1).max(10_000).default(100).meta({
    title: 'Number of learning iterations',
    description: 'How often all training rows are gone through.',
  }),
  seed: z.int().min(0).default(42).meta({
    title: 'Random seed',
    description: 'Of the first weights and of the order of the rows. The same seed gives the same model.',
  }),
};
