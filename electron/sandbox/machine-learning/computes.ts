import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { beginOperation, operationHeaders } from '../operations.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import { requireResource } from '../resource-routes.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { checkCores } from './cores.ts';
import { countNodes, parseDuration } from './nodes.ts';
import { findVmSize, vmSizes } from './vm-sizes.ts';
import { textOf } from '../text-of.ts';

const computeTypes = ['AmlCompute', 'ComputeInstance', 'Kubernetes'];
const seconds: Readonly<Record<string, number>> = { AmlCompute: 30, ComputeInstance: 90, Kubernetes: 60 };

export const compute: ResourceType = {
  provider: 'Microsoft.MachineLearningServices',
  type: 'workspaces/computes',
  operations: 'Compute',
  nameRule: {
    pattern: /^[a-zA-Z][a-zA-Z0-9-]{0,22}[a-zA-Z0-9]$/,
    sentence:
      'Compute name must be between 2 and 24 characters, begin with a letter, end with a letter or digit, and hold letters, digits and hyphens only.',
  },
  seconds: { create: 30, delete: 20 },
  patch: 'deep',
  complete,
  show,
  checkDelete(_, query) {
    if (!['Delete', 'Detach'].includes(query.get('underlyingResourceAction') ?? '')) {
      throw invalidContent("The query parameter 'underlyingResourceAction' is Delete or Detach.");
    }
  },
};

function complete(draft: ResourceDraft, world: World): CompletedResource {
  const { properties, location, existing } = draft;
  const { computeType } = properties;
  if (typeof computeType !== 'string' || !computeTypes.includes(computeType)) {
    throw invalidContent(`'computeType' is one of ${computeTypes.join(', ')}.`);
  }
  const before = existing?.properties.computeType;
  if (before !== undefined && before !== computeType) {
    throw new ArmError(409, 'Conflict', `There is a compute of the type ${textOf(before)} with this name.`);
  }
  const inner = isObject(properties.properties) ? properties.properties : {};
  const completed =
    computeType === 'AmlCompute'
      ? completeCluster(inner, draft, world)
      : computeType === 'ComputeInstance'
        ? completeInstance(inner, existing)
        : completeKubernetes(properties, inner, world);
  return {
    properties: {
      computeLocation: location,
      disableLocalAuth: false,
      isAttachedCompute: computeType === 'Kubernetes',
      ...properties,
      properties: completed,
    },
    secrets: existing?.secrets ?? { state: 'Running' },
    ...(!existing && { seconds: seconds[computeType] }),
  };
}

function requireSize(inner: Properties): ReturnType<typeof findVmSize> & object {
  const { vmSize } = inner;
  if (typeof vmSize !== 'string') throw invalidContent("The required property 'vmSize' is missing.");
  const found = findVmSize(vmSize);
  if (!found) {
    throw new ArmError(
      400,
      'InvalidVmSize',
      `The VM size '${vmSize}' is not supported. Supported sizes are: ${vmSizes.map(({ name }) => name).join(', ')}.`,
    );
  }
  return found;
}

function completeCluster(inner: Properties, { id, parentId }: ResourceDraft, world: World): Properties {
  const size = requireSize(inner);
  const { scaleSettings } = inner;
  const {
    minNodeCount = 0,
    maxNodeCount,
    nodeIdleTimeBeforeScaleDown = 'PT120S',
  } = isObject(scaleSettings) ? scaleSettings : {};
  const isCount = (count: unknown): count is number => Number.isInteger(count) && Number(count) >= 0;
  if (!isCount(minNodeCount) || !isCount(maxNodeCount) || minNodeCount > maxNodeCount || maxNodeCount < 1) {
    throw invalidContent(
      "'scaleSettings' needs whole numbers: minNodeCount from 0, and maxNodeCount from 1 and not below it.",
    );
  }
  if (parseDuration(textOf(nodeIdleTimeBeforeScaleDown)) === undefined) {
    throw invalidContent("'nodeIdleTimeBeforeScaleDown' is a duration such as PT120S.");
  }
  checkCores(world, { workspaceId: parentId, size, nodes: maxNodeCount, except: id });
  return {
    osType: 'Linux',
    vmPriority: 'Dedicated',
    remoteLoginPortPublicAccess: 'NotSpecified',
    enableNodePublicIp: true,
    isolatedNetwork: false,
    ...inner,
    vmSize: size.name.toUpperCase(),
    scaleSettings: { minNodeCount, maxNodeCount, nodeIdleTimeBeforeScaleDown },
  };
}

function completeInstance(inner: Properties, existing: StoredResource | undefined): Properties {
  const size = requireSize(inner);
  if (existing) return { ...(existing.properties.properties as Properties), ...inner };
  return {
    applicationSharingPolicy: 'Personal',
    sshSettings: { sshPublicAccess: 'Disabled' },
    enableNodePublicIp: true,
    ...inner,
    vmSize: size.name.toUpperCase(),
  };
}

