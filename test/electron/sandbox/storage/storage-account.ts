import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { Sandbox } from '../../../../electron/sandbox/server.ts';
import { resourceManagementClient, storageManagementClient } from '../../../support/arm-client.ts';

export const polling = { updateIntervalInMs: 5 };

/** What a plain storage account is created with. */
export const plain = { location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } };

/** Creates a group and a storage account in it. */
export async function createAccount(sandbox: Sandbox, name: string, group = 'loans'): Promise<void> {
  await resourceManagementClient(sandbox).resourceGroups.createOrUpdate(group, { location: 'westeurope' });
  await storageManagementClient(sandbox).storageAccounts.create(group, name, plain, polling);
}

/** An account's key. */
export async function keyOf(sandbox: Sandbox, name: string, key: 'key1' | 'key2' = 'key1'): Promise<string> {
  const { keys = [] } = await storageManagementClient(sandbox).storageAccounts.listKeys('loans', name);
  return keys.find(({ keyName }) => keyName === key)?.value ?? '';
}

/** The blob client of an account. */
export function blobClient(sandbox: Sandbox, name: string, key: string): BlobServiceClient {
  const credential = new StorageSharedKeyCredential(name, key);
  return new BlobServiceClient(`${sandbox.blobAddress}/${name}`, credential, {
    retryOptions: { maxTries: 1 },
  });
}
