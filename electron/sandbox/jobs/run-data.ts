import { findComponent } from '../../../engine/components/registry.ts';
import { componentOfId } from '../../../engine/export/pipeline-job.ts';
import { ArmError, invalidContent } from '../arm-error.ts';
import { batchOutput, batchOutputUri, batchStep } from '../batch-endpoints/batch-job.ts';
import { isObject } from '../envelope.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { outputTypesOf } from './command-steps.ts';
import { readJobRun } from './job-state.ts';
import { find, show, type FoundRun } from './run-history.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';

const workspace =
  'subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}';

/** What runs have brought, and where it lies. */
export function runDataRoutes(world: World): Route[] {
  return [
    {
      name: 'Runs_GetRunData',
      method: 'POST',
      path: `/history/v1.0/${workspace}/rundata`,
      plane: 'history',
      handle: ({ path, body }) => {
        const id = isObject(body) ? body.runId : undefined;
        if (typeof id !== 'string') throw invalidContent("The required property 'runId' is missing.");
        const found = find(world, path, id);
        return {
          status: 200,
          body: { runMetadata: { ...show(world, found), outputs: outputsOf(world, found) } },
        };
      },
    },
    {
      name: 'DataVersion_BatchGetResolvedUris',
      method: 'POST',
      path: `/data/v1.0/${workspace}/dataversion/batchGetResolvedUris`,
      plane: 'history',
      handle: (request) => resolve(world, request),
    },
  ];
}

/** The outputs of a run by name: those of a step by its ports; those of a job by what its steps' ports are bound to. */
function outputsOf(world: World, { job, step }: FoundRun): Record<string, object> {
  const steps = isObject(job.properties.jobs) ? job.properties.jobs : {};
  const runs = readJobRun(world, job.id)?.steps ?? {};
  const outputs: Record<string, object> = {};
  if (batchOutputUri(job, batchOutput) !== undefined) {
    const assetId = `azureml://jobs/${job.name}/steps/${batchStep}/outputs/${batchOutput}`;
    return { [batchOutput]: { assetId, type: 'uri_folder' } };
  }
  for (const [key, value] of Object.entries(steps)) {
    if (!isObject(value)) continue;
    const bound = isObject(value.outputs) ? value.outputs : {};
    for (const [port, type] of Object.entries(portsOf(world, value))) {
      const reference = {
        assetId: `azureml://jobs/${job.name}/steps/${key}/outputs/${port}`,
        type,
      };
      if (step) {
        if (runs[key]?.id === step.id) outputs[port] = reference;
        continue;
      }
      const binding = bound[port];
      const name = /^\$\{\{parent\.outputs\.(\w+)\}\}$/.exec(
        isObject(binding) ? textOf(binding.value) : '',
      )?.[1];
      if (name !== undefined) outputs[name] = reference;
    }
  }
  return outputs;
}

/** The types of the outputs of a step by their names. */
function portsOf(world: World, step: Properties): Readonly<Record<string, string>> {
  const type = componentOfId(textOf(step.componentId))?.type;
  if (type === undefined) return outputTypesOf(world, step);
  const ports = Object.keys(findComponent(type)?.outputs ?? {});
  return Object.fromEntries(ports.map((port) => [port, 'uri_folder']));
}

/** Where outputs lie, by the ids that runs give for them; and data assets by their own. */
function resolve(world: World, { path, body }: ArmRequest): ArmReply {
  const parent = requireWorkspace(world, path.replace(/^\/data\/v1\.0/, ''));
  const ids = isObject(body) ? body.values : undefined;
  if (!Array.isArray(ids)) throw invalidContent("The required property 'values' is a list of asset IDs.");
  const values = Object.fromEntries(ids.map((id) => [textOf(id), locate(world, parent, textOf(id))]));
  return { status: 200, body: { values } };
}

function locate(world: World, parent: StoredResource, id: string): object {
  const [, name, key, port] = /^azureml:\/\/jobs\/([^/]+)\/steps\/([^/]+)\/outputs\/([^/]+)$/.exec(id) ?? [];
  if (name === undefined) throw new ArmError(404, 'UserError', `The asset '${id}' was not found.`);
  const job = world.resources.find(`${parent.id}/jobs/${name}`);
  if (!job) throw new ArmError(404, 'UserError', `The job '${name}' was not found.`);
  const long = parent.id.replace('/providers/Microsoft.MachineLearningServices', '');
  const batch = batchOutputUri(job, port);
  if (batch !== undefined) {
    return {
      uri: batch.replace(/^azureml:\/\/(.*\/)?(?=datastores\/)/, `azureml:/${long}/`),
      type: 'uri_folder',
    };
  }
  const step = isObject(job.properties.jobs) ? job.properties.jobs[key] : undefined;
  const type = isObject(step) ? portsOf(world, step)[port] : undefined;
  const uri = `azureml:/${long}/datastores/workspaceblobstore/paths/azureml/${name}/${key}/${port}`;
  return type === 'uri_file' ? { uri, type } : { uri: `${uri}/`, type: 'uri_folder' };
}
