import type { AzureBlobDatastore, Datastore as ArmDatastore } from '@azure/arm-machinelearning';
import { call, find, list } from './call.ts';
import { clientsOf } from './clients.ts';
import type { Connection, Scope } from './connection.ts';

/** A datastore on a blob container. */
export interface BlobDatastore {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly container: string;
  readonly isDefault: boolean;
}

/** Registers a blob container with a workspace; the key goes into its key vault. */
export async function createBlobDatastore(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  settings: {
    readonly name: string;
    readonly account: string;
    readonly container: string;
    readonly accountKey: string;
  },
): Promise<BlobDatastore> {
  const { name, account, container, accountKey } = settings;
  const properties: AzureBlobDatastore = {
    datastoreType: 'AzureBlob',
    accountName: account,
    containerName: container,
    endpoint: 'core.windows.net',
    protocol: 'https',
    credentials: { credentialsType: 'AccountKey', secrets: { secretsType: 'AccountKey', key: accountKey } },
  };
  const { machineLearning } = clientsOf(connection);
  return toDatastore(
    await call(() =>
      machineLearning.datastores.createOrUpdate(resourceGroup, workspace, name, { properties }),
    ),
  );
}

/** A datastore, or `undefined`. */
export async function getDatastore(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
): Promise<BlobDatastore | undefined> {
  const { machineLearning } = clientsOf(connection);
  const found = await find(() => machineLearning.datastores.get(resourceGroup, workspace, name));
  return found && toDatastore(found);
}

/** All datastores of a workspace; those that are no blob containers have neither account nor container. */
export async function listDatastores(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
): Promise<BlobDatastore[]> {
  const { machineLearning } = clientsOf(connection);
  return (await list(machineLearning.datastores.list(resourceGroup, workspace))).map(toDatastore);
}

/** The datastore that jobs write to unless they are told another. */
export async function getDefaultDatastore(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
): Promise<BlobDatastore | undefined> {
  const { machineLearning } = clientsOf(connection);
  const found = await list(machineLearning.datastores.list(resourceGroup, workspace, { isDefault: true }));
  return found.map(toDatastore).find(({ isDefault }) => isDefault);
}

/** Takes a datastore off a workspace; the container stays. */
export async function deleteDatastore(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
): Promise<void> {
  await find(() => clientsOf(connection).machineLearning.datastores.delete(resourceGroup, workspace, name));
}

function toDatastore({ id, name, properties }: ArmDatastore): BlobDatastore {
  const { accountName, containerName, isDefault } = properties as AzureBlobDatastore;
  return {
    id: id ?? '',
    name: name ?? '',
    account: accountName ?? '',
    container: containerName ?? '',
    isDefault: isDefault ?? false,
  };
}
