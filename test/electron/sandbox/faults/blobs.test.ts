import { request } from 'node:http';
import { BlobServiceClient, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import { expect, it } from 'vitest';
import { createRoleAssignment } from '../../../../electron/azure/role-assignments.ts';
import { listStorageKeys } from '../../../../electron/azure/storage-accounts.ts';
import { faultControl, type FaultControl } from '../../../support/fault-control.ts';
import { scope, startWorkspace, type TestWorkspace } from '../../../support/workspace.ts';

interface Storage extends TestWorkspace {
  readonly faults: FaultControl;
  /** A container in the workspace's account, asked with so many tries. */
  readonly container: (tries?: number) => ContainerClient;
}

async function start(): Promise<Storage> {
  const workspace = await startWorkspace();
  const { connection, sandbox } = workspace;
  const [key] = await listStorageKeys(connection, { resourceGroup: scope.resourceGroup, name: 'sttest' });
  const container = (tries = 1): ContainerClient =>
    new BlobServiceClient(`${sandbox.blobAddress}/sttest`, new StorageSharedKeyCredential('sttest', key), {
      retryOptions: { maxTries: tries, retryDelayInMs: 5, maxRetryDelayInMs: 20 },
    }).getContainerClient('tables');
  await container().createIfNotExists();
  return { ...workspace, faults: faultControl(sandbox), container };
}

const rows = Buffer.alloc(64 * 1024, 'a,b\n');

it.each([
  [{ kind: 'throttled' }, { statusCode: 503, code: 'ServerBusy' }],
  [
    { kind: 'server-error', status: 503 },
    { statusCode: 503, code: 'ServerBusy' },
  ],
  [{ kind: 'server-error' }, { statusCode: 500, code: 'InternalError' }],
  [{ kind: 'token-expired' }, { statusCode: 403, code: 'AuthenticationFailed' }],
  [{ kind: 'role-missing' }, { statusCode: 403, code: 'AuthorizationPermissionMismatch' }],
])("an upload meets %o in Storage's words, once", async (fault, error) => {
  const { faults, container } = await start();
  await faults.put('f', { operation: 'Blobs_Put', ...fault });
  const upload = (): Promise<unknown> => container().getBlockBlobClient('rows.csv').upload(rows, rows.length);
  await expect(upload()).rejects.toMatchObject(error);
  expect(await faults.find('f')).toMatchObject({ state: 'used-up', last: { name: 'rows.csv' } });
  await upload();
  expect(await faults.find('f')).toMatchObject({ state: 'repaired' });
});

it("a busy server is got over by Microsoft's client", async () => {
  const { faults, container } = await start();
  await faults.put('f', { operation: 'Blobs_*', kind: 'server-error', status: 503, times: 2 });
  await container(4).getBlockBlobClient('rows.csv').upload(rows, rows.length);
  expect(await faults.find('f')).toMatchObject({ state: 'repaired', met: 2 });
});

it('a connection that is cut in the middle of a block leaves no blob, and the client sends the block again', async () => {
  const { faults, container } = await start();
  const fault = { operation: 'Blobs_PutBlock', kind: 'connection-cut', cut: 'middle' };
  const upload = (tries: number): Promise<unknown> =>
    container(tries)
      .getBlockBlobClient('rows.csv')
      .uploadData(rows, { blockSize: 16 * 1024, maxSingleShotSize: 1024, concurrency: 1 });
  await faults.put('f', { ...fault, times: 10 });
  await expect(upload(2)).rejects.toThrow();
  expect(await container().getBlobClient('rows.csv').exists()).toBe(false);
  await faults.put('f', { ...fault, times: 2 });
  await upload(4);
  expect((await container().getBlobClient('rows.csv').downloadToBuffer()).equals(rows)).toBe(true);
  expect(await faults.find('f')).toMatchObject({ state: 'repaired', met: 2 });
});

it('a block is cut when its first bytes have come, and not before', async () => {
  const { faults, sandbox } = await start();
  await faults.put('f', { operation: 'Blobs_PutBlock', kind: 'connection-cut', cut: 'middle' });
  const upload = request(`${sandbox.blobAddress}/sttest/tables/rows.csv?comp=block&blockid=AAAA`, {
    method: 'PUT',
    headers: { 'content-length': rows.length },
  });
  let isCut = false;
  const cut = new Promise<void>((resolve) => {
    upload.once('error', () => {
      isCut = true;
      resolve();
    });
  });
  upload.flushHeaders();
  await expect.poll(async () => (await faults.find('f')).met).toBe(1);
  await faults.read();
  expect(isCut).toBe(false);
  upload.write(rows.subarray(0, 1000));
  await cut;
});

it('a download that breaks off is no download, and asking again brings every byte', async () => {
  const { faults, container } = await start();
  await container().getBlockBlobClient('rows.csv').upload(rows, rows.length);
  await faults.put('f', { operation: 'Blobs_Get', name: 'rows.csv', kind: 'connection-cut', cut: 'middle' });
  const download = (): Promise<Buffer> => container().getBlobClient('rows.csv').downloadToBuffer();
  await expect(download()).rejects.toThrow();
  expect((await download()).equals(rows)).toBe(true);
  expect(await faults.find('f')).toMatchObject({ state: 'repaired', met: 1 });
});

it('a slow network takes as long as the bytes of an upload, and of a download', async () => {
  const { faults, container } = await start();
  const blob = container().getBlockBlobClient('rows.csv');
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const begin = performance.now();
    await work();
    return performance.now() - begin;
  };
  const slow = { kind: 'slow', milliseconds: 0, bytesPerSecond: rows.length * 2 };
  await faults.put('up', { operation: 'Blobs_Put', ...slow });
  expect(await timed(() => blob.upload(rows, rows.length))).toBeGreaterThan(450);
  await faults.put('down', { operation: 'Blobs_Get', ...slow });
  expect(await timed(() => blob.downloadToBuffer())).toBeGreaterThan(400);
});

it('a role that blobs need is given at the account', async () => {
  const { connection, faults, container } = await start();
  const role = 'Storage Blob Data Contributor';
  await faults.put('f', { operation: 'Blobs_*', kind: 'role-missing', until: 'repaired', role });
  const list = (): Promise<unknown> => container().listBlobsFlat().next();
  for (let i = 0; i < 2; i++) await expect(list()).rejects.toMatchObject({ statusCode: 403 });
  const account = `/subscriptions/${connection.subscription}/resourceGroups/${scope.resourceGroup}/providers/Microsoft.Storage/storageAccounts/sttest`;
  await createRoleAssignment(connection, {
    ...{ scope: account, role, principalId: '6f1d8c52-3b7a-4e0f-9c41-2a5be7d09316' },
  });
  await list();
  expect(await faults.find('f')).toMatchObject({ state: 'repaired' });
});

it('a fault of one container lets others pass', async () => {
  const { faults, container } = await start();
  await faults.put('f', {
    operation: 'Blobs_List',
    name: 'other',
    kind: 'server-error',
    until: 'taken-back',
  });
  await container().listBlobsFlat().next();
  expect(await faults.find('f')).toMatchObject({ state: 'waits' });
});
