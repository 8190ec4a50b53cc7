import { hasEnded, readJobRun } from '../jobs/job-state.ts';
import { jobType } from '../jobs/jobs.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import type { Json } from '../../store/journal-line.ts';
import { experimentId } from './experiments.ts';
import { MlflowError } from './mlflow-error.ts';

/** A value of a metric. */
export interface MetricPoint {
  readonly [key: string]: Json;
  readonly key: string;
  /** A number, or NaN, Infinity and -Infinity as a text: JSON has none of these. */
  readonly value: number | string;
  readonly timestamp: number;
  readonly step: number;
}

/** A run of an experiment. */
export interface TrackedRun {
  readonly [key: string]: Json;
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly user: string;
  readonly status: string;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly stage: 'active' | 'deleted';
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** The last of each metric. */
  readonly metrics: Readonly<Record<string, MetricPoint>>;
  /** How many values were logged. */
  readonly logged: number;
}

const runKey = (workspace: string, id: string): string => `mlflow-run/${workspace.toLowerCase()}/${id}`;
const metricKey = (workspace: string, run: string, index: number | ''): string =>
  `mlflow-metric/${workspace.toLowerCase()}/${run}/${index === '' ? '' : String(index).padStart(9, '0')}`;

const statuses: Readonly<Record<string, string>> = {
  Completed: 'FINISHED',
  Failed: 'FAILED',
  Canceled: 'KILLED',
  Running: 'RUNNING',
};

/** The runs of a workspace: those that were logged, and jobs with their steps. */
export function runsOf(world: World, workspace: string): TrackedRun[] {
  const { store } = world;
  const logged = store.keys(runKey(workspace, '')).map((key) => store.get(key) as TrackedRun);
  const known = new Set(logged.map(({ id }) => id));
  return [...logged, ...jobRuns(world, workspace).filter(({ id }) => !known.has(id))];
}

/** Jobs and their steps as runs; what was logged to one is stored beside it. */
function jobRuns(world: World, workspace: string): TrackedRun[] {
  return world.resources.inside(workspace, jobType).flatMap((job) => {
    const run = readJobRun(world, job.id);
    const experiment = experimentId(workspace, textOf(job.properties.experimentName));
    const base = {
      experiment,
      user: 'Learner',
      stage: 'active' as const,
      params: {},
      metrics: {},
      logged: 0,
    };
    const steps = Object.entries(run?.steps ?? {}).map(([key, step]) => ({
      ...base,
      id: step.id,
      name: key,
      status: statuses[step.status] ?? 'SCHEDULED',
      startedAt: step.startedAt,
      endedAt: step.endedAt,
      tags: { 'mlflow.parentRunId': job.name, 'mlflow.rootRunId': job.name },
    }));
    const whole = {
      ...base,
      id: job.name,
      name: textOf(job.properties.displayName),
      status: statuses[run?.status ?? ''] ?? 'SCHEDULED',
      startedAt: run?.startedAt ?? job.createdAt,
      endedAt: run && hasEnded(run) ? run.endedAt : null,
      tags: { 'mlflow.rootRunId': job.name },
    };
    return [whole, ...steps];
  });
}

/** Error: RESOURCE_DOES_NOT_EXIST. */
export function requireRun(world: World, workspace: string, id: string): TrackedRun {
  const stored = world.store.get(runKey(workspace, id)) as TrackedRun | undefined;
  const found = stored ?? jobRuns(world, workspace).find((run) => run.id === id);
  if (found) return found;
  throw new MlflowError('RESOURCE_DOES_NOT_EXIST', `Run with id=${id} not found`);
}

/** Stores a run, with values that are new. */
export function saveRun(
  world: World,
  workspace: string,
  run: TrackedRun,
  points: readonly MetricPoint[] = [],
): void {
  const metrics = { ...run.metrics };
  for (const point of points) {
    const last = metrics[point.key] as MetricPoint | undefined;
    if (!last || point.step > last.step || (point.step === last.step && point.timestamp >= last.timestamp)) {
      metrics[point.key] = point;
    }
  }
  world.store.batch([
    ...points.map((value, index) => ({ key: metricKey(workspace, run.id, run.logged + index), value })),
    { key: runKey(workspace, run.id), value: { ...run, metrics, logged: run.logged + points.length } },
  ]);
}

/** All values of a metric in the order in which they were logged. */
export function historyOf({ store }: World, workspace: string, run: string, metric: string): MetricPoint[] {
  return store
    .keys(metricKey(workspace, run, ''))
    .map((key) => store.get(key) as MetricPoint)
    .filter(({ key }) => key === metric);
}

/** A run as MLflow shows it. */
export function showRun(run: TrackedRun): { info: object; data: object; inputs: object } {
  const pairs = (values: Readonly<Record<string, string>>): object[] =>
    Object.entries(values).map(([key, value]) => ({ key, value }));
  return {
    info: {
      run_id: run.id,
      run_uuid: run.id,
      run_name: run.name,
      experiment_id: run.experiment,
      user_id: run.user,
      status: run.status,
      ...(run.startedAt !== null && { start_time: run.startedAt }),
      ...(run.endedAt !== null && { end_time: run.endedAt }),
      artifact_uri: `mlflow-artifacts:/${run.experiment}/${run.id}/artifacts`,
      lifecycle_stage: run.stage,
    },
    data: {
      metrics: Object.values(run.metrics),
      params: pairs(run.params),
      tags: pairs({ 'mlflow.runName': run.name, ...run.tags }),
    },
    inputs: {},
  };
}
