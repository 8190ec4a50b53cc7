import { call, find, polling } from './call.ts';
import { clientsOf } from './clients.ts';
import type { CallOptions, Connection } from './connection.ts';
import { resourceId } from './ids.ts';

/** A resource of any type. */
export interface GenericResource {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Such as Succeeded. */
  readonly state: string;
}

/** A type of resource and the version of its API. */
export interface ResourceKind {
  readonly type: string;
  readonly apiVersion: string;
}

/** The versions of the APIs by which resources of any type are read and deleted. */
const apiVersions: Readonly<Record<string, string>> = {
  'microsoft.storage/storageaccounts': '2023-01-01',
  'microsoft.keyvault/vaults': '2023-02-01',
  'microsoft.insights/components': '2020-02-02',
  'microsoft.operationalinsights/workspaces': '2022-10-01',
  'microsoft.containerservice/managedclusters': '2023-04-01',
  'microsoft.containerregistry/registries': '2022-12-01',
  'microsoft.machinelearningservices/workspaces': '2022-10-01',
};

/** Creates or changes a resource by its id, and waits until it is there. */
export function putResource(
  connection: Connection,
  id: string,
  apiVersion: string,
  body: object,
  options: CallOptions = {},
): Promise<GenericResource> {
  const { resources } = clientsOf(connection);
  return call(async () =>
    toGeneric(
      await resources.resources.beginCreateOrUpdateByIdAndWait(
        id,
        apiVersion,
        body,
        polling(connection, options),
      ),
    ),
  );
}

/** Creates or changes a resource in a group, and waits until it is there. */
export function createResource(
  connection: Connection,
  { type, apiVersion }: ResourceKind,
  place: { readonly resourceGroup: string; readonly name: string },
  body: object,
  options: CallOptions = {},
): Promise<GenericResource> {
  const id = resourceId(connection, place.resourceGroup, type, place.name);
  return putResource(connection, id, apiVersion, body, options);
}

/** A resource by its id. */
export function getResourceById(
  connection: Connection,
  id: string,
  apiVersion: string,
): Promise<GenericResource | undefined> {
  const { resources } = clientsOf(connection);
  return find(async () => toGeneric(await resources.resources.getById(id, apiVersion)));
}

/** A resource in a group. */
export function getResource(
  connection: Connection,
  { type, apiVersion }: ResourceKind,
  place: { readonly resourceGroup: string; readonly name: string },
): Promise<GenericResource | undefined> {
  return getResourceById(
    connection,
    resourceId(connection, place.resourceGroup, type, place.name),
    apiVersion,
  );
}

/** Deletes a resource by its id; one that is gone already is no error. */
export async function deleteResource(
  connection: Connection,
  id: string,
  options: CallOptions = {},
): Promise<void> {
  const type = /\/providers\/([^/]+\/[^/]+)\/[^/]+$/.exec(id)?.[1].toLowerCase() ?? '';
  const { resources } = clientsOf(connection);
  await find(() =>
    resources.resources.beginDeleteByIdAndWait(
      id,
      apiVersions[type] ?? '2022-09-01',
      polling(connection, options),
    ),
  );
}

function toGeneric(resource: {
  readonly id?: string;
  readonly name?: string;
  readonly location?: string;
  readonly properties?: unknown;
}): GenericResource {
  const properties = (resource.properties ?? {}) as Record<string, unknown>;
  const { provisioningState } = properties;
  return {
    id: resource.id ?? '',
    name: resource.name ?? '',
    location: resource.location ?? '',
    properties,
    state: typeof provisioningState === 'string' ? provisioningState : 'Succeeded',
  };
}
