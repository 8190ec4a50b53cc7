/** What is predicted: one of two classes, one of several, or a number. */
export type Task = 'binary' | 'multiclass' | 'regression';

/** The task of each learner; the names are those of the designer's components. */
export const learnerTasks = {
  'two-class-logistic-regression': 'binary',
  'two-class-boosted-decision-tree': 'binary',
  'two-class-neural-network': 'binary',
  'multiclass-logistic-regression': 'multiclass',
  'multiclass-neural-network': 'multiclass',
  'linear-regression': 'regression',
  'boosted-decision-tree-regression': 'regression',
  'neural-network-regression': 'regression',
} as const satisfies Readonly<Record<string, Task>>;

/** The name of a learner, such as `linear-regression`. */
export type Learner = keyof typeof learnerTasks;

/** The names of all learners, or of those of one task. */
export function learnersOf(task?: Task): Learner[] {
  const names = Object.keys(learnerTasks) as Learner[];
  return task === undefined ? names : names.filter((name) => learnerTasks[name] === task);
}

/** A learner with its settings, before training. */
export type UntrainedModel = UntrainedLinearModel | UntrainedBoostedTrees | UntrainedNeuralNetwork;

/** A weight for each column, found exactly. */
export interface UntrainedLinearModel {
  readonly learner: 'two-class-logistic-regression' | 'multiclass-logistic-regression' | 'linear-regression';
  /** The weight of ‖w‖²/2 in the objective; above 0. */
  readonly l2Weight: number;
}

/** Decision trees, each fitted to what the ones before it left. */
export interface UntrainedBoostedTrees {
  readonly learner: 'two-class-boosted-decision-tree' | 'boosted-decision-tree-regression';
  /** The most leaves of a tree. */
  readonly leaves: number;
  /** The least training rows in a leaf. */
  readonly minimumLeafRows: number;
  /** What part of each tree's answer is added. */
  readonly learningRate: number;
  readonly trees: number;
}

/** A network with one hidden layer. */
export interface UntrainedNeuralNetwork {
  readonly learner: 'two-class-neural-network' | 'multiclass-neural-network' | 'neural-network-regression';
  readonly hiddenNodes: number;
  /** The step of Adam. */
  readonly learningRate: number;
  /** How often the training rows are gone through. */
  readonly epochs: number;
  /** Of the first weights and of the order of the rows. */
  readonly seed: number;
}
