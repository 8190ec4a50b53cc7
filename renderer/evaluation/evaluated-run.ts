import { evaluateScored } from '../../engine/components/evaluate-model/evaluate-scored.ts';
import type {
  BinaryEvaluation,
  MulticlassEvaluation,
  RegressionEvaluation,
  ScoredTable,
  TrainedModel,
} from '../../engine/components/values.ts';
import {
  evaluatedRows,
  type BinaryRows,
  type EvaluatedRows,
  type MulticlassRows,
  type RegressionRows,
} from '../../engine/evaluate/evaluated-rows.ts';

/** Rows that a model has scored, to be looked at. */
export interface EvaluatedRun {
  /** What the run is called, such as its learner. */
  readonly name: string;
  /** Whether the model has seen these rows. */
  readonly part: 'test' | 'train';
  readonly scored: ScoredTable;
  readonly model?: TrainedModel | undefined;
}

interface Read<Rows extends EvaluatedRows, Evaluation> {
  readonly name: string;
  readonly part: 'test' | 'train';
  readonly model: TrainedModel | undefined;
  readonly rows: Rows;
  readonly evaluation: Evaluation;
}

export type BinaryRun = Read<BinaryRows, BinaryEvaluation> & { readonly task: 'binary' };
export type MulticlassRun = Read<MulticlassRows, MulticlassEvaluation> & { readonly task: 'multiclass' };
export type RegressionRun = Read<RegressionRows, RegressionEvaluation> & { readonly task: 'regression' };

/** A run with its rows and figures. */
export type ReadRun = BinaryRun | MulticlassRun | RegressionRun;

const known = new WeakMap<EvaluatedRun, ReadRun>();

/** Reads a run's rows and counts its figures, once for each run; errors are those of `evaluatedRows`. */
export function readRun(run: EvaluatedRun): ReadRun {
  let read = known.get(run);
  if (!read) known.set(run, (read = readAnew(run)));
  return read;
}

function readAnew({ name, part, scored, model }: EvaluatedRun): ReadRun {
  const rows = evaluatedRows(scored);
  const evaluation = evaluateScored(scored, 0.5);
  // Both follow the task of the same scoring.
  return { task: rows.task, name, part, model, rows, evaluation } as ReadRun;
}
