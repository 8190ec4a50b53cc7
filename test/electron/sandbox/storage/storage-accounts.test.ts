import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../../../../electron/sandbox/server.ts';
import { resourceManagementClient, storageManagementClient } from '../../../support/arm-client.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { blobClient, createAccount, keyOf, plain, polling } from './storage-account.ts';

async function start(timeFactor = 1000, folder = temporaryFolder()): Promise<Sandbox> {
  const sandbox = await startSandbox({ folder, timeFactor });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

const type = 'Microsoft.Storage/storageAccounts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('a storage account', () => {
  it('is created with what Azure fills in, changed, listed and deleted', async () => {
    const sandbox = await start();
    const { storageAccounts } = storageManagementClient(sandbox);
    await createAccount(sandbox, 'loans1');
    expect(await storageAccounts.getProperties('loans', 'loans1')).toMatchObject({
      name: 'loans1',
      kind: 'StorageV2',
      sku: { name: 'Standard_LRS', tier: 'Standard' },
      provisioningState: 'Succeeded',
      primaryLocation: 'westeurope',
      statusOfPrimary: 'available',
      creationTime: expect.any(Date) as Date,
      primaryEndpoints: { blob: `${sandbox.blobAddress}/loans1/` },
    });
    const key = await keyOf(sandbox, 'loans1');
    const changed = await storageAccounts.update('loans', 'loans1', {
      tags: { for: 'a lesson' },
      sku: { name: 'Standard_GRS' },
      publicNetworkAccess: 'Disabled',
    });
    expect(changed).toMatchObject({
      tags: { for: 'a lesson' },
      sku: { name: 'Standard_GRS', tier: 'Standard' },
      publicNetworkAccess: 'Disabled',
    });
    expect(await keyOf(sandbox, 'loans1')).toBe(key);
    expect((await all(storageAccounts.list())).map(({ name }) => name)).toEqual(['loans1']);
    expect((await all(storageAccounts.listByResourceGroup('loans'))).map(({ name }) => name)).toEqual([
      'loans1',
    ]);
    await storageAccounts.delete('loans', 'loans1');
    expect(await all(storageAccounts.list())).toEqual([]);
    await expect(storageAccounts.getProperties('loans', 'loans1')).rejects.toMatchObject({
      statusCode: 404,
      code: 'ResourceNotFound',
    });
  });

  it('has a name of its own in all of Azure', async () => {
    const sandbox = await start();
    const { storageAccounts } = storageManagementClient(sandbox);
    expect(await storageAccounts.checkNameAvailability({ name: 'loans1', type })).toMatchObject({
      nameAvailable: true,
    });
    await createAccount(sandbox, 'loans1');
    await createAccount(sandbox, 'other1', 'others');
    expect(await storageAccounts.checkNameAvailability({ name: 'loans1', type })).toMatchObject({
      nameAvailable: false,
      reason: 'AlreadyExists',
    });
    expect(await storageAccounts.checkNameAvailability({ name: 'Loans-1', type })).toMatchObject({
      nameAvailable: false,
      reason: 'AccountNameInvalid',
    });
    await expect(storageAccounts.create('others', 'loans1', plain)).rejects.toMatchObject({
      statusCode: 409,
      code: 'StorageAccountAlreadyTaken',
    });
    await expect(storageAccounts.create('loans', 'Loans1', plain)).rejects.toMatchObject({
      statusCode: 400,
      code: 'InvalidResourceName',
    });
    await expect(
      storageAccounts.create('loans', 'loans2', { ...plain, sku: { name: 'Cheap_LRS' } }),
    ).rejects.toMatchObject({ statusCode: 400, message: /Cheap_LRS/ });
  });

  it('rotates a key at once', async () => {
    const sandbox = await start();
    const { storageAccounts } = storageManagementClient(sandbox);
    await createAccount(sandbox, 'loans1');
    const [first, second] = [await keyOf(sandbox, 'loans1'), await keyOf(sandbox, 'loans1', 'key2')];
    expect(first).not.toBe(second);
    expect(Buffer.from(first, 'base64')).toHaveLength(64);
    await blobClient(sandbox, 'loans1', first).createContainer('data');
    await storageAccounts.regenerateKey('loans', 'loans1', { keyName: 'key1' });
    const exists = (key: string): Promise<boolean> =>
      blobClient(sandbox, 'loans1', key).getContainerClient('data').exists();
    await expect(exists(first)).rejects.toMatchObject({ statusCode: 403 });
    expect(await exists(second)).toBe(true);
    expect(await exists(await keyOf(sandbox, 'loans1'))).toBe(true);
  });

  it('is empty when it is created anew: after a deletion, after that of its group, after a kill', async () => {
    const folder = temporaryFolder();
    const sandbox = await start(1000, folder);
    const { storageAccounts } = storageManagementClient(sandbox);
    const containers = async (server: Sandbox): Promise<string[]> => {
      const client = blobClient(server, 'loans1', await keyOf(server, 'loans1'));
      return (await all(client.listContainers())).map(({ name }) => name);
    };
    const fill = async (): Promise<void> => {
      const client = blobClient(sandbox, 'loans1', await keyOf(sandbox, 'loans1'));
      const { containerClient } = await client.createContainer('data');
      await containerClient.getBlockBlobClient('loan.csv').upload('Loan_ID', 7);
    };
    await createAccount(sandbox, 'loans1');
    await fill();
    expect(await containers(sandbox)).toEqual(['data']);
    const oldKey = await keyOf(sandbox, 'loans1');
    await storageAccounts.delete('loans', 'loans1');
    await expect(blobClient(sandbox, 'loans1', oldKey).createContainer('more')).rejects.toMatchObject({
      statusCode: 404,
    });
    await createAccount(sandbox, 'loans1');
    expect(await containers(sandbox)).toEqual([]);
    await fill();
    await resourceManagementClient(sandbox).resourceGroups.beginDeleteAndWait('loans', polling);
    await createAccount(sandbox, 'loans1');

    // What a kill would leave now: the new account, and the old blobs in the index.
    const left = temporaryFolder();
    cpSync(folder, left, { recursive: true });
    rmSync(path.join(left, 'lock'));
    expect(await containers(await start(1000, left))).toEqual([]);
    expect(await containers(sandbox)).toEqual([]);
  });
});

