import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { checkDeploymentCores } from '../machine-learning/cores.ts';
import { findVmSize } from '../machine-learning/vm-sizes.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import { requireResource } from '../resource-routes.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { checkCollector } from './data-collection.ts';
import { findModelVersion, readInferenceModel } from './inference-model.ts';
import { nameRule, requireEndpoint } from './online-endpoints.ts';
import { beginEvents, eventLines } from './deployment-events.ts';
import { forgetRequests, requestLog } from './request-counts.ts';
import { completeRequestSettings, completeScaleSettings, instancesOf } from './request-settings.ts';
import { servingRevision } from './serving.ts';
import { shareOf } from './traffic.ts';
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
    const { traffic, mirrorTraffic } = requireEndpoint(world, id).properties;
    for (const [kind, shares] of Object.entries({ traffic, mirrorTraffic })) {
      const share = shareOf(shares, name);
      if (share === 0) continue;
      throw new ArmError(
        400,
        'UserError',
        `The deployment '${name}' has ${share} per cent of the endpoint's ${kind}. Set its traffic to 0 before deleting it.`,
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
  const size = typeof instanceType === 'string' ? findVmSize(instanceType) : undefined;
  if (kind === 'Managed' && !size) {
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
  const completed = {
    egressPublicNetworkAccess: 'Enabled',
    appInsightsEnabled: false,
    ...properties,
    requestSettings: completeRequestSettings(properties.requestSettings, kind),
    scaleSettings: completeScaleSettings(properties.scaleSettings, kind),
    model: model.id,
  };
  if (kind === 'Managed' && size) {
    const workspaceId = requireWorkspace(world, id).id;
    const instances = instancesOf({ envelope: body, properties: completed });
    checkDeploymentCores(world, { workspaceId, size, instances, except: id });
  }
  const { pipeline, failure, log } = await readInferenceModel(model, world);
  const previous = existing && servingRevision(world, existing);
  const said = [`Starting the deployment '${name}'.`, `Model: ${model.id}`, ...log];
  if (previous) said.push('Until this is healthy, what was there before goes on to answer.');
  if (failure === undefined) said.push('The model is loaded. Waiting for requests.');
  return {
    properties: completed,
    secrets: {
      ...(pipeline !== undefined && { pipeline }),
      ...(previous && { previous: { pipeline: previous.pipeline } }),
      events: beginEvents(existing, said, world),
    },
    ...secondsOf(existing, completed, body, kind),
    ...(failure !== undefined && {
      failure: {
        code: 'ResourceNotReady',
        message: `User container has crashed or terminated: ${failure} See the deployment's logs.`,
      },
    }),
  };
}

/** What new containers are made of: a change of it takes as long as they take to start. */
const containerProperties = [
  'model',
  'instanceType',
  'environmentId',
  'environmentVariables',
  'codeConfiguration',
] as const;

/** How long Azure takes, where that is not the usual time. */
function secondsOf(
  existing: StoredResource | undefined,
  properties: Properties,
  { sku }: ResourceDraft['body'],
  kind: 'Managed' | 'Kubernetes',
): { readonly seconds?: number } {
  // A cluster that is there already needs no machine of its own first.
  if (!existing) return kind === 'Kubernetes' ? { seconds: 150 } : {};
  const isSame =
    !existing.failure &&
    JSON.stringify(existing.envelope.sku) === JSON.stringify(sku) &&
    containerProperties.every(
      (name) => JSON.stringify(existing.properties[name]) === JSON.stringify(properties[name]),
    );
  return isSame ? {} : { seconds: 240 };
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
  // Each line begins with its time; lines of the same time keep their order.
  const lines = [...eventLines(deployment, world), ...requestLog(world, deployment.id)]
    .map((line) => ({ line, time: line.slice(0, line.indexOf(' ')) }))
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .map(({ line }) => line);
  const kept = typeof tail === 'number' && tail > 0 ? lines.slice(-tail) : lines;
  return { status: 200, body: { content: kept.map((line) => `${line}\n`).join('') } };
}
