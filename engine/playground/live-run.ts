import { getColumn, type Table } from '../table/table.ts';
import type { UntrainedModel } from '../train/learner.ts';
import type { Model } from '../train/model.ts';
import { predict, type Predictions } from '../train/predict.ts';
import { gridOf, type BoundaryGrid, type BoundaryPlane } from './boundary.ts';
import { classesOf, measure, targetsOf, type Measures, type Targets } from './measures.ts';
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

interface Measured {
  readonly table: Table;
  readonly column: ReturnType<typeof getColumn>;
  targets?: Targets;
}

/**
 * A training run that is watched: after each step it knows its loss and score on both parts, and what the model says
 * of any plane. Whoever started it disposes of it.
 */
export class LiveRun {
  readonly measuredRows: { readonly training: number; readonly testing: number };
  private readonly trainer: Trainer;
  private readonly training: Measured;
  private readonly testing: Measured;
  /** Steps that were made. */
  step = 0;
  /** How many there will be, where that is known. */
  steps: number | null = null;
  isDone = false;

  private constructor(trainer: Trainer, parts: Parts, label: string) {
    this.trainer = trainer;
    const measured = (part: Table): Measured => {
      const table = sampleRows(part, mostMeasuredRows, 1);
      return { table, column: getColumn(table, label) };
    };
    this.training = measured(parts.training);
    this.testing = measured(parts.testing);
    this.measuredRows = { training: this.training.table.rowCount, testing: this.testing.table.rowCount };
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

  private measurePart(measured: Measured): Measures {
    const predictions = this.predict(measured.table);
    measured.targets ??= targetsOf(measured.column, classesOf(predictions));
    return measure(predictions, measured.targets);
  }
}
