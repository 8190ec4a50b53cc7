import { getColumn, type Table } from '../table/table.ts';
import { createDesignMatrix, fitFeatures } from '../train/design-matrix.ts';
import { encodeLabels } from '../train/labels.ts';
import { LogisticLoss } from '../train/logistic-loss.ts';
import type { UntrainedModel } from '../train/learner.ts';
import type { Model } from '../train/model.ts';
import { solve } from '../train/two-class-logistic-regression.ts';

/** A training run that stops after each pass. */
export interface Trainer {
  step(): Promise<TrainerState>;
  readonly model: Model;
  dispose(): void;
}

export interface TrainerState {
  readonly step: number;
  readonly steps: number | null;
  readonly loss: number;
  readonly done: boolean;
}

export interface TrainerOptions {
  readonly learner: UntrainedModel;
  readonly label: string;
  readonly positive?: string;
  readonly signal?: AbortSignal;
}

/** Remembers where the search for the optimum stands. */
class WatchedLoss extends LogisticLoss {
  parameters: Float64Array = new Float64Array(0);
  value = 0;

  override evaluate(parameters: Float64Array, gradient: Float64Array): number {
    this.parameters = parameters;
    return (this.value = super.evaluate(parameters, gradient));
  }
}

export function createTrainer(table: Table, options: TrainerOptions): Promise<Trainer> {
  const { label, positive, learner } = options;
  if (!('l2Weight' in learner)) throw new TypeError(`${learner.learner} cannot be watched yet.`);
  const labels = encodeLabels(getColumn(table, label), positive, 'training rows');
  const features = fitFeatures(table, [label]);
  const loss = new WatchedLoss(createDesignMatrix(table, features), labels.classes, learner.l2Weight);
  let goOn: () => void = () => undefined;
  let stopped: () => void = () => undefined;
  let isDone = false;
  const solved = solve(loss, () => {
    stopped();
    return new Promise((resolve) => (goOn = resolve));
  }).then((minimum) => {
    isDone = true;
    loss.parameters = minimum.parameters;
    loss.value = minimum.objective;
    stopped();
  });
  void solved;
  let step = 0;
  return Promise.resolve({
    async step() {
      const stop = new Promise<void>((resolve) => (stopped = resolve));
      goOn();
      await stop;
      step++;
      return { step, steps: null, loss: loss.value / table.rowCount, done: isDone };
    },
    get model(): Model {
      return {
        formatVersion: 1,
        learner: 'two-class-logistic-regression',
        label,
        negative: labels.negative,
        positive: labels.positive,
        features,
        l2Weight: learner.l2Weight,
        intercept: loss.parameters[0],
        weights: Array.from(loss.parameters.subarray(1)),
        objective: loss.value,
        rows: table.rowCount,
        passes: loss.passes,
      };
    },
    dispose() {
      // Nothing but memory of the page's own is held.
    },
  });
}
