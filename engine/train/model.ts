/** A column as the model sees it: how its cells become numbers. */
export type Feature = NumericFeature | CategoricalFeature;

/** A number, scaled to [0, 1] over the training rows: (x - minimum) / (maximum - minimum); missing becomes 0. */
export interface NumericFeature {
  readonly kind: 'numeric';
  readonly column: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** A text, one indicator per level of the training rows, sorted; missing and unknown texts are all 0. */
export interface CategoricalFeature {
  readonly kind: 'categorical';
  readonly column: string;
  readonly levels: readonly string[];
}

/** A trained two-class logistic regression; plain JSON. */
export interface LogisticRegressionModel {
  readonly formatVersion: 1;
  readonly learner: 'two-class-logistic-regression';
  readonly label: string;
  readonly negative: string;
  readonly positive: string;
  readonly features: readonly Feature[];
  readonly l2Weight: number;
  readonly intercept: number;
  /** One weight per column of the design matrix: the numeric features first, then each categorical one's levels. */
  readonly weights: readonly number[];
  /** Sum of the log losses plus l2Weight / 2 · ‖weights‖² at the solution. */
  readonly objective: number;
  readonly rows: number;
  readonly passes: number;
}
