import type { Model } from './model.ts';

/** Where a training run stands. */
export interface TrainingStep<M extends Model = Model> {
  /** 0 before anything was learnt. */
  readonly step: number;
  /** How many there will be; `null` where the run ends by itself. */
  readonly steps: number | null;
  /** The training loss: the mean log loss, or the mean squared error. */
  readonly loss: number;
  /** The model as it stands. */
  model(): M;
}

/** A training run, step by step; what it returns is its last step. */
export type Training<M extends Model = Model> = AsyncGenerator<TrainingStep<M>, TrainingStep<M>>;

/** What a training run needs beside its table. */
export interface TrainingOptions {
  readonly label: string;
  readonly signal?: AbortSignal;
  /** Called with the share of the work that is done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Runs a training to its end. */
export async function finish<M extends Model>(
  training: Training<M>,
  onProgress?: (share: number) => void,
): Promise<M> {
  for (;;) {
    const { done, value } = await training.next();
    if (done) {
      onProgress?.(1);
      return value.model();
    }
    if (value.steps !== null) onProgress?.(value.step / value.steps);
  }
}
