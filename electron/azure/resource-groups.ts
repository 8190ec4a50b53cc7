import { call, find, list, polling } from './call.ts';
import { clientsOf } from './clients.ts';
import type { CallOptions, Connection } from './connection.ts';

/** A resource group. */
export interface ResourceGroup {
  readonly id: string;
  readonly location: string;
  readonly state: string;
}

/** Creates a resource group; one that is there stays as it is. */
export async function createResourceGroup(
  connection: Connection,
  { name, location }: { readonly name: string; readonly location: string },
): Promise<ResourceGroup> {
  const { resources } = clientsOf(connection);
  return toGroup(await call(() => resources.resourceGroups.createOrUpdate(name, { location })));
}

/** A resource group, or `undefined`. */
export async function getResourceGroup(
  connection: Connection,
  name: string,
): Promise<ResourceGroup | undefined> {
  const found = await find(() => clientsOf(connection).resources.resourceGroups.get(name));
  return found && toGroup(found);
}

/** Deletes a resource group with all that is in it; one that is gone already is no error. */
export async function deleteResourceGroup(
  connection: Connection,
  name: string,
  options: CallOptions = {},
): Promise<void> {
  const { resources } = clientsOf(connection);
  await find(() => resources.resourceGroups.beginDeleteAndWait(name, polling(connection, options)));
}

/** What is directly in a group. */
export async function listResources(
  connection: Connection,
  resourceGroup: string,
): Promise<{ id: string; name: string; type: string }[]> {
  const found = await list(clientsOf(connection).resources.resources.listByResourceGroup(resourceGroup));
  return found.map(({ id = '', name = '', type = '' }) => ({ id, name, type }));
}

function toGroup(group: {
  readonly id?: string;
  readonly location: string;
  readonly properties?: { readonly provisioningState?: string };
}): ResourceGroup {
  return {
    id: group.id ?? '',
    location: group.location,
    state: group.properties?.provisioningState ?? 'Succeeded',
  };
}
