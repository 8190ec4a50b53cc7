import type { Baselines, BaselineMetrics } from '../evaluate/baselines.ts';
import type { BinaryCurve } from '../evaluate/curves.ts';
import type { BinaryMetrics } from '../evaluate/metrics.ts';
import type { Table } from '../table/table.ts';
import type { TrainedModel, Transformation } from './artifacts.ts';

export type { TrainedModel, Transformation } from './artifacts.ts';

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

/** A table with the columns "Scored Labels" and "Scored Probabilities", and what evaluating it needs. */
export interface ScoredTable extends Table {
  readonly scoring: {
    readonly label: string;
    readonly negative: string;
    readonly positive: string;
    readonly baselines: Baselines;
  };
}

/** A learner with its settings, before training. */
export interface UntrainedModel {
  readonly learner: 'two-class-logistic-regression';
  readonly l2Weight: number;
}

/** How well one scored table meets its labels. */
export interface EvaluationResult {
  readonly label: string;
  readonly negative: string;
  readonly positive: string;
  /** Rows that were evaluated. */
  readonly rows: number;
  /** Rows that were left out: their label is missing, or neither of the two classes. */
  readonly rowsWithoutLabel: number;
  readonly metrics: BinaryMetrics;
  readonly curve: BinaryCurve;
  readonly baselines: BaselineMetrics;
}

/** What Evaluate Model finds: one result per scored table, in the order of its inputs. */
export interface Evaluation {
  readonly threshold: number;
  readonly results: readonly EvaluationResult[];
}
