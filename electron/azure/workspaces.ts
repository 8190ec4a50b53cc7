import type { Workspace as ArmWorkspace } from '@azure/arm-machinelearning';
import { find, finish, list } from './call.ts';
import { clientsOf } from './clients.ts';
import type { CallOptions, Connection, Scope } from './connection.ts';
import { workspaceId } from './ids.ts';
import { requestJson } from './request.ts';

/** A workspace, and what it leans on. */
export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly state: string;
  readonly keyVaultId: string;
  readonly storageAccountId: string;
  readonly applicationInsightsId: string;
  readonly publicNetworkAccess: boolean;
  readonly highBusinessImpact: boolean;
}

/** Creates a workspace, and waits until it is there. */
export async function createWorkspace(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  settings: {
    readonly location: string;
    readonly friendlyName: string;
    readonly keyVaultId: string;
    readonly storageAccountId: string;
    readonly applicationInsightsId: string;
    readonly publicNetworkAccess: boolean;
    readonly highBusinessImpact: boolean;
  },
  options: CallOptions = {},
): Promise<Workspace> {
  const { machineLearning } = clientsOf(connection);
  const body: ArmWorkspace = {
    location: settings.location,
    identity: { type: 'SystemAssigned' },
    friendlyName: settings.friendlyName,
    keyVault: settings.keyVaultId,
    storageAccount: settings.storageAccountId,
    applicationInsights: settings.applicationInsightsId,
    publicNetworkAccess: settings.publicNetworkAccess ? 'Enabled' : 'Disabled',
    hbiWorkspace: settings.highBusinessImpact,
  };
  const updateIntervalInMs = connection.pollIntervalMs;
  return toWorkspace(
    await finish(
      () =>
        machineLearning.workspaces.beginCreateOrUpdate(resourceGroup, workspace, body, {
          updateIntervalInMs,
        }),
      options,
    ),
  );
}

/** A workspace, or `undefined`. */
export async function getWorkspace(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
): Promise<Workspace | undefined> {
  const found = await find(() =>
    clientsOf(connection).machineLearning.workspaces.get(resourceGroup, workspace),
  );
  return found && toWorkspace(found);
}

/** The workspaces of a group. */
export async function listWorkspaces(connection: Connection, resourceGroup: string): Promise<Workspace[]> {
  const { machineLearning } = clientsOf(connection);
  return (await list(machineLearning.workspaces.listByResourceGroup(resourceGroup))).map(toWorkspace);
}

/**
 * Deletes a workspace; one that is gone already is no error. Unless it is deleted `permanently` it keeps its name for
 * a fortnight. (The typed client speaks a version that does not know how to.)
 */
export async function deleteWorkspace(
  connection: Connection,
  scope: Scope,
  { permanently, ...options }: CallOptions & { readonly permanently: boolean },
): Promise<void> {
  const path = `${workspaceId(connection, scope)}?api-version=2024-04-01&forceToPurge=${permanently}`;
  await find(() => requestJson(connection, 'DELETE', path, undefined, options));
}

function toWorkspace(workspace: ArmWorkspace): Workspace {
  return {
    id: workspace.id ?? '',
    name: workspace.name ?? '',
    location: workspace.location ?? '',
    state: workspace.provisioningState ?? 'Unknown',
    keyVaultId: workspace.keyVault ?? '',
    storageAccountId: workspace.storageAccount ?? '',
    applicationInsightsId: workspace.applicationInsights ?? '',
    publicNetworkAccess: workspace.publicNetworkAccess !== 'Disabled',
    highBusinessImpact: workspace.hbiWorkspace ?? false,
  };
}
