import { EngineError } from '../../../engine/errors.ts';
import { webServiceInput } from '../../../engine/components/web-service-input/web-service-input.ts';
import { parsePipeline } from '../../../engine/pipeline/pipeline.ts';
import { assertValid } from '../../../engine/pipeline/validate.ts';
import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { resolveDatastoreUri } from '../machine-learning/datastore-uri.ts';
import { findVmSize } from '../machine-learning/vm-sizes.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import { requireResource } from '../resource-routes.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import { readBlob } from '../storage/blobs.ts';
import type { World } from '../world.ts';
import { checkCollector } from './data-collection.ts';
import { nameRule, requireEndpoint } from './online-endpoints.ts';
import { forgetRequests, requestLog } from './request-metrics.ts';
import { textOf } from '../text-of.ts';

/** The file of a model that says how it answers. */
const modelFile = 'inference-pipeline.json';

export const onlineDeployment: ResourceType = {
  provider: 'Microsoft.MachineLearningServices',
  type: 'workspaces/onlineEndpoints/deployments',
  operations: 'OnlineDeployments',
  nameRule,
  seconds: { create: 420, delete: 60 },
  patch: true,
  complete,
  created({ id, createdAt, changedAt }, world) {
    if (createdAt === changedAt) forgetRequests(world, id);
  },
  checkDelete({ id, name }, _, world) {
    const traffic = requireEndpoint(world, id).properties.traffic as Readonly<Record<string, number>>;
    const share = Object.entries(traffic).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? 0;
    if (share > 0) {
      throw new ArmError(
        400,
        'UserError',
        `The deployment '${name}' has ${share} per cent of the endpoint's traffic. Set its traffic to 0 before deleting it.`,
      );
    }
  },
};

async function complete(draft: ResourceDraft, world: World): Promise<CompletedResource> {
  const { properties, body, id, name, existing } = draft;
  const endpoint = requireEndpoint(world, id);
  if (world.resources.state(endpoint) !== 'Succeeded') {
    throw new ArmError(409, 'Conflict', `The endpoint '${endpoint.name}' is not ready yet.`);
  }
  const kind = typeof endpoint.properties.compute === 'string' ? 'Kubernetes' : 'Managed';
  if (properties.endpointComputeType !== kind) {
    throw invalidContent(`'endpointComputeType' is ${kind} for the endpoint '${endpoint.name}'.`);
  }
  const { instanceType } = properties;
  if (kind === 'Managed' && (typeof instanceType !== 'string' || !findVmSize(instanceType))) {
    throw new ArmError(
      400,
      'BadArgument',
      `The instance type '${textOf(instanceType)}' is not supported for managed online deployments.`,
    );
  }
  checkCollector(properties.dataCollector);
  const capacity = isObject(body.sku) ? body.sku.capacity : 1;
  if (!Number.isInteger(capacity) || Number(capacity) < 1) {
    throw invalidContent("'sku.capacity' is the number of instances, from 1.");
  }
  const model = findModel(properties.model, id, world);
  const start = await startModel(model, world);
  const log = [`Starting the deployment '${name}'.`, `Model: ${model.id}`, ...start.log];
  return {
    properties: {
      egressPublicNetworkAccess: 'Enabled',
      appInsightsEnabled: false,
      scaleSettings: { scaleType: 'Default' },
      ...properties,
      model: model.id,
    },
    secrets: { ...existing?.secrets, ...(start.pipeline && { pipeline: start.pipeline }), log },
    // A cluster that is there already needs no machine of its own first.
    ...(!existing && kind === 'Kubernetes' && { seconds: 150 }),
    ...(start.failure && { failure: { code: 'ResourceNotReady', message: start.failure } }),
  };
}

/** The version of a model that a deployment names: its id, or azureml:NAME:VERSION. */
function findModel(model: unknown, path: string, world: World): StoredResource {
  const workspace = requireWorkspace(world, path);
  const [, name, version] = /^azureml:([^:/]+):([^:/]+)$/.exec(textOf(model)) ?? [];
  const id = name === undefined ? textOf(model) : `${workspace.id}/models/${name}/versions/${version}`;
  const found = typeof model === 'string' ? world.resources.find(id) : undefined;
  if (found?.type !== 'Microsoft.MachineLearningServices/workspaces/models/versions') {
    throw new ArmError(404, 'UserError', `The model '${textOf(model)}' was not found.`);
  }
  return found;
}

/** What a deployment's container does first: it reads the model, and fails where it cannot. */
async function startModel(
  model: StoredResource,
  world: World,
): Promise<{ pipeline?: string; failure?: string; log: string[] }> {
  const workspace = requireWorkspace(world, model.id);
  const uri = textOf(model.properties.modelUri).replace(/\/$/, '');
  const file = uri.endsWith('.json') ? uri : `${uri}/${modelFile}`;
  const failed = (why: string): { failure: string; log: string[] } => ({
    failure: `User container has crashed or terminated: ${why} See the deployment's logs.`,
    log: [why],
  });
  let text: string;
  try {
    text = (await readBlob(world, resolveDatastoreUri(world, workspace, file))).toString('utf8');
  } catch (error) {
    return failed(`The file ${file} of the model cannot be read (${codeOf(error)}).`);
  }
  try {
    const pipeline = parsePipeline(text);
    assertValid(pipeline);
    if (!pipeline.nodes.some(({ component }) => component === webServiceInput.type)) {
      return failed(`The model's ${modelFile} has no Web Service Input.`);
    }
    return { pipeline: text, log: [`Read ${file}.`, 'The model is loaded. Waiting for requests.'] };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return failed(`The model's ${modelFile} is no inference pipeline: ${error.message}`);
  }
}

function codeOf(error: unknown): string {
  return textOf((error as { code?: unknown }).code ?? (error as Error).message);
}

const one =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/onlineEndpoints/{endpoint}/deployments/{name}';

/** What deployments answer beside create, read, change, list and delete. */
export function onlineDeploymentRoutes(world: World): Route[] {
  return [
    {
      name: 'OnlineDeployments_GetLogs',
      method: 'POST',
      path: `${one}/getLogs`,
      handle: (request) => getLogs(world, request),
    },
  ];
}

function getLogs(world: World, { path, body }: ArmRequest): ArmReply {
  const deployment = requireResource(onlineDeployment, world, path.slice(0, path.lastIndexOf('/')));
  const { tail } = isObject(body) ? body : {};
  const begin = new Date(deployment.changedAt).toISOString();
  const lines = [
    ...[...((deployment.secrets.log ?? []) as readonly string[]), ...(deployment.failure?.log ?? [])].map(
      (line) => `${begin} ${line}`,
    ),
    ...requestLog(world, deployment.id),
  ];
  const kept = typeof tail === 'number' && tail > 0 ? lines.slice(-tail) : lines;
  return { status: 200, body: { content: kept.map((line) => `${line}\n`).join('') } };
}
