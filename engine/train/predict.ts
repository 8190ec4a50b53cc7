import type { Table } from '../table/table.ts';
import { createDesignMatrix } from './design-matrix.ts';
import { exponentials } from './exponential.ts';
import { blockRows } from './linear-blocks.ts';
import { linearScores } from './linear-scores.ts';
import {
  isBinaryModel,
  isMulticlassModel,
  type BinaryModel,
  type Model,
  type MulticlassModel,
  type RegressionModel,
} from './model.ts';
import { networkOutputs } from './network/network-outputs.ts';
import { softmax } from './softmax.ts';
import { treeScores } from './trees/tree-scores.ts';
import { predictProbabilities } from './two-class-logistic-regression.ts';

/** What a model says of the rows of a table. */
export type Predictions =
  | {
      readonly task: 'binary';
      readonly negative: string;
      readonly positive: string;
      /** Of the positive class, one per row. */
      readonly probabilities: Float64Array;
    }
  | {
      readonly task: 'multiclass';
      readonly classes: readonly string[];
      /** rows × classes, row-major. */
      readonly probabilities: Float64Array;
    }
  | { readonly task: 'regression'; readonly values: Float64Array };

/**
 * What any trained model says of the rows of a table, which need no label.
 * Errors: `column-not-found`, `column-type-changed`.
 */
export function predict(model: Model, table: Table): Predictions {
  if (isBinaryModel(model)) {
    const { negative, positive } = model;
    return { task: 'binary', negative, positive, probabilities: positiveProbabilities(model, table) };
  }
  if (isMulticlassModel(model)) {
    const { classes } = model;
    return { task: 'multiclass', classes, probabilities: classProbabilities(model, table) };
  }
  return { task: 'regression', values: predictValues(model, table) };
}

function positiveProbabilities(model: BinaryModel, table: Table): Float64Array {
  switch (model.learner) {
    case 'two-class-logistic-regression':
      return predictProbabilities(model, table);
    case 'two-class-boosted-decision-tree':
      return logistic(treeScores(model, table));
    case 'two-class-neural-network':
      return logistic(networkOutputs(model, createDesignMatrix(table, model.features))[0]);
  }
}

function classProbabilities(model: MulticlassModel, table: Table): Float64Array {
  const matrix = createDesignMatrix(table, model.features);
  switch (model.learner) {
    case 'multiclass-logistic-regression': {
      const { intercepts, weights } = model;
      return interleavedSoftmax(weights.map((one, k) => linearScores(matrix, intercepts[k], one)));
    }
    case 'multiclass-neural-network':
      return interleavedSoftmax(networkOutputs(model, matrix));
  }
}

function predictValues(model: RegressionModel, table: Table): Float64Array {
  switch (model.learner) {
    case 'linear-regression':
      return linearScores(createDesignMatrix(table, model.features), model.intercept, model.weights);
    case 'boosted-decision-tree-regression':
      return treeScores(model, table);
    case 'neural-network-regression':
      return networkOutputs(model, createDesignMatrix(table, model.features))[0];
  }
}

/** 1 / (1 + exp(-score)) of each score, in place. */
function logistic(scores: Float64Array): Float64Array {
  for (let i = 0; i < scores.length; i++) scores[i] = -scores[i];
  exponentials(scores, scores.length);
  for (let i = 0; i < scores.length; i++) scores[i] = 1 / (1 + scores[i]);
  return scores;
}

/** The scores of each class as probabilities, rows × classes, row-major. */
function interleavedSoftmax(scores: readonly Float64Array[]): Float64Array {
  const rows = scores[0].length;
  const probabilities = new Float64Array(rows * scores.length);
  for (let start = 0; start < rows; start += blockRows) {
    const end = Math.min(rows, start + blockRows);
    const block = scores.map((column) => column.subarray(start, end));
    softmax(block, end - start);
    block.forEach((column, k) => {
      for (let i = 0; i < column.length; i++) probabilities[(start + i) * scores.length + k] = column[i];
    });
  }
  return probabilities;
}
