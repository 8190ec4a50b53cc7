/** A cell as it is shown; `null` is missing. */
export type Cell = number | string | null;

/** What one column adds to a score. */
export interface Contribution {
  readonly column: string;
  readonly cell: Cell;
  /** What the model sees of the cell: a number scaled to 0 … 1 over the training rows, 1 for a text that it knows, else 0. */
  readonly input: number;
  /** The weight of that number, or of that text; 0 where the text is missing or unknown. */
  readonly weight: number;
  /** input · weight. */
  readonly value: number;
}

/** A score of a linear model, column by column: the intercept and all contributions add up to it. */
export interface LinearScore {
  /** The class that the score speaks for; `null` where the model has one score. */
  readonly ofClass: string | null;
  readonly intercept: number;
  readonly contributions: readonly Contribution[];
  readonly score: number;
}

/** One question on the way through a tree. */
export interface TreeStep {
  readonly column: string;
  readonly cell: Cell;
  /** Is the number at most this one, or is the text this one? `null`: is there any number at all? */
  readonly asked: number | string | null;
  readonly isYes: boolean;
}

/** The way through one tree, and what its leaf adds. */
export interface TreePath {
  readonly steps: readonly TreeStep[];
  readonly value: number;
}

/** A hidden node and what it adds to an output. */
export interface HiddenNode {
  readonly node: number;
  /** The sum of what comes in; below 0 the node is silent. */
  readonly sum: number;
  /** What it adds to each output. */
  readonly values: readonly number[];
}

/** How a model comes to its score, or its scores. */
export type Reasons =
  | { readonly kind: 'linear'; readonly scores: readonly LinearScore[] }
  | {
      readonly kind: 'trees';
      readonly start: number;
      /** The way through each tree. */
      readonly paths: readonly TreePath[];
      readonly score: number;
    }
  | {
      readonly kind: 'network';
      /** The nodes that are not silent. */
      readonly active: readonly HiddenNode[];
      readonly hiddenNodes: number;
      readonly outputs: readonly {
        readonly ofClass: string | null;
        readonly bias: number;
        readonly score: number;
      }[];
    };

/** What the model answers. */
export type Answer =
  | {
      readonly task: 'binary';
      readonly negative: string;
      readonly positive: string;
      /** The log odds of the positive class. */
      readonly score: number;
      readonly probability: number;
      readonly threshold: number;
      readonly label: string;
    }
  | {
      readonly task: 'multiclass';
      readonly classes: readonly {
        readonly name: string;
        readonly score: number;
        readonly probability: number;
      }[];
      readonly label: string;
    }
  | { readonly task: 'regression'; readonly value: number };

/** Why a model answers what it answers about one row. */
export interface Explanation {
  readonly label: string;
  readonly reasons: Reasons;
  readonly answer: Answer;
}
