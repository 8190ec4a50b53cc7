import { learnersOf, type Learner, type Task } from '../train/learner.ts';

/** A learner and the settings that differ from its component's defaults. */
export interface Candidate {
  readonly component: Learner;
  readonly settings: Readonly<Record<string, number>>;
}

type Grid = readonly Readonly<Record<string, number>>[];

const trees: Grid = [
  {},
  { leaves: 8, learningRate: 0.1 },
  // Small and few: for small tables, which larger trees learn by heart.
  { leaves: 4, learningRate: 0.1, trees: 50 },
];
const network: Grid = [{ hiddenNodes: 20, epochs: 50 }, { hiddenNodes: 100, epochs: 20 }, {}];

const grids: Readonly<Record<Learner, Grid>> = {
  'two-class-logistic-regression': [{}, { l2Weight: 0.1 }, { l2Weight: 10 }],
  'two-class-boosted-decision-tree': trees,
  'two-class-neural-network': network,
  'multiclass-logistic-regression': [{}, { l2Weight: 0.1 }, { l2Weight: 10 }],
  'multiclass-neural-network': network,
  'linear-regression': [{}, { l2Weight: 1 }, { l2Weight: 100 }],
  'boosted-decision-tree-regression': trees,
  'neural-network-regression': network,
};

/** What is tried for a task: each of its learners with a few settings, the quick ones first. */
export function candidatesOf(task: Task): Candidate[] {
  return learnersOf(task).flatMap((component) =>
    grids[component].map((settings) => ({ component, settings })),
  );
}