const extensionType = 'microsoft.azureml.kubernetes';

function completeKubernetes({ resourceId }: Properties, inner: Properties, { resources }: World): Properties {
  const cluster = typeof resourceId === 'string' ? resources.find(resourceId) : undefined;
  if (!cluster) {
    throw new ArmError(
      404,
      'ResourceNotFound',
      `The Kubernetes cluster '${textOf(resourceId)}' was not found.`,
    );
  }
  const extension = resources
    .inside(cluster.id)
    .find(({ properties }) => textOf(properties.extensionType).toLowerCase() === extensionType);
  if (!extension || resources.state(extension) !== 'Succeeded') {
    throw new ArmError(
      400,
      'ExtensionNotInstalled',
      `The Azure Machine Learning extension is not installed on the cluster '${cluster.name}'. Install it, then attach the cluster.`,
    );
  }
  return {
    namespace: 'default',
    extensionPrincipalId: null,
    defaultInstanceType: 'defaultinstancetype',
    instanceTypes: {
      defaultinstancetype: {
        nodeSelector: null,
        resources: { requests: { cpu: '1', memory: '4Gi' }, limits: { cpu: '2', memory: '8Gi' } },
      },
    },
    ...inner,
  };
}

function show(resource: StoredResource, world: World): Properties {
  const { properties, createdAt, changedAt, secrets } = resource;
  const inner = properties.properties as Properties;
  return {
    ...properties,
    createdOn: new Date(createdAt).toISOString(),
    modifiedOn: new Date(changedAt).toISOString(),
    properties:
      properties.computeType === 'AmlCompute'
        ? { ...inner, ...clusterState(resource, world) }
        : properties.computeType === 'ComputeInstance'
          ? { ...inner, state: instanceState(resource, secrets, world) }
          : inner,
  };
}

function clusterState(resource: StoredResource, world: World): Properties {
  const { running, idle, preparing } = countNodes(world, resource);
  const current = running + idle;
  return {
    allocationState: preparing > 0 ? 'Resizing' : 'Steady',
    allocationStateTransitionTime: new Date(resource.changedAt).toISOString(),
    currentNodeCount: current,
    targetNodeCount: current + preparing,
    nodeStateCounts: {
      idleNodeCount: idle,
      runningNodeCount: running,
      preparingNodeCount: preparing,
      unusableNodeCount: 0,
      leavingNodeCount: 0,
      preemptedNodeCount: 0,
    },
  };
}

function instanceState(
  resource: StoredResource,
  { state, until }: Properties,
  { clock, resources }: World,
): string {
  if (resources.state(resource) === 'Creating') return 'Creating';
  const isOver = typeof until !== 'number' || clock.now() >= until;
  if (isOver) return textOf(state);
  return state === 'Stopped' ? 'Stopping' : 'Starting';
}

const one =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/computes/{name}';

/** What computes answer beside create, read, change, list and delete. */
export function computeRoutes(world: World): Route[] {
  const power = (name: string, verb: string, state: string, azureSeconds: number): Route => ({
    name: `Compute_${name}`,
    method: 'POST',
    path: `${one}/${verb}`,
    handle: (request) => setPower(world, request, state, azureSeconds),
  });
  return [
    power('Start', 'start', 'Running', 60),
    power('Stop', 'stop', 'Stopped', 30),
    power('Restart', 'restart', 'Running', 60),
    {
      name: 'Compute_ListNodes',
      method: 'POST',
      path: `${one}/listNodes`,
      handle({ path }) {
        const { running, idle } = countNodes(world, requireResource(compute, world, withoutVerb(path)));
        const state = (index: number): string => (index < running ? 'running' : 'idle');
        const nodes = Array.from({ length: running + idle }, (_, index) => ({
          nodeId: `tvmps_${index}`,
          privateIpAddress: `10.0.0.${4 + index}`,
          publicIpAddress: null,
          port: 50_000 + index,
          nodeState: state(index),
          runId: null,
        }));
        return { status: 200, body: { nodes } };
      },
    },
  ];
}

function withoutVerb(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function setPower(
  world: World,
  { path, failure }: ArmRequest,
  state: string,
  azureSeconds: number,
): ArmReply {
  const { resources, clock, subscription } = world;
  const instance = requireResource(compute, world, withoutVerb(path));
  if (instance.properties.computeType !== 'ComputeInstance') {
    throw new ArmError(400, 'BadRequest', 'Only a compute instance can be started and stopped.');
  }
  const { operation, key } = beginOperation(clock, azureSeconds, failure ?? null);
  const secrets = { ...instance.secrets, state, until: operation.endsAt };
  resources.commit([
    { key, value: operation },
    resources.toPut({ ...instance, secrets, changedAt: clock.now() }),
  ]);
  return { status: 202, headers: operationHeaders(subscription, compute.provider, operation) };
}
