import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { BlobServiceClient, newPipeline, StorageSharedKeyCredential } from '@azure/storage-blob';
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

/** An account's blob client that signs in with a token, over https at the account's own name. */
export function blobClientWithToken(sandbox: Sandbox, name: string, token: string): BlobServiceClient {
  if (!sandbox.https) throw new Error('The sandbox is not there over https.');
  const agent = new Agent({
    ca: readFileSync(sandbox.https.authorityFile),
    lookup: (_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  const credential = {
    getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const pipeline = newPipeline(credential, { retryOptions: { maxTries: 1 } });
  pipeline.factories.unshift({
    create: (next) => ({
      sendRequest(request) {
        request.agent = agent;
        return next.sendRequest(request);
      },
    }),
  });
  const { port } = new URL(sandbox.https.address);
  return new BlobServiceClient(`https://${name}.blob.core.guidepost.localhost:${port}`, pipeline);
}

/** A token of the sandbox's own sign-in. */
export async function signIn(
  sandbox: Sandbox,
  scope = 'https://storage.azure.com/.default',
  user = '00000000-0000-4000-8000-00000000000a',
): Promise<string> {
  const reply = await fetch(`${sandbox.address}/${sandbox.tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: user,
      client_secret: 'x',
      scope,
    }),
  });
  return ((await reply.json()) as { access_token: string }).access_token;
}
