import type { Connection, Scope } from './connection.ts';

/** The id of a resource directly in a group: `type` such as Microsoft.KeyVault/vaults. */
export function resourceId(
  connection: Connection,
  resourceGroup: string,
  type: string,
  name: string,
): string {
  return `${resourceGroupId(connection, resourceGroup)}/providers/${type}/${name}`;
}

/** The id of a resource group. */
export function resourceGroupId({ subscription }: Connection, resourceGroup: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;
}

/** The id of a workspace. */
export function workspaceId(connection: Connection, { resourceGroup, workspace }: Scope): string {
  return resourceId(connection, resourceGroup, 'Microsoft.MachineLearningServices/workspaces', workspace);
}

/** The last part of an id. */
export function nameOfId(id: string | undefined): string {
  return id?.slice(id.lastIndexOf('/') + 1) ?? '';
}