describe('a container', () => {
  it("is the same one for Azure Resource Manager and for the blob service's own calls", async () => {
    const sandbox = await start();
    await createAccount(sandbox, 'loans1');
    const { blobContainers } = storageManagementClient(sandbox);
    const client = blobClient(sandbox, 'loans1', await keyOf(sandbox, 'loans1'));
    const created = await blobContainers.create('loans', 'loans1', 'data', { metadata: { for: 'csv' } });
    expect(created).toMatchObject({
      id: expect.stringMatching(
        /storageAccounts\/loans1\/blobServices\/default\/containers\/data$/,
      ) as string,
      name: 'data',
      type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
    });
    const metadata = (await client.getContainerClient('data').getProperties()).metadata;
    expect(metadata).toEqual({ for: 'csv' });
    await blobContainers.update('loans', 'loans1', 'data', { metadata: { for: 'parquet' } });
    expect(await blobContainers.get('loans', 'loans1', 'data')).toMatchObject({
      metadata: { for: 'parquet' },
      publicAccess: 'None',
      leaseState: 'Available',
      lastModifiedTime: expect.any(Date) as Date,
    });
    await client.createContainer('output');
    const listed = async (): Promise<(string | undefined)[]> =>
      (await all(blobContainers.list('loans', 'loans1'))).map(({ name }) => name);
    expect(await listed()).toEqual(['data', 'output']);
    const filtered = await all(blobContainers.list('loans', 'loans1', { filter: 'out', maxpagesize: '1' }));
    expect(filtered.map(({ name }) => name)).toEqual(['output']);
    expect(await all(blobContainers.list('loans', 'loans1', { maxpagesize: '1' }))).toHaveLength(2);
    await blobContainers.delete('loans', 'loans1', 'data');
    expect(await client.getContainerClient('data').exists()).toBe(false);
    await client.deleteContainer('output');
    expect(await listed()).toEqual([]);
    await expect(blobContainers.get('loans', 'loans1', 'data')).rejects.toMatchObject({
      statusCode: 404,
      code: 'ContainerNotFound',
    });
  });

  it('is refused under a bad name, for the public, in a foreign or an unready account', async () => {
    const sandbox = await start();
    await createAccount(sandbox, 'loans1');
    const { blobContainers, blobServices } = storageManagementClient(sandbox);
    await expect(blobContainers.create('loans', 'loans1', 'My_Data', {})).rejects.toMatchObject({
      code: 'InvalidResourceName',
    });
    await expect(
      blobContainers.create('loans', 'loans1', 'data', { publicAccess: 'Blob' }),
    ).rejects.toMatchObject({ statusCode: 409, code: 'PublicAccessNotPermitted' });
    await expect(blobContainers.list('loans', 'nobody1').next()).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
    expect(await blobServices.getServiceProperties('loans', 'loans1')).toMatchObject({
      name: 'default',
      deleteRetentionPolicy: { enabled: false },
    });
    await expect(
      blobServices.setServiceProperties('loans', 'loans1', { isVersioningEnabled: true }),
    ).rejects.toMatchObject({ statusCode: 501, message: /isVersioningEnabled/ });
    const slow = await start(0.01);
    await resourceManagementClient(slow).resourceGroups.createOrUpdate('loans', { location: 'westeurope' });
    void storageManagementClient(slow)
      .storageAccounts.create('loans', 'loans2', plain)
      .catch(() => undefined);
    await expect
      .poll(() =>
        storageManagementClient(slow)
          .blobContainers.create('loans', 'loans2', 'data', {})
          .catch((error: unknown) => error),
      )
      .toMatchObject({ code: 'StorageAccountIsNotProvisioned' });
  });
});
