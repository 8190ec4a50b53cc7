import type { Feature, Model } from '../train/model.ts';

/** What one column of the design matrix adds to the answer. */
export interface Coefficient {
  readonly column: string;
  /** The text that it stands for; `null` for a number. */
  readonly level: string | null;
  /**
   * Added to the score (the log odds of the positive class, the score of a class, or the predicted number): for a text
   * where the cell is that text, for a number in proportion, all of it at the greatest value of the training rows.
   */
  readonly weight: number;
}

/** The coefficients of one score. */
export interface Coefficients {
  /** The class that the score speaks for; `null` where the model has one score. */
  readonly ofClass: string | null;
  readonly intercept: number;
  /** In the order of the features. */
  readonly terms: readonly Coefficient[];
}

/** The coefficients of a linear model, one list for each class where it has several; empty for other learners. */
export function coefficientsOf(model: Model): Coefficients[] {
  switch (model.learner) {
    case 'two-class-logistic-regression':
    case 'linear-regression': {
      const { intercept, features, weights } = model;
      return [{ ofClass: null, intercept, terms: termsOf(features, weights) }];
    }
    case 'multiclass-logistic-regression':
      return model.classes.map((ofClass, k) => ({
        ofClass,
        intercept: model.intercepts[k],
        terms: termsOf(model.features, model.weights[k]),
      }));
    case 'two-class-boosted-decision-tree':
    case 'two-class-neural-network':
    case 'multiclass-neural-network':
    case 'boosted-decision-tree-regression':
    case 'neural-network-regression':
      return [];
  }
}

/** Weights are in the order of a design matrix: numbers first, then the levels of each text. */
function termsOf(features: readonly Feature[], weights: readonly number[]): Coefficient[] {
  const terms = new Map<Feature, Coefficient[]>();
  let next = 0;
  for (const kind of ['numeric', 'categorical'] as const) {
    for (const feature of features) {
      if (feature.kind !== kind) continue;
      const levels: readonly (string | null)[] = feature.kind === 'numeric' ? [null] : feature.levels;
      terms.set(
        feature,
        levels.map((level) => ({ column: feature.column, level, weight: weights[next++] })),
      );
    }
  }
  return features.flatMap((feature) => terms.get(feature) ?? []);
}
