import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import {
  AccountSASPermissions,
  BlobSASPermissions,
  BlobServiceClient,
  BlockBlobClient,
  generateAccountSASQueryParameters,
  generateBlobSASQueryParameters,
  AccountSASResourceTypes,
  AccountSASServices,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../../../../electron/sandbox/server.ts';
import { storageManagementClient } from '../../../support/arm-client.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { blobClient, createAccount, keyOf } from './storage-account.ts';

async function start(folder = temporaryFolder()): Promise<Sandbox> {
  const sandbox = await startSandbox({ folder, timeFactor: 1000 });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

const inAnHour = (): Date => new Date(Date.now() + 3_600_000);

describe('the blob service', () => {
  it('takes a file in blocks and gives the same bytes back', async () => {
    const bytes = randomBytes(20 << 20);
    const folder = temporaryFolder({ 'loan.csv': bytes });
    const sandbox = await start();
    await createAccount(sandbox, 'loans1');
    const client = blobClient(sandbox, 'loans1', await keyOf(sandbox, 'loans1'));
    const { containerClient } = await client.createContainer('data');
    const blob = containerClient.getBlockBlobClient('raw data/Kredite ä.csv');
    await blob.uploadFile(path.join(folder, 'loan.csv'), {
      blockSize: 4 << 20,
      maxSingleShotSize: 4 << 20,
      concurrency: 4,
    });
    expect((await blob.getBlockList('committed')).committedBlocks).toHaveLength(5);
    expect(bytes.equals(await blob.downloadToBuffer())).toBe(true);
  });

  it('keeps an upload that was aborted out of sight', async () => {
    const sandbox = await start();
    await createAccount(sandbox, 'loans1');
    const client = blobClient(sandbox, 'loans1', await keyOf(sandbox, 'loans1'));
    const { containerClient } = await client.createContainer('data');
    const blob = containerClient.getBlockBlobClient('loan.csv');
    const abort = new AbortController();
    await expect(
      blob.uploadData(randomBytes(8 << 20), {
        blockSize: 1 << 20,
        maxSingleShotSize: 1 << 20,
        concurrency: 1,
        abortSignal: abort.signal,
        onProgress: () => abort.abort(),
      }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(await blob.exists()).toBe(false);
  });

  it('asks for the key of the account, or for a signature made with it', async () => {
    const sandbox = await start();
    await createAccount(sandbox, 'loans1');
    await createAccount(sandbox, 'loans2');
    const key = await keyOf(sandbox, 'loans1');
    const credential = new StorageSharedKeyCredential('loans1', key);
    const { containerClient } = await blobClient(sandbox, 'loans1', key).createContainer('data');
    const blob = containerClient.getBlockBlobClient('loan.csv');
    await blob.upload('Loan_ID', 7);

    const other = await keyOf(sandbox, 'loans2');
    const withWrongKey = blobClient(sandbox, 'loans1', other).getContainerClient('data');
    await expect(withWrongKey.getBlobClient('loan.csv').download()).rejects.toMatchObject({
      statusCode: 403,
    });
    await expect(withWrongKey.getBlockBlobClient('loan.csv').upload('x', 1)).rejects.toMatchObject({
      statusCode: 403,
    });
    const bare = new BlockBlobClient(blob.url);
    await expect(bare.downloadToBuffer()).rejects.toMatchObject({ statusCode: 401 });

    const accountSas = generateAccountSASQueryParameters(
      {
        expiresOn: inAnHour(),
        permissions: AccountSASPermissions.parse('rl'),
        resourceTypes: AccountSASResourceTypes.parse('sco').toString(),
        services: AccountSASServices.parse('b').toString(),
        protocol: SASProtocol.HttpsAndHttp,
      },
      credential,
    );
    const bySas = new BlobServiceClient(`${sandbox.blobAddress}/loans1?${accountSas.toString()}`);
    const signed = bySas.getContainerClient('data').getBlockBlobClient('loan.csv');
    expect((await signed.downloadToBuffer()).toString()).toBe('Loan_ID');
    await expect(signed.upload('x', 1)).rejects.toMatchObject({ statusCode: 403 });

    const serviceSas = generateBlobSASQueryParameters(
      {
        containerName: 'data',
        blobName: 'loan.csv',
        expiresOn: inAnHour(),
        permissions: BlobSASPermissions.parse('r'),
      },
      credential,
    );
    const link = new BlockBlobClient(`${blob.url}?${serviceSas.toString()}`);
    expect((await link.downloadToBuffer()).toString()).toBe('Loan_ID');
    await expect(link.delete()).rejects.toMatchObject({ statusCode: 403 });
    await storageManagementClient(sandbox).storageAccounts.regenerateKey('loans', 'loans1', {
      keyName: 'key1',
    });
    await expect(link.downloadToBuffer()).rejects.toMatchObject({ statusCode: 403 });
  });

  it('keeps its address, its blobs and what it says of them over a restart, and forgets bytes that nobody needs', async () => {
    const folder = temporaryFolder();
    const first = await startSandbox({ folder, timeFactor: 1000 });
    await createAccount(first, 'loans1');
    const key = await keyOf(first, 'loans1');
    const { containerClient } = await blobClient(first, 'loans1', key).createContainer('data');
    await containerClient.getBlockBlobClient('a/loan.csv').upload('Loan_ID', 7);
    const before = await containerClient.getBlobClient('a/loan.csv').getProperties();
    await first.close();

    const second = await startSandbox({ folder, timeFactor: 1000 });
    expect(second.blobAddress).toBe(first.blobAddress);
    const listed: { name: string; changed: Date }[] = [];
    for await (const { name, properties } of containerClient.listBlobsFlat()) {
      listed.push({ name, changed: properties.lastModified });
    }
    expect(listed).toEqual([{ name: 'a/loan.csv', changed: before.lastModified }]);
    expect((await containerClient.getBlobClient('a/loan.csv').getProperties()).etag).toBe(before.etag);
    await containerClient.getBlockBlobClient('b.csv').upload('second', 6);
    await containerClient.deleteBlob('a/loan.csv');
    await second.close();

    const taken = createServer();
    await new Promise<void>((resolve) =>
      taken.listen(Number(new URL(first.blobAddress).port), '127.0.0.1', resolve),
    );
    onTestFinished(() => void taken.close());
    const third = await start(folder);
    expect(third.blobAddress).not.toBe(first.blobAddress);
    const client = blobClient(third, 'loans1', key).getContainerClient('data');
    expect((await client.getBlobClient('b.csv').downloadToBuffer()).toString()).toBe('second');
    expect(await client.getBlobClient('a/loan.csv').exists()).toBe(false);
    const extents = readdirSync(path.join(folder, 'blobs/extents'));
    expect(extents.map((file) => readFileSync(path.join(folder, 'blobs/extents', file), 'utf8'))).toEqual([
      'second',
    ]);
  });

  it('does not acknowledge a write that it could not save, and saves it with the next', async () => {
    const folder = temporaryFolder();
    const first = await startSandbox({ folder, timeFactor: 1000 });
    await createAccount(first, 'loans1');
    const key = await keyOf(first, 'loans1');
    const { containerClient } = await blobClient(first, 'loans1', key).createContainer('data');
    const index = path.join(folder, 'blobs/blobs.json');
    rmSync(index);
    mkdirSync(index);
    await expect(containerClient.getBlockBlobClient('a.csv').upload('a', 1)).rejects.toMatchObject({
      statusCode: 500,
      code: 'InternalError',
      message: /blobs[.]json cannot be written/,
    });
    rmdirSync(index);
    await containerClient.getBlockBlobClient('b.csv').upload('b', 1);
    await first.close();
    const second = await start(folder);
    const client = blobClient(second, 'loans1', key).getContainerClient('data');
    for (const name of ['a', 'b']) {
      expect((await client.getBlobClient(`${name}.csv`).downloadToBuffer()).toString()).toBe(name);
    }
  });

  it('refuses an index that cannot be read, and leaves it as it is', async () => {
    const folder = temporaryFolder();
    await (await startSandbox({ folder })).close();
    const index = path.join(folder, 'blobs/blobs.json');
    writeFileSync(index, '{"cut":');
    await expect(startSandbox({ folder })).rejects.toMatchObject({ code: 'store-damaged' });
    expect(readFileSync(index, 'utf8')).toBe('{"cut":');
  });

  it('leaves nothing that keeps a process alive', () => {
    const script = `
      import { startSandbox } from ${JSON.stringify(path.resolve('electron/sandbox/server.ts'))};
      const sandbox = await startSandbox({ folder: ${JSON.stringify(temporaryFolder())} });
      await fetch(sandbox.blobAddress + '/nobody1?comp=list');
      await sandbox.close();
      process.on('exit', () => console.log(process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|Immediate/.test(name)).join()));`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '\n', stderr: '' });
  });
});
