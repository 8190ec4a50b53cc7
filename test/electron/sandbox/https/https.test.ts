import { once } from 'node:events';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { statSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { connect as connectPlain, type Socket } from 'node:net';
import process from 'node:process';
import { connect } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../../../../electron/sandbox/server.ts';
import { storageManagementClient } from '../../../support/arm-client.ts';
import { temporaryFolder } from '../../../support/cli.ts';

async function start(
  folder = temporaryFolder(),
): Promise<Sandbox & { https: NonNullable<Sandbox['https']> }> {
  const sandbox = await startSandbox({ folder, timeFactor: 5000, https: true });
  onTestFinished(() => sandbox.close());
  if (!sandbox.https) throw new Error('It is not there over https.');
  return { ...sandbox, https: sandbox.https };
}

/** A call that trusts the authority of the sandbox and no other. */
function ask(
  sandbox: Sandbox & { https: NonNullable<Sandbox['https']> },
  path: string,
  options: RequestOptions = {},
  body?: string,
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  const ca = readFileSync(sandbox.https.authorityFile);
  const headers = { authorization: 'Bearer x', ...options.headers };
  return new Promise((resolve, reject) => {
    const request = httpsRequest(sandbox.https.address + path, { ca, ...options, headers }, (response) => {
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

const group = (sandbox: Sandbox): string => `/subscriptions/${sandbox.subscription}/resourceGroups/loans`;

it('is trusted by who trusts its authority, and by nobody else', async () => {
  const sandbox = await start();
  const { status, text } = await ask(sandbox, '/metadata/endpoints?api-version=2019-05-01');
  expect(status).toBe(200);
  const [cloud] = JSON.parse(text) as { resourceManager: string; suffixes: { storage: string } }[];
  expect(cloud.resourceManager).toBe(`${sandbox.https.address}/`);
  expect(cloud.suffixes.storage).toMatch(/^core\.guidepost\.localhost:\d+$/);
  await expect(ask(sandbox, '/subscriptions?api-version=2022-01-01', { ca: [] })).rejects.toThrow();
});

it('keeps its authority, and its keys to itself', async () => {
  const folder = temporaryFolder();
  const first = await start(folder);
  const authority = readFileSync(first.https.authorityFile, 'utf8');
  const { address } = first.https;
  await first.close();
  const again = await start(folder);
  expect(readFileSync(again.https.authorityFile, 'utf8')).toBe(authority);
  expect(again.https.address).toBe(address);
  const other = await start();
  expect(readFileSync(other.https.authorityFile, 'utf8')).not.toBe(authority);
  if (process.platform === 'win32') return;
  expect(statSync(again.https.authorityFile.replace('.pem', '.key')).mode & 0o077).toBe(0);
});

it('leads its callers to itself: operations, pages and blobs', async () => {
  const sandbox = await start();
  const body = '{"location":"westeurope","properties":{}}';
  await ask(sandbox, `${group(sandbox)}?api-version=2022-09-01`, { method: 'PUT' }, body);
  const vault = `${group(sandbox)}/providers/Microsoft.KeyVault/vaults/kv-loans?api-version=2022-07-01`;
  const put = await ask(sandbox, vault, { method: 'PUT' }, body);
  expect(put.headers['azure-asyncoperation']).toMatch(new RegExp(`^${sandbox.https.address}/subscriptions/`));
});

it('an account’s blobs are at its own name, found through the tunnel, and nothing foreign is', async () => {
  const sandbox = await start();
  await ask(
    sandbox,
    `${group(sandbox)}?api-version=2022-09-01`,
    { method: 'PUT' },
    '{"location":"westeurope"}',
  );
  const storage = storageManagementClient(sandbox);
  await storage.storageAccounts.beginCreateAndWait(
    'loans',
    'loans1',
    { location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } },
    { updateIntervalInMs: 5 },
  );
  const { keys } = await storage.storageAccounts.listKeys('loans', 'loans1');
  const client = new BlobServiceClient(
    `${sandbox.blobAddress}/loans1`,
    new StorageSharedKeyCredential('loans1', keys?.[0].value ?? ''),
  );
  const container = client.getContainerClient('files');
  await container.create();
  await container.getBlockBlobClient('a.txt').upload('hello', 5);
  const { port } = new URL(sandbox.https.address);
  const sas = await container.getBlockBlobClient('a.txt').generateSasUrl({
    expiresOn: new Date(Date.now() + 60_000),
    permissions: { toString: () => 'r' } as never,
  });
  const host = 'loans1.blob.core.guidepost.localhost';
  const raw = await tunnel(sandbox, `${host}:${port}`);
  const socket = connect({ socket: raw, servername: host, ca: readFileSync(sandbox.https.authorityFile) });
  socket.write(
    `GET /files/a.txt${new URL(sas).search} HTTP/1.1\r\nhost: ${host}:${port}\r\nconnection: close\r\n\r\n`,
  );
  let text = '';
  for await (const part of socket as AsyncIterable<Buffer>) text += part.toString();
  expect(text).toMatch(/^HTTP\/1\.1 200 /);
  expect(text).toContain('hello');
  await expect(tunnel(sandbox, 'example.com:443')).rejects.toThrow('403');
});

function tunnel(sandbox: Sandbox, target: string): Promise<Socket> {
  const { port } = new URL(sandbox.address);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method: 'CONNECT', path: target });
    request.on('connect', (response, socket) => {
      if (response.statusCode === 200) resolve(socket);
      else reject(new Error(String(response.statusCode)));
    });
    request.on('error', reject);
    request.end();
  });
}

it('what a client sends through the tunnel before it is open is not lost', async () => {
  const sandbox = await start();
  const { port } = new URL(sandbox.address);
  const socket = connectPlain(Number(port), '127.0.0.1');
  // It is no encrypted connection: the server hangs up, where it has heard it.
  socket.write('CONNECT localhost:1 HTTP/1.1\r\nhost: localhost\r\n\r\nGET / HTTP/1.1\r\n\r\n');
  let text = '';
  for await (const part of socket as AsyncIterable<Buffer>) text += part.toString('latin1');
  expect(text).toMatch(/^HTTP\/1\.1 200 /);
});

it('closes over who has not begun to talk', async () => {
  const sandbox = await start();
  const socket = connectPlain(Number(new URL(sandbox.https.address).port), '127.0.0.1');
  await once(socket, 'connect');
  await Promise.all([once(socket, 'close'), sandbox.close()]);
});
