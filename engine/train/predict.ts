import type { Table } from '../table/table.ts';
import type { Model } from './model.ts';
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
  switch (model.learner) {
    case 'two-class-logistic-regression': {
      const { negative, positive } = model;
      return { task: 'binary', negative, positive, probabilities: predictProbabilities(model, table) };
    }
    case 'two-class-boosted-decision-tree':
    case 'two-class-neural-network':
    case 'multiclass-logistic-regression':
    case 'multiclass-neural-network':
    case 'linear-regression':
    case 'boosted-decision-tree-regression':
    case 'neural-network-regression':
      throw new TypeError(`${model.learner} cannot be asked yet.`);
  }
}
