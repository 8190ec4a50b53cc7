import type { World } from '../world.ts';
import { hasEnded, jobRunKey, readJobRun, type JobRun, type JobStatus } from './job-state.ts';
import { toRelease } from '../machine-learning/nodes.ts';

/** Ends a job that has not ended: its steps end with it, and its nodes are free. A kill leaves all of it or nothing. */
export function endJob(world: World, id: string, status: JobStatus, error: string | null): void {
  const run = readJobRun(world, id);
  if (!run || hasEnded(run)) return;
  const endedAt = world.clock.now();
  const left = status === 'Completed' ? ('Completed' as const) : ('Canceled' as const);
  const steps = Object.fromEntries(
    Object.entries(run.steps).map(([key, step]) => [
      key,
      hasEnded(step) ? step : { ...step, status: left, endedAt },
    ]),
  );
  const ended: JobRun = { ...run, status, error, endedAt, steps };
  world.store.batch([{ key: jobRunKey(id), value: ended }, ...toRelease(world, id)]);
}
