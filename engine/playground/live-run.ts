import type { Table } from '../table/table.ts';
import type { UntrainedModel } from '../train/learner.ts';
import { isBinaryModel, isMulticlassModel, type Model } from '../train/model.ts';
import { predict, type Predictions } from '../train/predict.ts';
import { gridOf, type BoundaryGrid, type BoundaryPlane } from './boundary.ts';
import { measure, measuredRows, type MeasuredRows, type Measures } from './measures.ts';
import { sampleRows, type Parts } from './parts.ts';
import { createTrainer, type Trainer } from '../train/trainer.ts';

/** Where a training run stands after a step. */
export interface LivePoint {
  readonly step: number;
  readonly training: Measures;
  readonly testing: Measures;
}

/** What a run needs. */
export interface LiveRunOptions {
  readonly learner: UntrainedModel;
  readonly label: string;
  readonly positive?: string;
  readonly signal?: AbortSignal;
}

/** Larger parts are measured on so many of their rows while the training goes on. */
export const mostMeasuredRows = 10_000;

/**
 * A training run that is watched: after each step it knows its loss and score on both parts, and what the model says
 * of any plane. Whoever started it disposes of it.
 */
export class LiveRun {
  private readonly trainer: Trainer;
  private readonly training: MeasuredRows;
  private readonly testing: MeasuredRows;
  /** Steps that were made. */
  step = 0;
  /** How many there will be, where that is known. */
  steps: number | null = null;
  isDone = false;

  private constructor(trainer: Trainer, parts: Parts, label: string) {
    this.trainer = trainer;
    const classes = classesOf(trainer.model);
    const measured = (part: Table): MeasuredRows =>
      measuredRows(sampleRows(part, mostMeasuredRows, 1), label, classes);
    this.training = measured(parts.training);
    this.testing = measured(parts.testing);
  }

  /** Errors: those of the learner, such as `label-not-binary`. */
  static async start(parts: Parts, options: LiveRunOptions): Promise<LiveRun> {
    const trainer = await createTrainer(parts.training, options);
    return new LiveRun(trainer, parts, options.label);
  }

  /** The model as it stands. */
  get model(): Model {
    return this.trainer.model;
  }

  /** Trains one step on: a pass, a tree or an epoch. */
  async advance(): Promise<LivePoint> {
    const { step, steps, done } = await this.trainer.step();
    this.step = step;
    this.steps = steps;
    this.isDone = done;
    return { step, ...this.measure() };
  }

  /** Loss and score of both parts as the model stands. */
  measure(): Omit<LivePoint, 'step'> {
    return { training: this.measurePart(this.training), testing: this.measurePart(this.testing) };
  }

  /** What the model says of a plane, as it stands. */
  look({ cells }: BoundaryPlane): BoundaryGrid {
    return gridOf(this.predict(cells));
  }

  /** What the model says of rows, as it stands. */
  predict(table: Table): Predictions {
    return predict(this.model, table);
  }

  dispose(): void {
    this.trainer.dispose();
  }

  private measurePart({ table, targets }: MeasuredRows): Measures {
    return measure(this.predict(table), targets);
  }
}

/** The classes that a model tells apart, in their order; none where it predicts numbers. */
function classesOf(model: Model): readonly string[] {
  if (isBinaryModel(model)) return [model.negative, model.positive];
  return isMulticlassModel(model) ? model.classes : [];
}
