import { cancelled } from '../errors.ts';
import type { Table } from '../table/table.ts';
import type { Model } from './model.ts';
import { startTraining, type TrainOptions } from './train.ts';
import type { TrainingStep } from './training.ts';

export { predict, type Predictions } from './predict.ts';

/** A training run that stops after each pass (logistic, linear), tree (boosting) or epoch (network). */
export interface Trainer {
  /**
   * Learns one step more; the last step again where all is learnt. Steps asked for while one runs wait for it.
   * Errors: those of training, `cancelled` once the signal was raised or the trainer was disposed of.
   */
  step(): Promise<TrainerState>;
  /** Where it stands; step 0 before anything was learnt. */
  readonly state: TrainerState;
  /** The model as it stands. */
  readonly model: Model;
  /** Ends the run; a step under way ends soon, with `cancelled`. */
  dispose(): void;
}

/** Where a training run stands. */
export interface TrainerState {
  readonly step: number;
  /** How many there will be; `null` where the run ends by itself. */
  readonly steps: number | null;
  /** The training loss: the mean log loss, or the mean squared error. */
  readonly loss: number;
  readonly done: boolean;
}

/** Prepares a training run of any learner, at step 0. Errors: those of `trainModel`. */
export async function createTrainer(
  table: Table,
  options: Omit<TrainOptions, 'onProgress'>,
): Promise<Trainer> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted) abort();
  const training = startTraining(table, { ...options, signal: controller.signal });
  let current: TrainingStep | undefined;
  let state: TrainerState = { step: 0, steps: null, loss: NaN, done: false };
  let known: { readonly step: TrainingStep; readonly model: Model } | undefined;

  const advance = async (): Promise<TrainerState> => {
    if (controller.signal.aborted) throw cancelled();
    if (state.done) return state;
    const { done, value } = await training.next();
    current = value;
    const { step, steps, loss } = value;
    return (state = { step, steps, loss, done: done === true });
  };
  let last = advance();
  await last;
  return {
    step() {
      last = last.then(advance, advance);
      return last;
    },
    get state() {
      return state;
    },
    get model() {
      const step = current as TrainingStep;
      if (known?.step !== step) known = { step, model: step.model() };
      return known.model;
    },
    dispose() {
      abort();
      options.signal?.removeEventListener('abort', abort);
      void training.return(undefined as never).catch(() => undefined);
    },
  };
}
