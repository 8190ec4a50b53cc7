import { createHash } from 'node:crypto';
import { jobType } from '../jobs/jobs.ts';
import type { ArmReply, ArmRequest } from '../router.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { bodyOf, listOf, MlflowError, requiredText } from './mlflow-error.ts';
import type { Json } from '../../store/journal-line.ts';

/** An experiment as it is stored. */
export interface Experiment {
  readonly [key: string]: Json;
  readonly name: string;
  readonly stage: 'active' | 'deleted';
  readonly createdAt: number;
  readonly changedAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

const key = (workspace: string, id: string): string => `mlflow-experiment/${workspace.toLowerCase()}/${id}`;

/** The id of an experiment: it follows from its name as it was first. */
export function experimentId(workspace: string, name: string): string {
  const hash = createHash('sha256').update(`${workspace.toLowerCase()}\n${name}`).digest();
  return String(hash.readUIntBE(0, 6));
}

/** All experiments of a workspace by id: those that were created, and those that jobs belong to. */
export function experimentsOf({ store, resources }: World, workspace: string): Map<string, Experiment> {
  const found = new Map<string, Experiment>();
  for (const { properties, createdAt } of resources.inside(workspace, jobType)) {
    const name = textOf(properties.experimentName);
    const id = experimentId(workspace, name);
    if (!found.has(id)) {
      found.set(id, { name, stage: 'active', createdAt, changedAt: createdAt, tags: {} });
    }
  }
  const prefix = key(workspace, '');
  for (const stored of store.keys(prefix)) {
    found.set(stored.slice(prefix.length), store.get(stored) as Experiment);
  }
  return found;
}

/** An experiment by its id. Error: RESOURCE_DOES_NOT_EXIST. */
export function requireExperiment(world: World, workspace: string, id: string): Experiment {
  const experiment = experimentsOf(world, workspace).get(id);
  if (experiment) return experiment;
  throw new MlflowError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${id} exists.`);
}

function show(id: string, { name, stage, createdAt, changedAt, tags }: Experiment): object {
  return {
    experiment_id: id,
    name,
    artifact_location: `mlflow-artifacts:/${id}`,
    lifecycle_stage: stage,
    creation_time: createdAt,
    last_update_time: changedAt,
    tags: Object.entries(tags).map(([tag, value]) => ({ key: tag, value })),
  };
}

/** What is asked of experiments: by the last part of the path. */
export const experimentCalls: Readonly<
  Record<string, (world: World, workspace: string, request: ArmRequest) => ArmReply>
> = {
  create(world, workspace, request) {
    const body = bodyOf(request.body);
    const name = requiredText(body.name, 'name');
    if ([...experimentsOf(world, workspace).values()].some((other) => other.name === name)) {
      throw new MlflowError('RESOURCE_ALREADY_EXISTS', `Experiment '${name}' already exists.`);
    }
    const now = world.clock.now();
    const tags = Object.fromEntries(
      listOf(body.tags, 'tags').map((tag) => [textOf(tag.key), textOf(tag.value)]),
    );
    const id = experimentId(workspace, name);
    world.store.put(key(workspace, id), { name, stage: 'active', createdAt: now, changedAt: now, tags });
    return { status: 200, body: { experiment_id: id } };
  },
  get(world, workspace, { query }) {
    const id = requiredText(query.get('experiment_id'), 'experiment_id');
    return {
      status: 200,
      body: { experiment: show(id, requireExperiment(world, workspace, id)) },
    };
  },
  'get-by-name'(world, workspace, { query }) {
    const name = requiredText(query.get('experiment_name'), 'experiment_name');
    const found = [...experimentsOf(world, workspace)].find(([, other]) => other.name === name);
    if (!found)
      throw new MlflowError('RESOURCE_DOES_NOT_EXIST', `Could not find experiment with name '${name}'.`);
    return { status: 200, body: { experiment: show(...found) } };
  },
  search(world, workspace, { body, query }) {
    const asked = body === undefined ? Object.fromEntries(query) : bodyOf(body);
    const view = textOf(asked.view_type ?? 'ACTIVE_ONLY');
    const experiments = [...experimentsOf(world, workspace)]
      .filter(([, { stage }]) => view === 'ALL' || (stage === 'active') === (view === 'ACTIVE_ONLY'))
      .map(([id, experiment]) => show(id, experiment));
    return { status: 200, body: { experiments } };
  },
  update: (world, workspace, request) =>
    change(world, workspace, request, ({ new_name: name }) => ({ name: requiredText(name, 'new_name') })),
  delete: (world, workspace, request) => change(world, workspace, request, () => ({ stage: 'deleted' })),
  restore: (world, workspace, request) => change(world, workspace, request, () => ({ stage: 'active' })),
  'set-experiment-tag': (world, workspace, request) =>
    change(world, workspace, request, (body, { tags }) => ({
      tags: { ...tags, [requiredText(body.key, 'key')]: textOf(body.value ?? '') },
    })),
};

function change(
  world: World,
  workspace: string,
  request: ArmRequest,
  changes: (body: Readonly<Record<string, Json>>, present: Experiment) => Partial<Experiment>,
): ArmReply {
  const body = bodyOf(request.body);
  const id = requiredText(body.experiment_id, 'experiment_id');
  const present = requireExperiment(world, workspace, id);
  const changed = { ...present, ...changes(body, present), changedAt: world.clock.now() };
  world.store.put(key(workspace, id), changed);
  return { status: 200, body: {} };
}
