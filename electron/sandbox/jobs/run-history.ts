import { createHmac } from 'node:crypto';
import { ArmError, notSignedIn } from '../arm-error.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, Route } from '../router.ts';
import type { World } from '../world.ts';
import { readJobRun, type StepRun } from './job-state.ts';
import { jobType } from './jobs.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';
import { textOf } from '../text-of.ts';

const base =
  '/history/v1.0/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}';
/** A run is found by its id alone; clients name its experiment or leave it out. */
const places = [
  `${base}/experiments/{experiment}/runs/{run}`,
  `${base}/experimentids/{experiment}/runs/{run}`,
  `${base}/runs/{run}`,
];

/** A job or one of its steps. */
export interface FoundRun {
  readonly job: StoredResource;
  readonly step?: StepRun;
}

/** What is known of the runs of jobs and of their steps. */
export function runHistoryRoutes(world: World): Route[] {
  return places.flatMap((runs): Route[] => [
    {
      name: 'Run_Get',
      method: 'GET',
      path: runs,
      plane: 'history',
      handle: ({ path, parameters }) => ({
        status: 200,
        body: show(world, find(world, path, parameters.run)),
      }),
    },
    {
      name: 'Run_GetChild',
      method: 'GET',
      path: `${runs}/children`,
      plane: 'history',
      handle: ({ path, parameters }) => children(world, find(world, path, parameters.run)),
    },
    {
      name: 'Run_GetDetails',
      method: 'GET',
      path: `${runs}/details`,
      plane: 'history',
      handle: ({ path, parameters }) => details(world, path, find(world, path, parameters.run)),
    },
    {
      name: 'Run_GetLog',
      method: 'GET',
      path: `${runs}/logs/{log}`,
      plane: 'data',
      handle({ path, parameters, query }) {
        if (query.get('sig') !== signature(world, path)) throw notSignedIn();
        return {
          status: 200,
          headers: { 'content-type': 'text/plain; charset=utf-8' },
          body: logOf(world, find(world, path, parameters.run)),
        };
      },
    },
  ]);
}

/** The job or step behind the id of a run, in the workspace of a path. Error: it is not found. */
export function find(world: World, path: string, run: string): FoundRun {
  const workspace = requireWorkspace(world, path.replace(/^\/history\/v1\.0/, ''));
  const jobs = world.resources.inside(workspace.id, jobType);
  for (const job of jobs) {
    if (job.name === run) return { job };
    const steps = Object.values(readJobRun(world, job.id)?.steps ?? {});
    const step = steps.find(({ id }) => id === run);
    if (step) return { job, step };
  }
  throw new ArmError(404, 'UserError', `Run ${run} was not found.`);
}

/** What a run and its details have in common. */
function state(world: World, { job, step }: FoundRun): object {
  const run = readJobRun(world, job.id);
  const { status, startedAt, endedAt } = step ?? run ?? { status: 'Unknown', startedAt: null, endedAt: null };
  const time = (name: string, moment: number | null): object =>
    moment === null ? {} : { [name]: new Date(moment).toISOString() };
  return {
    runId: step?.id ?? job.name,
    ...(step && { parentRunId: job.name }),
    status,
    ...time('startTimeUtc', startedAt),
    ...time('endTimeUtc', endedAt),
    ...(typeof run?.error === 'string' &&
      !step && { error: { error: { code: 'UserError', message: run.error } } }),
  };
}

export function show(world: World, found: FoundRun): object {
  const { job, step } = found;
  return {
    ...state(world, found),
    name: step?.node ?? textOf(job.properties.displayName),
    rootRunId: job.name,
    experimentId: textOf(job.properties.experimentName),
    createdUtc: new Date(job.createdAt).toISOString(),
  };
}

function children(world: World, { job, step }: FoundRun): ArmReply {
  const steps = step ? [] : Object.values(readJobRun(world, job.id)?.steps ?? {});
  return { status: 200, body: { value: steps.map((child) => show(world, { job, step: child })) } };
}

function details(world: World, path: string, found: FoundRun): ArmReply {
  const logs = path.replace(/\/details$/, '/logs/std_log.txt');
  return {
    status: 200,
    body: {
      ...state(world, found),
      logFiles: {
        'user_logs/std_log.txt': `${world.addresses.arm}${logs}?sig=${signature(world, logs)}`,
      },
    },
  };
}

/** What an address of a log must bear: only who may read the run knows it. */
function signature(world: World, path: string): string {
  const { secrets } = requireWorkspace(world, path.replace(/^\/history\/v1\.0/, ''));
  return createHmac('sha256', textOf(secrets.userStorageKey)).update(path.toLowerCase()).digest('hex');
}

function logOf(world: World, { job, step }: FoundRun): string {
  if (step) return step.log;
  const run = readJobRun(world, job.id);
  return `${run?.log ?? ''}${run?.error ?? ''}`;
}
