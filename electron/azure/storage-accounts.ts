import type { StorageAccount as ArmStorageAccount } from '@azure/arm-storage';
import { call, find, polling } from './call.ts';
import { clientsOf } from './clients.ts';
import type { CallOptions, Connection } from './connection.ts';

/** Where a storage account is. */
export interface StorageAccountPlace {
  readonly resourceGroup: string;
  readonly name: string;
}

/** A storage account. */
export interface StorageAccount {
  readonly id: string;
  readonly location: string;
  /** Where its blobs are; ends with a slash. */
  readonly blobEndpoint: string;
  readonly state: string;
}

/** Whether a name is free: storage accounts share one world-wide list of names. */
export async function checkStorageAccountName(
  connection: Connection,
  name: string,
): Promise<{ available: boolean; message: string }> {
  const { storage } = clientsOf(connection);
  const { nameAvailable, message } = await call(() =>
    storage.storageAccounts.checkNameAvailability({ name, type: 'Microsoft.Storage/storageAccounts' }),
  );
  return { available: nameAvailable === true, message: message ?? '' };
}

/** Creates a storage account for blobs, with three copies in one place; one that is there stays as it is. */
export async function createStorageAccount(
  connection: Connection,
  { resourceGroup, name, location }: StorageAccountPlace & { readonly location: string },
  options: CallOptions = {},
): Promise<StorageAccount> {
  const existing = await getStorageAccount(connection, { resourceGroup, name });
  if (existing?.state === 'Succeeded') return existing;
  const { storage } = clientsOf(connection);
  const body = {
    location,
    kind: 'StorageV2',
    sku: { name: 'Standard_LRS' },
    minimumTlsVersion: 'TLS1_2',
    allowBlobPublicAccess: false,
  };
  return toAccount(
    await call(() =>
      storage.storageAccounts.beginCreateAndWait(resourceGroup, name, body, polling(connection, options)),
    ),
  );
}

/** A storage account, or `undefined`. */
export async function getStorageAccount(
  connection: Connection,
  { resourceGroup, name }: StorageAccountPlace,
): Promise<StorageAccount | undefined> {
  const { storage } = clientsOf(connection);
  const found = await find(() => storage.storageAccounts.getProperties(resourceGroup, name));
  return found && toAccount(found);
}

/** Both keys of a storage account. */
export async function listStorageKeys(
  connection: Connection,
  { resourceGroup, name }: StorageAccountPlace,
): Promise<string[]> {
  const { keys = [] } = await call(() =>
    clientsOf(connection).storage.storageAccounts.listKeys(resourceGroup, name),
  );
  return keys.map(({ value = '' }) => value);
}

/** Makes a new key; the old one is worth nothing from now on. */
export async function regenerateStorageKey(
  connection: Connection,
  { resourceGroup, name }: StorageAccountPlace,
  keyName: 'key1' | 'key2',
): Promise<void> {
  const { storage } = clientsOf(connection);
  await call(() => storage.storageAccounts.regenerateKey(resourceGroup, name, { keyName }));
}

/** Deletes a storage account with all its blobs; one that is gone already is no error. */
export async function deleteStorageAccount(
  connection: Connection,
  { resourceGroup, name }: StorageAccountPlace,
): Promise<void> {
  await find(() => clientsOf(connection).storage.storageAccounts.delete(resourceGroup, name));
}

function toAccount(account: ArmStorageAccount): StorageAccount {
  return {
    id: account.id ?? '',
    location: account.location,
    blobEndpoint: account.primaryEndpoints?.blob ?? '',
    state: account.provisioningState ?? 'Succeeded',
  };
}
