import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { findVmSize } from '../machine-learning/vm-sizes.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import { requireResource } from '../resource-routes.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { checkCollector } from './data-collection.ts';
import { findModelVersion, readInferenceModel } from './inference-model.ts';
import { nameRule, requireEndpoint } from './online-endpoints.ts';
import { forgetRequests, requestLog } from './request-counts.ts';
import { textOf } from '../text-of.ts';

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
  const model = findModelVersion(properties.model, id, world);
  const { pipeline, failure, log: said } = await readInferenceModel(model, world);
  const log = [`Starting the deployment '${name}'.`, `Model: ${model.id}`, ...said];
  if (failure === undefined) log.push('The model is loaded. Waiting for requests.');
  return {
    properties: {
      egressPublicNetworkAccess: 'Enabled',
      appInsightsEnabled: false,
      scaleSettings: { scaleType: 'Default' },
      ...properties,
      model: model.id,
    },
    secrets: { ...existing?.secrets, ...(pipeline !== undefined && { pipeline }), log },
    // A cluster that is there already needs no machine of its own first.
    ...(!existing && kind === 'Kubernetes' && { seconds: 150 }),
    ...(failure !== undefined && {
      failure: {
        code: 'ResourceNotReady',
        message: `User container has crashed or terminated: ${failure} See the deployment's logs.`,
      },
    }),
  };
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
    ...((deployment.secrets.log ?? []) as readonly string[]).map((line) => `${begin} ${line}`),
    ...requestLog(world, deployment.id),
  ];
  const kept = typeof tail === 'number' && tail > 0 ? lines.slice(-tail) : lines;
  return { status: 200, body: { content: kept.map((line) => `${line}\n`).join('') } };
}
