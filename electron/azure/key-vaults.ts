import { call, find } from './call.ts';
import type { CallOptions, Connection } from './connection.ts';
import { requestJson } from './request.ts';
import { createResource, getResource, type GenericResource, type ResourceKind } from './resources.ts';

const keyVault: ResourceKind = { type: 'Microsoft.KeyVault/vaults', apiVersion: '2023-02-01' };

/** A deleted key vault that still holds its name. */
export interface DeletedKeyVault {
  readonly name: string;
  readonly location: string;
  /** Its id when it was there. */
  readonly vaultId: string;
}

/** Creates a key vault. */
export function createKeyVault(
  connection: Connection,
  place: { readonly resourceGroup: string; readonly name: string; readonly location: string },
  options: CallOptions = {},
): Promise<GenericResource> {
  const body = {
    location: place.location,
    properties: {
      tenantId: connection.tenant,
      sku: { family: 'A', name: 'standard' },
      accessPolicies: [],
    },
  };
  return createResource(connection, keyVault, place, body, options);
}

/** A key vault, or `undefined`. */
export function getKeyVault(
  connection: Connection,
  place: { readonly resourceGroup: string; readonly name: string },
): Promise<GenericResource | undefined> {
  return getResource(connection, keyVault, place);
}

/** The deleted key vaults of the subscription that still hold their names. */
export async function listDeletedKeyVaults(connection: Connection): Promise<DeletedKeyVault[]> {
  const path = `/subscriptions/${connection.subscription}/providers/Microsoft.KeyVault/deletedVaults`;
  const { value } = (await call(() =>
    requestJson(connection, 'GET', `${path}?api-version=${keyVault.apiVersion}`),
  )) as { value: { name: string; properties: { location: string; vaultId: string } }[] };
  return value.map(({ name, properties: { location, vaultId } }) => ({ name, location, vaultId }));
}

/** Frees the name of a deleted key vault; one that is gone already is no error. */
export async function purgeKeyVault(
  connection: Connection,
  { name, location }: Pick<DeletedKeyVault, 'name' | 'location'>,
  options: CallOptions = {},
): Promise<void> {
  const vault = `/subscriptions/${connection.subscription}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${name}`;
  const query = `?api-version=${keyVault.apiVersion}`;
  await find(() => requestJson(connection, 'POST', `${vault}/purge${query}`, undefined, options));
}
