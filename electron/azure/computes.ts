import type { AmlCompute, ComputeInstance, ComputeResource, Kubernetes } from '@azure/arm-machinelearning';
import { call, find, finish, list } from './call.ts';
import { clientsOf } from './clients.ts';
import type { CallOptions, Connection, Scope } from './connection.ts';

/** A compute of a workspace. */
export interface Compute {
  readonly id: string;
  readonly name: string;
  readonly computeType: string;
  /** How far its creation is. */
  readonly state: string;
  readonly size: string;
  /** Of a cluster. */
  readonly minimumNodes: number | undefined;
  readonly maximumNodes: number | undefined;
  readonly currentNodes: number | undefined;
  /** Of an instance: Running, Stopped … */
  readonly instanceState: string | undefined;
}

/** Creates a cluster of machines that come and go with the jobs. */
export function createComputeCluster(
  connection: Connection,
  scope: Scope,
  settings: {
    readonly name: string;
    readonly size: string;
    readonly location: string;
    readonly minimumNodes: number;
    readonly maximumNodes: number;
    readonly idleSeconds: number;
  },
  options: CallOptions = {},
): Promise<Compute> {
  const properties: AmlCompute = {
    computeType: 'AmlCompute',
    properties: {
      vmSize: settings.size,
      vmPriority: 'Dedicated',
      scaleSettings: {
        minNodeCount: settings.minimumNodes,
        maxNodeCount: settings.maximumNodes,
        nodeIdleTimeBeforeScaleDown: `PT${settings.idleSeconds}S`,
      },
    },
  };
  return createCompute(
    connection,
    scope,
    settings.name,
    { location: settings.location, properties },
    options,
  );
}

/** Creates one machine to develop on. */
export function createComputeInstance(
  connection: Connection,
  scope: Scope,
  settings: { readonly name: string; readonly size: string; readonly location: string },
  options: CallOptions = {},
): Promise<Compute> {
  const properties: ComputeInstance = {
    computeType: 'ComputeInstance',
    properties: { vmSize: settings.size },
  };
  return createCompute(
    connection,
    scope,
    settings.name,
    { location: settings.location, properties },
    options,
  );
}

/** Attaches an AKS cluster that has the Azure ML extension. */
export function attachKubernetes(
  connection: Connection,
  scope: Scope,
  settings: { readonly name: string; readonly clusterId: string; readonly location: string },
  options: CallOptions = {},
): Promise<Compute> {
  const properties: Kubernetes = {
    computeType: 'Kubernetes',
    resourceId: settings.clusterId,
    properties: { namespace: 'default' },
  };
  return createCompute(
    connection,
    scope,
    settings.name,
    { location: settings.location, properties },
    options,
  );
}

async function createCompute(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
  body: ComputeResource,
  options: CallOptions,
): Promise<Compute> {
  const { machineLearning } = clientsOf(connection);
  const updateIntervalInMs = connection.pollIntervalMs;
  return toCompute(
    await finish(
      () =>
        machineLearning.computeOperations.beginCreateOrUpdate(resourceGroup, workspace, name, body, {
          updateIntervalInMs,
        }),
      options,
    ),
  );
}

/** A compute, or `undefined`. */
export async function getCompute(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
): Promise<Compute | undefined> {
  const { machineLearning } = clientsOf(connection);
  const found = await find(() => machineLearning.computeOperations.get(resourceGroup, workspace, name));
  return found && toCompute(found);
}

/** All computes of a workspace. */
export async function listComputes(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
): Promise<Compute[]> {
  const { machineLearning } = clientsOf(connection);
  return (await list(machineLearning.computeOperations.list(resourceGroup, workspace))).map(toCompute);
}

/** Starts a compute instance. */
export async function startInstance(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
  options: CallOptions = {},
): Promise<void> {
  const updateIntervalInMs = connection.pollIntervalMs;
  const { computeOperations } = clientsOf(connection).machineLearning;
  await finish(
    () => computeOperations.beginStart(resourceGroup, workspace, name, { updateIntervalInMs }),
    options,
  );
}

/** Stops a compute instance. */
export async function stopInstance(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
  options: CallOptions = {},
): Promise<void> {
  const updateIntervalInMs = connection.pollIntervalMs;
  const { computeOperations } = clientsOf(connection).machineLearning;
  await finish(
    () => computeOperations.beginStop(resourceGroup, workspace, name, { updateIntervalInMs }),
    options,
  );
}

/** Deletes a compute, or detaches a Kubernetes cluster; one that is gone already is no error. */
export async function deleteCompute(
  connection: Connection,
  scope: Scope,
  name: string,
  options: CallOptions = {},
): Promise<void> {
  const found = await getCompute(connection, scope, name);
  if (!found) return;
  const action = found.computeType === 'Kubernetes' ? 'Detach' : 'Delete';
  const updateIntervalInMs = connection.pollIntervalMs;
  const { computeOperations } = clientsOf(connection).machineLearning;
  await finish(
    () =>
      computeOperations.beginDelete(scope.resourceGroup, scope.workspace, name, action, {
        updateIntervalInMs,
      }),
    options,
  );
}

/** The sizes of machines that a region has. */
export async function listVmSizes(
  connection: Connection,
  location: string,
): Promise<{ name: string; cores: number; memoryGb: number }[]> {
  const { machineLearning } = clientsOf(connection);
  const { value = [] } = await call(() => machineLearning.virtualMachineSizes.list(location));
  return value.map(({ name = '', vCPUs = 0, memoryGB = 0 }) => ({ name, cores: vCPUs, memoryGb: memoryGB }));
}

function toCompute({ id, name, properties }: ComputeResource): Compute {
  const inner = (properties as { properties?: Record<string, unknown> } | undefined)?.properties ?? {};
  const scale = inner.scaleSettings as { minNodeCount?: number; maxNodeCount?: number } | undefined;
  return {
    id: id ?? '',
    name: name ?? '',
    computeType: properties?.computeType ?? '',
    state: properties?.provisioningState ?? 'Unknown',
    size: (inner.vmSize as string | undefined) ?? '',
    minimumNodes: scale?.minNodeCount,
    maximumNodes: scale?.maxNodeCount,
    currentNodes: inner.currentNodeCount as number | undefined,
    instanceState: inner.state as string | undefined,
  };
}
