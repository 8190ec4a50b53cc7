import { ArmError, invalidResourceName, resourceBeingDeleted } from '../arm-error.ts';
import { isObject, readEnvelope } from '../envelope.ts';
import { acceptOperation } from '../operations.ts';
import { creationKey, pageReply } from '../paging.ts';
import { systemData } from '../show-resource.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { beginJob } from './job-begin.ts';
import { mayRunCommands } from './command-token.ts';
import type { JobRunner } from './job-runner.ts';
import { jobRunKey, readJobRun, type JobRun } from './job-state.ts';
import { isInView } from '../machine-learning/list-view.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';

export const jobType = 'Microsoft.MachineLearningServices/workspaces/jobs';
const provider = 'Microsoft.MachineLearningServices';
const all = `/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/${provider}/workspaces/{workspace}/jobs`;
const one = `${all}/{name}`;
/** What may change of a job once it was submitted. */
const changeable = ['displayName', 'description', 'tags', 'isArchived', 'properties'];

/** Submits, shows, lists, cancels and deletes jobs. */
export function jobRoutes(world: World, runner: JobRunner): Route[] {
  return [
    {
      name: 'Jobs_CreateOrUpdate',
      method: 'PUT',
      path: one,
      handle: (request) => put(world, runner, request),
    },
    {
      name: 'Jobs_Get',
      method: 'GET',
      path: one,
      handle: ({ path }) => ({ status: 200, body: showJob(requireJob(world, path), world) }),
    },
    {
      name: 'Jobs_List',
      method: 'GET',
      path: all,
      handle: (request) => list(world, request),
    },
    {
      name: 'Jobs_Cancel',
      method: 'POST',
      path: `${one}/cancel`,
      handle({ path }) {
        const job = requireJob(world, path.slice(0, path.lastIndexOf('/')));
        runner.cancel(job.id);
        return acceptOperation(world, provider, 5);
      },
    },
    {
      name: 'Jobs_Delete',
      method: 'DELETE',
      path: one,
      handle({ path }) {
        requireWorkspace(world, path);
        const job = world.resources.find(path);
        if (!job) return { status: 204 };
        runner.cancel(job.id);
        const changes = [{ key: jobRunKey(job.id) }, world.resources.toRemove(job.id)];
        return acceptOperation(world, provider, 5, changes);
      },
    },
  ];
}

/** The newest first. */
function list(world: World, request: ArmRequest): ArmReply {
  const { path, query } = request;
  const parent = requireWorkspace(world, path);
  const type = query.get('jobType');
  const tag = query.get('tag');
  const found = world.resources
    .inside(parent.id, jobType)
    .filter((job) => isInView(job, query))
    .filter(({ properties }) => type === null || properties.jobType === type)
    .filter(({ properties: { tags } }) => tag === null || (isObject(tags) && Object.hasOwn(tags, tag)));
  return pageReply(found, request, {
    keyOf: creationKey,
    show: (job) => showJob(job, world),
    isDescending: true,
  });
}

/** The job at a path. Errors: the workspace or the job is not found. */
export function requireJob(world: World, path: string): StoredResource {
  const parent = requireWorkspace(world, path);
  const job = world.resources.find(path);
  if (job) return job;
  const name = path.slice(path.lastIndexOf('/') + 1);
  throw new ArmError(404, 'UserError', `The job '${name}' was not found in the workspace '${parent.name}'.`);
}

function put(world: World, runner: JobRunner, { path, body, failure, headers }: ArmRequest): ArmReply {
  const parent = requireWorkspace(world, path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}$/.test(name)) {
    throw invalidResourceName(jobType, name, 'It has 1 to 255 letters, digits, underscores and hyphens.');
  }
  const { properties } = readEnvelope(jobType, body, 'none');
  const existing = world.resources.find(path);
  if (existing) return update(world, existing, properties);
  if (parent.goneAt !== null) throw resourceBeingDeleted(parent.id);
  const job = newJob(world, parent, name, properties);
  const begun = beginJob(world, parent, job, mayRunCommands(world, headers.authorization));
  const run: JobRun =
    failure === undefined || begun.status !== 'NotStarted'
      ? begun
      : failure.code === 'NodeNeverComes'
        ? { ...begun, status: 'Queued', waitsForever: true }
        : { ...begun, status: 'Failed', error: failure.message, endedAt: world.clock.now() };
  world.resources.commit([...world.resources.toBegin(job), { key: jobRunKey(job.id), value: run }]);
  if (run.status === 'NotStarted') runner.add(job.id);
  return { status: 201, body: showJob(job, world) };
}

function newJob(world: World, { id }: StoredResource, name: string, properties: Properties): StoredResource {
  return world.resources.create({
    id: `${id}/jobs/${name}`,
    name,
    type: jobType,
    properties: { displayName: name, experimentName: 'Default', isArchived: false, ...properties },
  });
}

/** Submits a job that nobody waits for: what is wrong with it is why it has failed. */
export function submitScheduledJob(
  world: World,
  runner: JobRunner,
  parent: StoredResource,
  { name, properties, mayRun }: { name: string; properties: Properties; mayRun: boolean },
): StoredResource {
  const job = newJob(world, parent, name, properties);
  let run: JobRun;
  try {
    run = beginJob(world, parent, job, mayRun);
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    const now = world.clock.now();
    run = { status: 'Failed', startedAt: null, endedAt: now, error: error.message, steps: {} };
  }
  world.resources.commit([...world.resources.toBegin(job), { key: jobRunKey(job.id), value: run }]);
  if (run.status === 'NotStarted') runner.add(job.id);
  return job;
}

/** A job that was submitted does not change, but for what it is called. */
function update(world: World, existing: StoredResource, properties: Properties): ArmReply {
  for (const [key, value] of Object.entries(properties)) {
    if (changeable.includes(key)) continue;
    if (JSON.stringify(existing.properties[key]) !== JSON.stringify(value)) {
      throw new ArmError(
        400,
        'UserError',
        `The property '${key}' of the job '${existing.name}' cannot be changed.`,
      );
    }
  }
  const changed = world.resources.update(existing, properties);
  return { status: 200, body: showJob(changed, world) };
}

/** A job as Azure shows it now. */
export function showJob(
  { id, name, type, properties, createdAt, changedAt }: StoredResource,
  world: World,
): object {
  const run = readJobRun(world, id);
  return {
    id,
    name,
    type,
    properties: {
      ...properties,
      status: run?.status ?? 'Unknown',
      services: {
        Tracking: {
          jobServiceType: 'Tracking',
          endpoint: `azureml://${world.addresses.arm.replace('http://', '')}/mlflow/v1.0${id}`,
        },
        Studio: { jobServiceType: 'Studio', endpoint: `https://ml.azure.com/runs/${name}` },
      },
      properties: {
        ...(properties.properties as object | undefined),
        ...(typeof run?.error === 'string' && { 'azureml.error': run.error }),
      },
    },
    systemData: systemData(createdAt, changedAt),
  };
}
