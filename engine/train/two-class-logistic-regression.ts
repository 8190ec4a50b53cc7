import type { Table } from '../table/table.ts';
import type { LogisticRegressionModel } from './model.ts';

/** What a training run needs beside its table. */
export interface TrainingOptions {
  readonly label: string;
  /** The positive class; without it the last label in sorted order. */
  readonly positive?: string;
  /** The weight of ‖w‖²/2 in the objective; above 0. Default 1. */
  readonly l2Weight?: number;
  readonly signal?: AbortSignal;
  /** Called with the share of the work that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** (to be written) */
export function trainTwoClassLogisticRegression(
  _table: Table,
  _options: TrainingOptions,
): Promise<LogisticRegressionModel> {
  throw new Error('not yet');
}

/** The probability of the positive class for each row of a table; columns that it lacks are an error. */
export function predictProbabilities(_model: LogisticRegressionModel, _table: Table): Float64Array {
  throw new Error('not yet');
}
