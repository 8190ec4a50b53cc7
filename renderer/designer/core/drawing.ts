import type { JobSettings } from '../../../electron/contract/operations/pipeline.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { removeComponents, renameComponent, without } from './commands.ts';

/** All that the designer edits: the pipeline, and what its jobs run on. */
export interface Drawing {
  readonly pipeline: Pipeline;
  readonly job: JobSettings;
}

/** A job on no compute yet. */
export const noJobSettings: JobSettings = { compute: '', computes: {} };

/** Gives a component a compute of its own; an empty name takes it back. */
export function setCompute({ pipeline, job }: Drawing, node: string, compute: string): Drawing {
  const others = without(job.computes, node);
  return { pipeline, job: { ...job, computes: compute === '' ? others : { ...others, [node]: compute } } };
}

/** Takes components away, and their computes. */
export function removeFromDrawing({ pipeline, job }: Drawing, ids: readonly string[]): Drawing {
  const computes = Object.fromEntries(Object.entries(job.computes).filter(([id]) => !ids.includes(id)));
  return { pipeline: removeComponents(pipeline, ids), job: { ...job, computes } };
}

/** Gives a component another id; its compute follows. */
export function renameInDrawing({ pipeline, job }: Drawing, from: string, to: string): Drawing {
  const computes = Object.fromEntries(
    Object.entries(job.computes).map(([id, compute]) => [id === from ? to : id, compute]),
  );
  return { pipeline: renameComponent(pipeline, from, to), job: { ...job, computes } };
}
