import type {
  KubernetesOnlineDeployment,
  ManagedOnlineDeployment,
  OnlineDeployment,
} from '@azure/arm-machinelearning';
import { call, find, finish, list } from './call.ts';
import { clientsOf } from './clients.ts';
import type { CallOptions, Connection, Scope } from './connection.ts';
import { requestJson } from './request.ts';

/** A deployment of an endpoint. */
export interface Deployment {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly model: string;
}

/** Where a deployment is. */
export interface DeploymentPlace {
  readonly endpoint: string;
  readonly name: string;
}

/** Puts a model behind an endpoint, and waits until it is healthy. */
export async function createDeployment(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  settings: DeploymentPlace & {
    readonly modelId: string;
    readonly instanceType: string;
    readonly instanceCount: number;
    readonly kind: 'Managed' | 'Kubernetes';
    readonly location: string;
  },
  options: CallOptions = {},
): Promise<Deployment> {
  const { endpoint, name, modelId, instanceType, instanceCount, kind, location } = settings;
  const common = { model: modelId, instanceType, scaleSettings: { scaleType: 'Default' as const } };
  const properties: ManagedOnlineDeployment | KubernetesOnlineDeployment =
    kind === 'Managed'
      ? { endpointComputeType: 'Managed', ...common }
      : {
          endpointComputeType: 'Kubernetes',
          ...common,
          // Kubernetes has instance types of its own; this one is always there.
          instanceType: 'defaultinstancetype',
        };
  const body: OnlineDeployment = { location, properties, sku: { name: 'Default', capacity: instanceCount } };
  const { onlineDeployments } = clientsOf(connection).machineLearning;
  const updateIntervalInMs = connection.pollIntervalMs;
  return toDeployment(
    await finish(
      () =>
        onlineDeployments.beginCreateOrUpdate(resourceGroup, workspace, endpoint, name, body, {
          updateIntervalInMs,
        }),
      options,
    ),
  );
}

/** A deployment, or `undefined`. */
export async function getDeployment(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  { endpoint, name }: DeploymentPlace,
): Promise<Deployment | undefined> {
  const { onlineDeployments } = clientsOf(connection).machineLearning;
  const found = await find(() => onlineDeployments.get(resourceGroup, workspace, endpoint, name));
  return found && toDeployment(found);
}

/** Of the calls below: the typed client speaks an older one that knows no data collection, and drops what it does not know. */
const collectingVersion = '2024-04-01';
/** The collection that a model's inputs go to. */
export const inputsCollection = 'model_inputs';

interface CollectingDeployment {
  readonly properties: {
    readonly dataCollector?: {
      readonly collections?: Readonly<Record<string, { readonly dataCollectionMode?: string } | undefined>>;
    } | null;
  };
}

/**
 * Whether the inputs of a deployment's requests are kept.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-collect-production-data
 */
export async function collectsInputs(connection: Connection, deploymentId: string): Promise<boolean> {
  const { properties } = await readCollecting(connection, deploymentId);
  return properties.dataCollector?.collections?.[inputsCollection]?.dataCollectionMode === 'Enabled';
}

/** Switches on or off that the inputs of a deployment's requests are kept; the deployment is written anew for it. */
export async function setInputCollection(
  connection: Connection,
  deploymentId: string,
  isOn: boolean,
  options: CallOptions = {},
): Promise<void> {
  const existing = await readCollecting(connection, deploymentId);
  const body = {
    ...existing,
    properties: {
      ...existing.properties,
      dataCollector: {
        collections: {
          ...existing.properties.dataCollector?.collections,
          [inputsCollection]: { dataCollectionMode: isOn ? 'Enabled' : 'Disabled', samplingRate: 1 },
        },
        rollingRate: 'Hour',
      },
    },
  };
  await call(() => requestJson(connection, 'PUT', collectingPath(deploymentId), body, options));
}

function readCollecting(connection: Connection, deploymentId: string): Promise<CollectingDeployment> {
  return call(
    () => requestJson(connection, 'GET', collectingPath(deploymentId)) as Promise<CollectingDeployment>,
  );
}

function collectingPath(deploymentId: string): string {
  return `${deploymentId}?api-version=${collectingVersion}`;
}

/** All deployments of an endpoint. */
export async function listDeployments(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  endpoint: string,
): Promise<Deployment[]> {
  const { onlineDeployments } = clientsOf(connection).machineLearning;
  return (await list(onlineDeployments.list(resourceGroup, workspace, endpoint))).map(toDeployment);
}

/** The last lines that a deployment has written. */
export async function getDeploymentLogs(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  { endpoint, name }: DeploymentPlace,
  lines = 200,
): Promise<string> {
  const { onlineDeployments } = clientsOf(connection).machineLearning;
  const { content } = await call(() =>
    onlineDeployments.getLogs(resourceGroup, workspace, endpoint, name, { tail: lines }),
  );
  return content ?? '';
}

/** Deletes a deployment; one that is gone already is no error. */
export async function deleteDeployment(
  connection: Connection,
  scope: Scope,
  place: DeploymentPlace,
  options: CallOptions = {},
): Promise<void> {
  if (!(await getDeployment(connection, scope, place))) return;
  const { onlineDeployments } = clientsOf(connection).machineLearning;
  const { resourceGroup, workspace } = scope;
  const updateIntervalInMs = connection.pollIntervalMs;
  await finish(
    () =>
      onlineDeployments.beginDelete(resourceGroup, workspace, place.endpoint, place.name, {
        updateIntervalInMs,
      }),
    options,
  );
}

function toDeployment({ id, name, properties }: OnlineDeployment): Deployment {
  return {
    id: id ?? '',
    name: name ?? '',
    state: properties.provisioningState ?? 'Unknown',
    model: properties.model ?? '',
  };
}
