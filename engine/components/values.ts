import type { Baselines, BaselineMetrics } from '../evaluate/baselines.ts';
import type { BinaryCurve } from '../evaluate/curves.ts';
import type { BinaryMetrics } from '../evaluate/metrics.ts';
import type { MulticlassMetrics } from '../evaluate/multiclass.ts';
import type { RegressionMetrics } from '../evaluate/regression.ts';
import type { Table } from '../table/table.ts';
import type { UntrainedModel } from '../train/learner.ts';
import type { TrainedModel, Transformation } from './artifacts.ts';

export type { TrainedModel, Transformation } from './artifacts.ts';
export type { UntrainedModel } from '../train/learner.ts';

/** What flows along an edge, by the type of its ports. A scored table is accepted where a table is. */
export interface PortValues {
  readonly table: Table;
  readonly 'scored-table': ScoredTable;
  readonly 'untrained-model': UntrainedModel;
  readonly model: TrainedModel;
  readonly transformation: Transformation;
  readonly evaluation: Evaluation;
}

export type PortType = keyof PortValues;

/** Whether an output of type `from` may lead to an input of type `to`. */
export function isCompatible(from: PortType, to: PortType): boolean {
  return from === to || (from === 'scored-table' && to === 'table');
}

/** The columns that Score Model adds. */
export const scoredLabels = 'Scored Labels';
export const scoredProbabilities = 'Scored Probabilities';

/** The column with the probability of one of several classes. */
export function scoredProbabilitiesOf(name: string): string {
  return `${scoredProbabilities}_${name}`;
}

/** A table with the columns that Score Model adds, and what evaluating it needs. */
export interface ScoredTable extends Table {
  readonly scoring: Scoring;
}

export type Scoring = BinaryScoring | MulticlassScoring | RegressionScoring;

/** Columns: "Scored Labels" and "Scored Probabilities" (of the positive class). */
export interface BinaryScoring {
  readonly task: 'binary';
  readonly label: string;
  readonly negative: string;
  readonly positive: string;
  readonly baselines: Baselines;
}

/** Columns: "Scored Labels", and "Scored Probabilities_<class>" for each class. */
export interface MulticlassScoring {
  readonly task: 'multiclass';
  readonly label: string;
  /** Sorted: numbers by value, text by code point. */
  readonly classes: readonly string[];
  /** The most frequent class of the training rows: the baseline. */
  readonly mostFrequent: string;
}

/** Column: "Scored Labels", numbers. */
export interface RegressionScoring {
  readonly task: 'regression';
  readonly label: string;
  /** The mean of the training labels: the baseline. */
  readonly mean: number;
}

/** How well one scored table meets its labels. */
export type EvaluationResult = BinaryEvaluation | MulticlassEvaluation | RegressionEvaluation;

interface EvaluatedRows {
  readonly label: string;
  /** Rows that were evaluated. */
  readonly rows: number;
  /** Rows that were left out: their label is missing, or none that the model knows. */
  readonly rowsWithoutLabel: number;
}

/** How well probabilities of the positive class meet two classes. */
export interface BinaryEvaluation extends EvaluatedRows {
  readonly task: 'binary';
  readonly negative: string;
  readonly positive: string;
  readonly metrics: BinaryMetrics;
  readonly curve: BinaryCurve;
  readonly baselines: BaselineMetrics;
}

/** How well probabilities of several classes meet the labels. */
export interface MulticlassEvaluation extends EvaluatedRows {
  readonly task: 'multiclass';
  readonly classes: readonly string[];
  readonly metrics: MulticlassMetrics;
  /** Always saying the most frequent class of the training rows. */
  readonly baseline: { readonly label: string; readonly accuracy: number };
}

/** How well predicted numbers meet the labels. */
export interface RegressionEvaluation extends EvaluatedRows {
  readonly task: 'regression';
  readonly metrics: RegressionMetrics;
  /** Always saying the mean of the training rows. */
  readonly baseline: {
    readonly mean: number;
    readonly rootMeanSquaredError: number;
    readonly meanAbsoluteError: number;
  };
}

/** What Evaluate Model finds: one result per scored table, in the order of its inputs. */
export interface Evaluation {
  readonly threshold: number;
  readonly results: readonly EvaluationResult[];
}
