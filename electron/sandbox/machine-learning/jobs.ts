import { EngineError } from '../../../engine/errors.ts';
import { stepKeys } from '../../../engine/export/pipeline-job.ts';
import { assertValid } from '../../../engine/pipeline/validate.ts';
import { uuidOf } from '../uuid-of.ts';
import { ArmError, invalidContent, invalidResourceName } from '../arm-error.ts';
import { isObject, readEnvelope } from '../envelope.ts';
import { acceptOperation } from '../operations.ts';
import { creationKey, pageReply } from '../paging.ts';
import { systemData } from '../resource-routes.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { resolveDatastoreUri } from './datastore-uri.ts';
import { computesOf, pipelineOf, type JobRunner } from './job-runner.ts';
import { mayRunCommands } from './command-token.ts';
import { isInView } from './list-view.ts';
import { jobRunKey, readJobRun, type JobRun, type StepRun } from './job-state.ts';
import { requireWorkspace } from './workspaces.ts';
import { textOf } from '../text-of.ts';

export const jobType = 'Microsoft.MachineLearningServices/workspaces/jobs';
const provider = 'Microsoft.MachineLearningServices';
const all = `/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/${provider}/workspaces/{workspace}/jobs`;
const one = `${all}/{name}`;
/** The types of jobs that Azure has. */
const jobKinds = ['Command', 'Pipeline', 'Sweep', 'AutoML'];
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
  const job = world.resources.create({
    id: `${parent.id}/jobs/${name}`,
    name,
    type: jobType,
    properties: { displayName: name, experimentName: 'Default', isArchived: false, ...properties },
  });
  const begun = begin(world, parent, job, headers.authorization);
  const run: JobRun =
    failure === undefined || begun.status !== 'NotStarted'
      ? begun
      : failure.code === 'NodeNeverComes'
        ? { ...begun, status: 'Queued', waitsForever: true }
        : { ...begun, status: 'Failed', error: failure.message, endedAt: world.clock.now() };
  world.resources.commit([world.resources.toPut(job), { key: jobRunKey(job.id), value: run }]);
  if (run.status === 'NotStarted') runner.add(job.id);
  return { status: 201, body: showJob(job, world) };
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

/** How a new job begins. Errors: what is wrong with it, before it runs. */
function begin(
  world: World,
  parent: StoredResource,
  job: StoredResource,
  authorization: string | undefined,
): JobRun {
  const { jobType: kind } = job.properties;
  const run: JobRun = { status: 'NotStarted', startedAt: null, endedAt: null, error: null, steps: {} };
  if (kind === 'Command') {
    if (typeof job.properties.command !== 'string') {
      throw invalidContent("The required property 'command' is missing.");
    }
    checkInputs(world, parent, job);
    if (mayRunCommands(world, authorization)) return run;
    const error =
      world.commandToken === undefined
        ? 'Commands are not allowed in this sandbox. Start it with --allow-commands, and sign in with the token that it prints.'
        : 'Commands are allowed for who signs in with the token that the sandbox has printed, and this caller has not.';
    return { ...run, status: 'Failed', endedAt: world.clock.now(), error };
  }
  if (!jobKinds.includes(textOf(kind))) throw invalidContent(`'jobType' is one of ${jobKinds.join(', ')}.`);
  if (kind !== 'Pipeline') {
    throw new ArmError(
      501,
      'SandboxNotCovered',
      `The Guidepost sandbox does not run jobs of the type '${textOf(kind)}'. It runs pipeline jobs of Guidepost's components, and command jobs.`,
    );
  }
  if (!isObject(job.properties.jobs) || Object.keys(job.properties.jobs).length === 0) {
    throw invalidContent('A pipeline job needs at least one step in its jobs.');
  }
  checkReferences(world, parent, job);
  const keys = stepKeys(drawing(job));
  const steps = [...keys].map(([node, key]): [string, StepRun] => [
    key,
    { id: uuidOf(`${job.id}/${key}`), node, status: 'NotStarted', startedAt: null, endedAt: null, log: '' },
  ]);
  return { ...run, steps: Object.fromEntries(steps) };
}

/** The drawing of a job, found to be valid. Errors: the component and the setting at fault. */
function drawing(job: StoredResource): ReturnType<typeof pipelineOf> {
  try {
    const pipeline = pipelineOf(job);
    assertValid(pipeline);
    return pipeline;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new ArmError(400, 'UserError', `${error.message} ${error.hint}`);
  }
}

function checkReferences(world: World, parent: StoredResource, job: StoredResource): void {
  const { resources } = world;
  const computes = computesOf(job);
  if (computes.length === 0)
    throw invalidContent('A pipeline job needs a computeId, or each of its steps one.');
  for (const id of computes) {
    if (!resources.find(id)) throw new ArmError(404, 'UserError', `The compute '${id}' was not found.`);
  }
  for (const [name, step] of Object.entries(job.properties.jobs as Properties)) {
    if (!isObject(step)) throw invalidContent(`The step '${name}' of the pipeline job is an object.`);
    const { componentId } = step;
    if (componentId === undefined) continue;
    if (typeof componentId !== 'string')
      throw invalidContent(`'componentId' of the step '${name}' is a text.`);
    if (!resources.find(componentId)) {
      throw new ArmError(404, 'UserError', `The component '${componentId}' was not found.`);
    }
  }
  checkInputs(world, parent, job);
}

function checkInputs(world: World, parent: StoredResource, job: StoredResource): void {
  const { resources } = world;
  const { inputs = {} } = job.properties;
  if (!isObject(inputs)) throw invalidContent("The 'inputs' of a job are an object.");
  for (const [name, input] of Object.entries(inputs)) {
    if (!/^\w+$/.test(name)) throw invalidContent(`'${name}' is no name of an input.`);
    if (!isObject(input)) throw invalidContent(`The input '${name}' of the job is an object.`);
    const { uri, jobInputType } = input;
    if (jobInputType === 'literal') continue;
    if (typeof uri !== 'string') throw invalidContent(`The input '${name}' needs a uri.`);
    if (uri.startsWith('/')) {
      if (!resources.find(uri))
        throw new ArmError(404, 'UserError', `The data asset '${uri}' was not found.`);
    } else resolveDatastoreUri(world, parent, uri);
  }
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
