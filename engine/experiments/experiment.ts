import type { z } from 'zod';
import type { BinaryEvaluation, Evaluation } from '../components/values.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { assertCompleted, getOutput, runPipeline } from '../pipeline/run.ts';
import { tutorialPipeline, type TutorialOptions } from '../pipeline/templates.ts';
import { columnNames, getColumn, takeRows, type Table } from '../table/table.ts';
import { classesOf } from '../train/labels.ts';
import type { LogisticRegressionModel } from '../train/model.ts';
import { predictProbabilities } from '../train/two-class-logistic-regression.ts';

/** What an experiment works on. */
export interface ExperimentInput {
  readonly table: Table;
  readonly label: string;
  readonly seed: number;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A small computation from which a learner sees one thing. */
export interface Experiment {
  readonly settings: z.ZodObject;
  run(input: ExperimentInput): Promise<Record<string, unknown>> | Record<string, unknown>;
}

/** Columns that no model of the lesson sees: a running number, and what a bank must not decide on. */
const neverSeen = ['Loan_ID', 'Gender'];

/** The columns of a table that no model of the lesson sees. */
export function columnsToDrop(table: Table): string[] {
  return columnNames(table).filter((name) => neverSeen.includes(name));
}

/** The lesson's pipeline for a table and its label. */
export function pipelineFor(
  { table, label, seed }: ExperimentInput,
  options: TutorialOptions = {},
): Pipeline {
  return tutorialPipeline({ label, positive: '', drop: columnsToDrop(table), seed, ...options });
}

/** What the Evaluate Model of a training pipeline says of the test part. */
export async function evaluatePipeline(
  pipeline: Pipeline,
  dataset: string,
  table: Table,
): Promise<BinaryEvaluation> {
  const result = assertCompleted(await runPipeline(pipeline, { datasets: { [dataset]: table } }));
  const evaluation: Evaluation = getOutput(result, 'evaluate', 'evaluation', 'evaluation');
  const [found] = evaluation.results;
  // The lesson's drawing has a two-class learner.
  if (found.task !== 'binary') throw new TypeError(`Expected a two-class evaluation, not ${found.task}.`);
  return found;
}

/** Rows whose class is known, with what a model says of them. */
export interface ScoredRows {
  readonly probabilities: Float64Array;
  readonly classes: Int8Array;
}

/** What a model says of the rows of a table that have a label. */
export function scoreRows(model: LogisticRegressionModel, table: Table): ScoredRows {
  const classes = classesOf(getColumn(table, model.label), model.negative, model.positive);
  const known = Uint32Array.from(classes.keys()).filter((row) => classes[row] >= 0);
  return {
    probabilities: predictProbabilities(model, takeRows(table, known)),
    classes: Int8Array.from(known, (row) => classes[row]),
  };
}

/** The mean of numbers. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
