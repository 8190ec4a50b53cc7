import { EngineError } from '../../../engine/errors.ts';
import { stepKeys } from '../../../engine/export/pipeline-job.ts';
import { assertValid } from '../../../engine/pipeline/validate.ts';
import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import { textOf } from '../text-of.ts';
import { uuidOf } from '../uuid-of.ts';
import type { World } from '../world.ts';
import { commandSteps, isCommandPipeline } from './command-steps.ts';
import { commandsNotAllowed } from './command-token.ts';
import { resolveDatastoreUri } from '../machine-learning/datastore-uri.ts';
import { pipelineOf } from './engine-job.ts';
import { computesOf } from './job-computes.ts';
import type { JobRun, StepRun } from './job-state.ts';

/** The types of jobs that Azure has. */
const jobKinds = ['Command', 'Pipeline', 'Sweep', 'AutoML'];

/**
 * How a new job begins; whoever sent it may run commands, or may not. Errors: what is wrong with it, before it runs.
 */
export function beginJob(world: World, parent: StoredResource, job: StoredResource, mayRun: boolean): JobRun {
  const { jobType: kind } = job.properties;
  const run: JobRun = { status: 'NotStarted', startedAt: null, endedAt: null, error: null, steps: {} };
  if (kind === 'Command') {
    if (typeof job.properties.command !== 'string') {
      throw invalidContent("The required property 'command' is missing.");
    }
    checkComputes(world, job);
    checkInputs(world, parent, job);
    return runsCommands(world, mayRun, run);
  }
  if (!jobKinds.includes(textOf(kind))) throw invalidContent(`'jobType' is one of ${jobKinds.join(', ')}.`);
  if (kind !== 'Pipeline') {
    throw new ArmError(
      501,
      'SandboxNotCovered',
      `The Guidepost sandbox does not run jobs of the type '${textOf(kind)}'. It runs pipeline jobs and command jobs.`,
    );
  }
  if (!isObject(job.properties.jobs) || Object.keys(job.properties.jobs).length === 0) {
    throw invalidContent('A pipeline job needs at least one step in its jobs.');
  }
  checkReferences(world, parent, job);
  const isCommands = isCommandPipeline(job);
  const titles = isCommands
    ? commandSteps(world, job).map(({ key, title }): [string, string] => [title, key])
    : [...stepKeys(drawing(job))];
  const steps = titles.map(([node, key]): [string, StepRun] => [
    key,
    { id: uuidOf(`${job.id}/${key}`), node, status: 'NotStarted', startedAt: null, endedAt: null, log: '' },
  ]);
  const begun = { ...run, steps: Object.fromEntries(steps) };
  return isCommands ? runsCommands(world, mayRun, begun) : begun;
}

/** How a job with commands begins: it fails where its sender may run none. */
function runsCommands(world: World, mayRun: boolean, run: JobRun): JobRun {
  if (mayRun && world.commandToken !== undefined) return run;
  const endedAt = world.clock.now();
  const error =
    world.commandToken === undefined
      ? commandsNotAllowed
      : 'Commands are allowed for who signs in with the token that the sandbox has printed, and this caller has not.';
  const steps = Object.fromEntries(
    Object.entries(run.steps).map(([key, step]) => [key, { ...step, status: 'Canceled' as const, endedAt }]),
  );
  return { ...run, status: 'Failed', endedAt, error, steps };
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
  if (computesOf(job).length === 0)
    throw invalidContent('A pipeline job needs a computeId, or each of its steps one.');
  checkComputes(world, job);
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

function checkComputes(world: World, job: StoredResource): void {
  for (const id of computesOf(job)) {
    if (!world.resources.find(id)) throw new ArmError(404, 'UserError', `The compute '${id}' was not found.`);
  }
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
