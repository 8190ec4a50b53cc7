import { getColumn, type Table } from '../../table/table.ts';
import { fitFeatures } from '../design-matrix.ts';
import { encodeLabels, numericLabels } from '../labels.ts';
import { withKnownClasses, withKnownNumbers } from '../labelled-rows.ts';
import type { UntrainedBoostedTrees } from '../learner.ts';
import type {
  BoostedTreesRegressionModel,
  DecisionTree,
  Feature,
  TwoClassBoostedTreesModel,
} from '../model.ts';
import { createPause } from '../pause.ts';
import { scaleLabels } from '../scaled-labels.ts';
import type { Training, TrainingOptions } from '../training.ts';
import { binFeature, type BinnedFeature } from './bins.ts';
import { logLossOf, squaredLossOf, type BoostingLoss } from './boosting-loss.ts';
import { growTree } from './grow-tree.ts';

/** How trees are grown and added. */
export type BoostingOptions = TrainingOptions & Omit<UntrainedBoostedTrees, 'learner'>;

/**
 * Trains the designer's Two-Class Boosted Decision Tree on every column but the label, tree by tree: gradient boosting
 * of the log loss to second order over histograms (Friedman, 2001; Chen and Guestrin, 2016), as scikit-learn's
 * `HistGradientBoostingClassifier(learning_rate, max_iter=trees, max_leaf_nodes=leaves,
 * min_samples_leaf=minimumLeafRows, early_stopping=False)`. Missing numbers go to the side that fits better; texts are
 * asked one level at a time. Rows without a label are left out. The same table gives the same model, bit for bit.
 * Errors: `label-not-binary`, `positive-not-found`, `column-not-found`, `cancelled`.
 */
export async function* twoClassBoostedTrees(
  table: Table,
  options: BoostingOptions & { readonly positive?: string },
): Training<TwoClassBoostedTreesModel> {
  const { label, positive } = options;
  const all = encodeLabels(getColumn(table, label), positive, 'training rows');
  const { rows, labels } = withKnownClasses(table, all.classes);
  const { negative, positive: found } = all;
  const common = { formatVersion: 1, label, negative, positive: found, rows: rows.rowCount } as const;
  return yield* boost(rows, logLossOf(labels), options, (grown) => ({
    learner: 'two-class-boosted-decision-tree',
    ...common,
    ...grown,
  }));
}

/**
 * Trains the designer's Boosted Decision Tree Regression on every column but the label, tree by tree: the same with the
 * squared error, as scikit-learn's `HistGradientBoostingRegressor`.
 * Errors: `label-not-numeric`, `label-not-finite`, `column-not-found`, `cancelled`.
 */
export async function* boostedTreesRegression(
  table: Table,
  options: BoostingOptions,
): Training<BoostedTreesRegressionModel> {
  const { label } = options;
  const { rows, labels } = withKnownNumbers(table, numericLabels(getColumn(table, label)));
  const { mean } = scaleLabels(labels);
  const common = { formatVersion: 1, label, labelMean: mean, rows: rows.rowCount } as const;
  return yield* boost(rows, squaredLossOf(labels, mean), options, (grown) => ({
    learner: 'boosted-decision-tree-regression',
    ...common,
    ...grown,
  }));
}

/** What boosting adds to a model. */
interface Grown {
  readonly features: readonly Feature[];
  readonly leaves: number;
  readonly minimumLeafRows: number;
  readonly learningRate: number;
  readonly start: number;
  readonly trees: readonly DecisionTree[];
  readonly importance: readonly number[];
  readonly losses: readonly number[];
}

async function* boost<M extends TwoClassBoostedTreesModel | BoostedTreesRegressionModel>(
  rows: Table,
  loss: BoostingLoss,
  options: BoostingOptions,
  modelOf: (grown: Grown) => M,
): Training<M> {
  const { label, leaves, minimumLeafRows, learningRate, trees: steps } = options;
  const pause = createPause(options.signal);
  const fitted = fitFeatures(rows, [label]);
  const features: BinnedFeature[] = [];
  for (const feature of fitted) {
    await pause();
    features.push(binFeature(rows, feature, minimumLeafRows));
  }
  const scores = new Float64Array(rows.rowCount).fill(loss.start);
  const gradients = new Float64Array(rows.rowCount);
  const curvatures = new Float64Array(rows.rowCount);
  const trees: DecisionTree[] = [];
  const losses: number[] = [];
  const importance = new Float64Array(features.length);
  let current = loss.derive(scores, gradients, curvatures);
  const stepAt = (step: number) => ({
    step,
    steps,
    loss: current,
    model: () =>
      modelOf({
        features: fitted,
        leaves,
        minimumLeafRows,
        learningRate,
        start: loss.start,
        trees: trees.slice(0, step),
        importance: Array.from(importance),
        losses: losses.slice(0, step),
      }),
  });
  yield stepAt(0);
  for (let step = 1; ; step++) {
    const { tree, answers, gains } = await growTree(
      { features, gradients, curvatures },
      { leaves, minimumLeafRows, learningRate, pause },
    );
    for (let i = 0; i < scores.length; i++) scores[i] += answers[i];
    gains.forEach((gain, f) => (importance[f] += gain));
    current = loss.derive(scores, gradients, curvatures);
    trees.push(tree);
    losses.push(current);
    if (step === steps) return stepAt(step);
    yield stepAt(step);
  }
}
