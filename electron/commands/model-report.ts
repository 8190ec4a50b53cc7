import {
  taskOf,
  type BoostedTreesModel,
  type Model,
  type NeuralNetworkModel,
} from '../../engine/train/model.ts';
import { matrixColumnNames } from '../../engine/train/design-matrix.ts';
import { count, table } from './text-table.ts';

/** What `guidepost train` tells of a model. */
export type ModelReport = LinearReport | MulticlassLinearReport | TreesReport | NetworkReport;

interface LinearReport {
  readonly learner: 'two-class-logistic-regression' | 'linear-regression';
  readonly intercept: number;
  readonly coefficients: Readonly<Record<string, number>>;
  readonly objective: number;
  readonly l2Weight: number;
}

interface MulticlassLinearReport {
  readonly learner: 'multiclass-logistic-regression';
  /** By class. */
  readonly intercepts: Readonly<Record<string, number>>;
  readonly coefficients: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly objective: number;
  readonly l2Weight: number;
}

interface TreesReport {
  readonly learner: BoostedTreesModel['learner'];
  readonly trees: number;
  readonly leaves: number;
  readonly minimumLeafRows: number;
  readonly learningRate: number;
  /** For each column its share of what all splits have lowered the loss by. */
  readonly importance: Readonly<Record<string, number>>;
  /** Of the training rows. */
  readonly trainingLoss: number;
}

interface NetworkReport {
  readonly learner: NeuralNetworkModel['learner'];
  readonly hiddenNodes: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly trainingLoss: number;
}

const mostWeights = 8;

/** Tells of a model what can be told in figures. */
export function reportModel(model: Model): ModelReport {
  switch (model.learner) {
    case 'two-class-logistic-regression':
    case 'linear-regression': {
      const { learner, intercept, weights, objective, l2Weight } = model;
      return { learner, intercept, coefficients: byName(model, weights), objective, l2Weight };
    }
    case 'multiclass-logistic-regression': {
      const { learner, classes, intercepts, weights, objective, l2Weight } = model;
      return {
        learner,
        intercepts: Object.fromEntries(classes.map((name, k) => [name, intercepts[k]])),
        coefficients: Object.fromEntries(classes.map((name, k) => [name, byName(model, weights[k])])),
        objective,
        l2Weight,
      };
    }
    case 'two-class-boosted-decision-tree':
    case 'boosted-decision-tree-regression': {
      const { learner, trees, leaves, minimumLeafRows, learningRate, importance, features, losses } = model;
      const whole = importance.reduce((sum, gain) => sum + gain, 0) || 1;
      return {
        learner,
        trees: trees.length,
        leaves,
        minimumLeafRows,
        learningRate,
        importance: Object.fromEntries(features.map(({ column }, f) => [column, importance[f] / whole])),
        trainingLoss: losses[losses.length - 1],
      };
    }
    case 'two-class-neural-network':
    case 'multiclass-neural-network':
    case 'neural-network-regression': {
      const { learner, hiddenNodes, epochs, learningRate, seed, losses } = model;
      return { learner, hiddenNodes, epochs, learningRate, seed, trainingLoss: losses[losses.length - 1] };
    }
  }
}

/** The model in a few lines. */
export function formatModel(model: ModelReport): string[] {
  switch (model.learner) {
    case 'two-class-logistic-regression':
    case 'linear-regression':
      return [
        ...strongest(model.coefficients),
        `Objective ${model.objective.toPrecision(10)}, intercept ${model.intercept.toPrecision(6)}.`,
      ];
    case 'multiclass-logistic-regression': {
      const all = Object.entries(model.coefficients).flatMap(([name, coefficients]) =>
        Object.entries(coefficients).map(([column, weight]) => [`${column} → ${name}`, weight] as const),
      );
      return [...strongest(Object.fromEntries(all)), `Objective ${model.objective.toPrecision(10)}.`];
    }
    case 'two-class-boosted-decision-tree':
    case 'boosted-decision-tree-regression': {
      const sorted = Object.entries(model.importance).sort(([, a], [, b]) => b - a);
      const shown = sorted.slice(0, mostWeights);
      return [
        'What the trees ask for most (share of what they have learnt):',
        table(shown.map(([name, share]) => [`  ${name}`, `${(100 * share).toFixed(1)} %`])),
        '',
        `${count(model.trees)} trees of at most ${count(model.leaves)} leaves; ${lossName(model)} of the training rows ${model.trainingLoss.toPrecision(6)}.`,
      ];
    }
    case 'two-class-neural-network':
    case 'multiclass-neural-network':
    case 'neural-network-regression':
      return [
        `${count(model.hiddenNodes)} hidden nodes, ${count(model.epochs)} iterations (seed ${model.seed}); ${lossName(model)} of the training rows ${model.trainingLoss.toPrecision(6)}.`,
      ];
  }
}

function lossName(model: { readonly learner: Model['learner'] }): string {
  return taskOf(model) === 'regression' ? 'mean squared error' : 'log loss';
}

function strongest(coefficients: Readonly<Record<string, number>>): string[] {
  const sorted = Object.entries(coefficients).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  if (sorted.length === 0) return [];
  const shown = sorted.slice(0, mostWeights);
  const rest = sorted.length - shown.length;
  return [
    `Strongest coefficients (of scaled columns)${rest > 0 ? `, ${count(rest)} more in --json` : ''}:`,
    table(shown.map(([name, weight]) => [`  ${name}`, (weight >= 0 ? '+' : '') + weight.toFixed(3)])),
    '',
  ];
}

function byName({ features }: Model, weights: readonly number[]): Record<string, number> {
  return Object.fromEntries(
    uniqueNames(matrixColumnNames(features)).map((name, index) => [name, weights[index]]),
  );
}

/** A numeric column "a=b" beside the level "b" of a column "a": both keep their coefficient. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let i = 2; taken.has(unique); i++) unique = `${name} (${i})`;
    taken.add(unique);
    return unique;
  });
}
