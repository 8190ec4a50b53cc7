import type { OnlineEndpoint as ArmOnlineEndpoint } from '@azure/arm-machinelearning';
import { call, find, finish, list } from './call.ts';
import { clientsOf } from './clients.ts';
import type { CallOptions, Connection, Scope } from './connection.ts';
import { endpointNotFound } from './errors.ts';

/** An online endpoint. */
export interface OnlineEndpoint {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly state: string;
  /** Where requests go; it is known once the endpoint is there. */
  readonly scoringUri: string | undefined;
  /** The Kubernetes compute behind it; without one Azure manages the machines. */
  readonly compute: string | undefined;
  /** Per cent by deployment. */
  readonly traffic: Readonly<Record<string, number>>;
}

/** Creates an online endpoint that asks for a key. */
export function createOnlineEndpoint(
  connection: Connection,
  scope: Scope,
  settings: { readonly name: string; readonly location: string; readonly compute?: string },
  options: CallOptions = {},
): Promise<OnlineEndpoint> {
  const { name, location, compute } = settings;
  return put(
    connection,
    scope,
    name,
    {
      location,
      identity: { type: 'SystemAssigned' },
      properties: { authMode: 'Key', ...(compute !== undefined && { compute }) },
    },
    options,
  );
}

/** An online endpoint, or `undefined`. */
export async function getOnlineEndpoint(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
): Promise<OnlineEndpoint | undefined> {
  const { onlineEndpoints } = clientsOf(connection).machineLearning;
  const found = await find(() => onlineEndpoints.get(resourceGroup, workspace, name));
  return found && toEndpoint(found);
}

/** All online endpoints of a workspace. */
export async function listOnlineEndpoints(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
): Promise<OnlineEndpoint[]> {
  const { onlineEndpoints } = clientsOf(connection).machineLearning;
  return (await list(onlineEndpoints.list(resourceGroup, workspace))).map(toEndpoint);
}

/** Shares the requests among the deployments, in per cent. Error: `not-in-workspace`. */
export async function setTraffic(
  connection: Connection,
  scope: Scope,
  name: string,
  traffic: Readonly<Record<string, number>>,
  options: CallOptions = {},
): Promise<OnlineEndpoint> {
  const { onlineEndpoints } = clientsOf(connection).machineLearning;
  const existing = await find(() => onlineEndpoints.get(scope.resourceGroup, scope.workspace, name));
  if (!existing) throw endpointNotFound(name);
  // A PATCH cannot change the traffic: the endpoint is sent again as it is.
  const { location, tags, identity, properties } = existing;
  const { authMode, compute, description } = properties;
  const body: ArmOnlineEndpoint = {
    location,
    ...(tags && { tags }),
    ...(identity && { identity: { type: identity.type } }),
    properties: {
      authMode,
      traffic: { ...traffic },
      ...(compute !== undefined && { compute }),
      ...(description !== undefined && { description }),
    },
  };
  return put(connection, scope, name, body, options);
}

async function put(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
  body: ArmOnlineEndpoint,
  options: CallOptions,
): Promise<OnlineEndpoint> {
  const { onlineEndpoints } = clientsOf(connection).machineLearning;
  const updateIntervalInMs = connection.pollIntervalMs;
  return toEndpoint(
    await finish(
      () => onlineEndpoints.beginCreateOrUpdate(resourceGroup, workspace, name, body, { updateIntervalInMs }),
      options,
    ),
  );
}

/** Both keys of an endpoint. */
export async function listEndpointKeys(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
): Promise<{ primary: string; secondary: string }> {
  const { onlineEndpoints } = clientsOf(connection).machineLearning;
  const keys = await call(() => onlineEndpoints.listKeys(resourceGroup, workspace, name));
  return { primary: keys.primaryKey ?? '', secondary: keys.secondaryKey ?? '' };
}

/** Makes a new key; the old one is worth nothing from now on. */
export async function regenerateEndpointKey(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
  keyType: 'Primary' | 'Secondary',
  options: CallOptions = {},
): Promise<void> {
  const { onlineEndpoints } = clientsOf(connection).machineLearning;
  const updateIntervalInMs = connection.pollIntervalMs;
  await finish(
    () =>
      onlineEndpoints.beginRegenerateKeys(
        resourceGroup,
        workspace,
        name,
        { keyType },
        { updateIntervalInMs },
      ),
    options,
  );
}

/** Deletes an endpoint with its deployments; one that is gone already is no error. */
export async function deleteOnlineEndpoint(
  connection: Connection,
  scope: Scope,
  name: string,
  options: CallOptions = {},
): Promise<void> {
  if (!(await getOnlineEndpoint(connection, scope, name))) return;
  const { onlineEndpoints } = clientsOf(connection).machineLearning;
  const updateIntervalInMs = connection.pollIntervalMs;
  await finish(
    () => onlineEndpoints.beginDelete(scope.resourceGroup, scope.workspace, name, { updateIntervalInMs }),
    options,
  );
}

function toEndpoint({ id, name, location, properties }: ArmOnlineEndpoint): OnlineEndpoint {
  return {
    id: id ?? '',
    name: name ?? '',
    location,
    state: properties.provisioningState ?? 'Unknown',
    scoringUri: properties.scoringUri,
    compute: properties.compute ?? undefined,
    traffic: properties.traffic ?? {},
  };
}
