import { learnerTasks, type Task } from './learner.ts';

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

/** What every trained model holds. */
interface TrainedOnTable {
  readonly formatVersion: 1;
  readonly label: string;
  readonly features: readonly Feature[];
  /** Training rows with a label. */
  readonly rows: number;
}

interface TwoClasses {
  readonly negative: string;
  readonly positive: string;
}

interface SeveralClasses {
  /** Sorted: numbers by value, text by code point. */
  readonly classes: readonly string[];
  /** The class of most training rows, the first of several. */
  readonly mostFrequent: string;
}

interface Values {
  /** The mean of the training labels. */
  readonly labelMean: number;
}

/** A trained two-class logistic regression; plain JSON. */
export interface LogisticRegressionModel extends TrainedOnTable, TwoClasses {
  readonly learner: 'two-class-logistic-regression';
  readonly l2Weight: number;
  readonly intercept: number;
  /** One weight per column of the design matrix: the numeric features first, then each categorical one's levels. */
  readonly weights: readonly number[];
  /** Sum of the log losses plus l2Weight / 2 · ‖weights‖² at the solution. */
  readonly objective: number;
  readonly passes: number;
}

/** A trained multiclass logistic regression: a score for each class, made probabilities by the softmax; plain JSON. */
export interface MulticlassLogisticRegressionModel extends TrainedOnTable, SeveralClasses {
  readonly learner: 'multiclass-logistic-regression';
  readonly l2Weight: number;
  /** One per class; they add up to 0. */
  readonly intercepts: readonly number[];
  /** For each class one weight per column of the design matrix. */
  readonly weights: readonly (readonly number[])[];
  /** Sum of the log losses plus l2Weight / 2 · ‖weights‖² at the solution. */
  readonly objective: number;
  readonly passes: number;
}

/** A trained linear regression; plain JSON. */
export interface LinearRegressionModel extends TrainedOnTable, Values {
  readonly learner: 'linear-regression';
  readonly l2Weight: number;
  readonly intercept: number;
  /** One weight per column of the design matrix. */
  readonly weights: readonly number[];
  /** Half the sum of the squared errors plus l2Weight / 2 · ‖weights‖² at the solution. */
  readonly objective: number;
  readonly passes: number;
}

/**
 * A decision tree as parallel lists, one entry per node, the root first (as scikit-learn's `tree_`). A row goes left
 * where its number is at most `threshold`, or its text is the level of that number.
 */
export interface DecisionTree {
  /** The index of the feature that is asked; -1 in a leaf. */
  readonly feature: readonly number[];
  /** The greatest number that goes left, or the index of the level that goes left; 0 in a leaf. */
  readonly threshold: readonly number[];
  /** 1 where a missing number goes left, 0 where it goes right. */
  readonly missingLeft: readonly number[];
  /** The nodes that follow; -1 in a leaf. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** What a leaf adds to the score, learning rate included; 0 elsewhere. */
  readonly value: readonly number[];
  /** Training rows that came by. */
  readonly rows: readonly number[];
}

/** Boosted trees: the score of a row is `start` plus what each tree says. */
interface BoostedTrees extends TrainedOnTable {
  readonly leaves: number;
  readonly minimumLeafRows: number;
  readonly learningRate: number;
  readonly start: number;
  readonly trees: readonly DecisionTree[];
  /** How much the splits on each feature have lowered the loss, all trees together. */
  readonly importance: readonly number[];
  /** The training loss after each tree: the mean log loss, or the mean squared error. */
  readonly losses: readonly number[];
}

/** A trained two-class boosted decision tree; its score is the log odds of the positive class; plain JSON. */
export interface TwoClassBoostedTreesModel extends BoostedTrees, TwoClasses {
  readonly learner: 'two-class-boosted-decision-tree';
}

/** A trained boosted decision tree regression; its score is the value; plain JSON. */
export interface BoostedTreesRegressionModel extends BoostedTrees, Values {
  readonly learner: 'boosted-decision-tree-regression';
}

export type BoostedTreesModel = TwoClassBoostedTreesModel | BoostedTreesRegressionModel;

/** The weights of one layer of a network. */
export interface NetworkLayer {
  /** One per node. */
  readonly biases: readonly number[];
  /** For each input one weight per node. */
  readonly weights: readonly (readonly number[])[];
}

/** A network: columns of the design matrix → hidden nodes (the greater of their sum and 0) → outputs. */
interface NeuralNetwork extends TrainedOnTable {
  readonly hiddenNodes: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly seed: number;
  readonly hidden: NetworkLayer;
  readonly output: NetworkLayer;
  /** The training loss of each epoch, its rows as they came by: the mean log loss, or the mean squared error. */
  readonly losses: readonly number[];
}

/** A trained two-class neural network; its one output is the log odds of the positive class; plain JSON. */
export interface TwoClassNeuralNetworkModel extends NeuralNetwork, TwoClasses {
  readonly learner: 'two-class-neural-network';
}

/** A trained multiclass neural network; its outputs are made probabilities by the softmax; plain JSON. */
export interface MulticlassNeuralNetworkModel extends NeuralNetwork, SeveralClasses {
  readonly learner: 'multiclass-neural-network';
}

/** A trained neural network regression; its one output is the value; plain JSON. */
export interface NeuralNetworkRegressionModel extends NeuralNetwork, Values {
  readonly learner: 'neural-network-regression';
}

export type NeuralNetworkModel =
  TwoClassNeuralNetworkModel | MulticlassNeuralNetworkModel | NeuralNetworkRegressionModel;

/** Models by their task. */
export type BinaryModel = LogisticRegressionModel | TwoClassBoostedTreesModel | TwoClassNeuralNetworkModel;
export type MulticlassModel = MulticlassLogisticRegressionModel | MulticlassNeuralNetworkModel;
export type RegressionModel =
  LinearRegressionModel | BoostedTreesRegressionModel | NeuralNetworkRegressionModel;

/** Any trained model; `learner` tells which. */
export type Model = BinaryModel | MulticlassModel | RegressionModel;

/** What a model predicts. */
export function taskOf({ learner }: Pick<Model, 'learner'>): Task {
  return learnerTasks[learner];
}

export function isBinaryModel(model: Model): model is BinaryModel {
  return taskOf(model) === 'binary';
}

export function isMulticlassModel(model: Model): model is MulticlassModel {
  return taskOf(model) === 'multiclass';
}

export function isRegressionModel(model: Model): model is RegressionModel {
  return taskOf(model) === 'regression';
}

/** Whether a model is made of trees. */
export function hasTrees(model: Model): model is BoostedTreesModel {
  return 'trees' in model;
}

/** How many columns the design matrix of these features has. */
export function matrixWidth(features: readonly Feature[]): number {
  return features.reduce((sum, feature) => sum + (feature.kind === 'numeric' ? 1 : feature.levels.length), 0);
}
