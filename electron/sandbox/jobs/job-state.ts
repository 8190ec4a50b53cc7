import type { Json } from '../../store/journal-line.ts';
import type { World } from '../world.ts';

export type JobStatus =
  'NotStarted' | 'Queued' | 'Running' | 'Completed' | 'Failed' | 'CancelRequested' | 'Canceled';

/** How far a step of a job has come. */
export interface StepRun {
  readonly [key: string]: Json;
  /** The id of its run. */
  readonly id: string;
  readonly node: string;
  readonly status: JobStatus;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly log: string;
}

/** How far a job has come; it is stored at every change. */
export interface JobRun {
  readonly [key: string]: Json;
  readonly status: JobStatus;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Why it failed. */
  readonly error: string | null;
  readonly steps: Readonly<Record<string, StepRun>>;
  /** What it waited for, and what its command has said. */
  readonly log?: string;
  /** Whether no node will ever come for it: a fault that was asked for. */
  readonly waitsForever?: boolean;
}

const prefix = 'job-run/';
const ended: readonly JobStatus[] = ['Completed', 'Failed', 'Canceled'];

/** Whether nothing more will happen to a job or to a step of one. */
export function hasEnded({ status }: { readonly status: JobStatus }): boolean {
  return ended.includes(status);
}

export function jobRunKey(id: string): string {
  return prefix + id.toLowerCase();
}

export function readJobRun({ store }: World, id: string): JobRun | undefined {
  return store.get(jobRunKey(id)) as JobRun | undefined;
}

/** The ids of the jobs that have not ended, in lower case. */
export function unfinishedJobs(world: World): string[] {
  return world.store
    .keys(prefix)
    .filter((key) => !hasEnded(world.store.get(key) as JobRun))
    .map((key) => key.slice(prefix.length));
}

/** Stores what has changed of a job. */
export function changeJobRun(world: World, id: string, changes: Partial<JobRun>): void {
  const run = readJobRun(world, id);
  if (run) world.store.put(jobRunKey(id), { ...run, ...changes } as JobRun);
}

/** Stores what has changed of a step of a job. */
export function changeStep(world: World, id: string, key: string, changes: Partial<StepRun>): void {
  const run = readJobRun(world, id);
  const step = run?.steps[key];
  if (step) changeJobRun(world, id, { steps: { ...run.steps, [key]: { ...step, ...changes } as StepRun } });
}
