import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BlockBlobClient } from '@azure/storage-blob';
import { expect, it, onTestFinished } from 'vitest';
import { uploadInBlocks } from '../../../electron/azure/block-upload.ts';
import { startSandbox } from '../../../electron/sandbox/server.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { blobClient, createAccount, keyOf } from '../sandbox/storage/storage-account.ts';

/** A client of a blob in Azurite, and the blocks that it was sent. */
async function blob(): Promise<{ client: BlockBlobClient; sent: string[]; file: string }> {
  const folder = temporaryFolder();
  const sandbox = await startSandbox({ folder: path.join(folder, 'sandbox'), timeFactor: 5000 });
  onTestFinished(() => sandbox.close());
  await createAccount(sandbox, 'loans1');
  const service = blobClient(sandbox, 'loans1', await keyOf(sandbox, 'loans1'));
  const { containerClient } = await service.createContainer('data');
  const client = containerClient.getBlockBlobClient('loans.csv');
  const sent: string[] = [];
  const stage = client.stageBlock.bind(client);
  client.stageBlock = (id, ...rest) => {
    sent.push(id);
    return stage(id, ...rest);
  };
  const file = path.join(folder, 'loans.csv');
  writeFileSync(file, randomBytes((50 << 20) + 17));
  return { client, sent, file };
}

it('a stopped upload leaves no blob, and goes on from its last block', async () => {
  const { client, sent, file } = await blob();
  const abort = new AbortController();
  const stopped = uploadInBlocks(client, file, {
    signal: abort.signal,
    onProgress(loaded) {
      if (loaded > 20 << 20) abort.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  expect(await client.exists()).toBe(false);
  const before = new Set(sent);
  sent.length = 0;
  await uploadInBlocks(client, file);
  expect(readFileSync(file).equals(await client.downloadToBuffer())).toBe(true);
  // 13 blocks in all; those that had arrived are not sent again.
  expect(sent.length).toBeLessThan(13 - 4);
  expect(sent.filter((id) => !before.has(id)).length).toBeGreaterThan(0);
});

it('a file that was changed meanwhile is sent as it is now', async () => {
  const { client, file } = await blob();
  await uploadInBlocks(client, file);
  appendFileSync(file, 'more');
  await uploadInBlocks(client, file);
  expect(readFileSync(file).equals(await client.downloadToBuffer())).toBe(true);
});

it('an empty file becomes an empty blob', async () => {
  const { client, file } = await blob();
  writeFileSync(file, '');
  await uploadInBlocks(client, file);
  expect((await client.getProperties()).contentLength).toBe(0);
});
