import type { Table } from '../table/table.ts';
import type { UntrainedModel } from './learner.ts';
import { linearRegression } from './linear-regression.ts';
import type { Model } from './model.ts';
import { multiclassLogisticRegression } from './multiclass-logistic-regression.ts';
import {
  multiclassNeuralNetwork,
  neuralNetworkRegression,
  twoClassNeuralNetwork,
} from './network/neural-network.ts';
import { finish, type Training, type TrainingOptions } from './training.ts';
import { boostedTreesRegression, twoClassBoostedTrees } from './trees/boosting.ts';
import { twoClassLogisticRegression } from './two-class-logistic-regression.ts';

/** What training any learner needs beside its table. */
export interface TrainOptions extends TrainingOptions {
  readonly learner: UntrainedModel;
  /** The positive class of two; without it the last label in sorted order. */
  readonly positive?: string;
}

/**
 * Trains any learner on every column of a table but the label. TensorFlow.js must have been started.
 * Errors: `column-not-found`, `label-not-binary`, `positive-not-found`, `label-not-classes`, `label-not-numeric`,
 * `label-not-finite`, `network-too-wide`, `training-not-converged`, `cancelled`.
 */
export function trainModel(table: Table, options: TrainOptions): Promise<Model> {
  return finish(startTraining(table, options), options.onProgress);
}

/** The same, step by step: pass by pass, tree by tree or epoch by epoch. */
export function startTraining(table: Table, options: TrainOptions): Training {
  const { learner, positive, ...common } = options;
  const twoClasses = { ...common, ...(positive !== undefined && { positive }) };
  switch (learner.learner) {
    case 'two-class-logistic-regression':
      return twoClassLogisticRegression(table, { ...twoClasses, ...learner });
    case 'two-class-boosted-decision-tree':
      return twoClassBoostedTrees(table, { ...twoClasses, ...learner });
    case 'two-class-neural-network':
      return twoClassNeuralNetwork(table, { ...twoClasses, ...learner });
    case 'multiclass-logistic-regression':
      return multiclassLogisticRegression(table, { ...common, ...learner });
    case 'multiclass-neural-network':
      return multiclassNeuralNetwork(table, { ...common, ...learner });
    case 'linear-regression':
      return linearRegression(table, { ...common, ...learner });
    case 'boosted-decision-tree-regression':
      return boostedTreesRegression(table, { ...common, ...learner });
    case 'neural-network-regression':
      return neuralNetworkRegression(table, { ...common, ...learner });
  }
}
