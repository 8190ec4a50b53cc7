import { mkdirSync, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../../../electron/sandbox/server.ts';
import { resourceManagementClient } from '../../support/arm-client.ts';
import { temporaryFolder } from '../../support/cli.ts';

async function start(folder = temporaryFolder(), timeFactor = 1000): Promise<Sandbox> {
  const sandbox = await startSandbox({ folder, timeFactor });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

const vault = (sandbox: Sandbox, name = 'kv-loans'): string =>
  `/subscriptions/${sandbox.subscription}/resourceGroups/loans/providers/Microsoft.KeyVault/vaults/${name}`;

const polling = { updateIntervalInMs: 5 };

describe("Microsoft's resource client", () => {
  it('creates, reads, lists and deletes a group and what is in it', async () => {
    const sandbox = await start();
    const client = resourceManagementClient(sandbox);
    expect(await client.resourceGroups.checkExistence('loans')).toMatchObject({ body: false });
    const group = await client.resourceGroups.createOrUpdate('loans', {
      location: 'West Europe',
      tags: { for: 'a lesson' },
    });
    expect(group).toMatchObject({
      name: 'loans',
      location: 'westeurope',
      properties: { provisioningState: 'Succeeded' },
    });

    const created = await client.resources.beginCreateOrUpdateByIdAndWait(
      vault(sandbox),
      '2022-07-01',
      { location: 'westeurope', properties: { tenantId: 'x', sku: { family: 'A', name: 'standard' } } },
      polling,
    );
    expect(created.properties).toMatchObject({
      provisioningState: 'Succeeded',
      vaultUri: 'https://kv-loans.vault.azure.net/',
    });
    const names: (string | undefined)[] = [];
    for await (const resource of client.resources.listByResourceGroup('loans')) names.push(resource.name);
    expect(names).toEqual(['kv-loans']);

    await client.resources.beginDeleteByIdAndWait(vault(sandbox), '2022-07-01', polling);
    await expect(client.resources.getById(vault(sandbox), '2022-07-01')).rejects.toMatchObject({
      statusCode: 404,
      code: 'ResourceNotFound',
    });
    await client.resourceGroups.beginDeleteAndWait('loans', polling);
    await expect(client.resourceGroups.get('loans')).rejects.toMatchObject({ code: 'ResourceGroupNotFound' });
  });

  it('sees a resource being created and deleted, and a group take along what is in it', async () => {
    const sandbox = await start(temporaryFolder(), 1);
    const client = resourceManagementClient(sandbox);
    await client.resourceGroups.createOrUpdate('loans', { location: 'westeurope' });
    await client.resources.beginCreateOrUpdateById(vault(sandbox), '2022-07-01', { location: 'westeurope' });
    const state = async (): Promise<unknown> =>
      (
        (await client.resources.getById(vault(sandbox), '2022-07-01')).properties as {
          provisioningState: string;
        }
      ).provisioningState;
    expect(await state()).toBe('Creating');
    await client.resourceGroups.beginDelete('loans');
    expect(await state()).toBe('Deleting');
    await expect(
      client.resourceGroups.createOrUpdate('loans', { location: 'westeurope' }),
    ).rejects.toMatchObject({
      statusCode: 409,
      code: 'ResourceGroupBeingDeleted',
    });
  });

  it('goes on with an operation after a restart', async () => {
    const folder = temporaryFolder();
    const first = await startSandbox({ folder, timeFactor: 100 });
    const client = resourceManagementClient(first);
    await client.resourceGroups.createOrUpdate('loans', { location: 'westeurope' });
    const poller = await client.resources.beginCreateOrUpdateById(vault(first), '2022-07-01', {
      location: 'westeurope',
    });
    const saved = poller.toString();
    await first.close();
    const again = resourceManagementClient(await start(folder, 100));
    const resumed = await again.resources.beginCreateOrUpdateById(
      vault(first),
      '2022-07-01',
      { location: 'westeurope' },
      { resumeFrom: saved, ...polling },
    );
    expect((await resumed.pollUntilDone()).properties).toMatchObject({ provisioningState: 'Succeeded' });
  });
});

describe('the sandbox answers as Azure does', () => {
  interface Answer {
    readonly status: number;
    readonly code: string;
    readonly message: string;
    readonly headers: Readonly<Record<string, unknown>>;
  }

  function ask(
    sandbox: Sandbox,
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { method, headers: { authorization: 'Bearer any', ...headers } };
      const request = httpRequest(sandbox.address + path, options, (response) => {
        let text = '';
        response.on('data', (data: Buffer) => (text += data.toString()));
        response.on('end', () => {
          const { error } = JSON.parse(text === '' ? '{"error":{}}' : text) as {
            error?: { code: string; message: string };
          };
          resolve({
            status: response.statusCode ?? 0,
            code: error?.code ?? '',
            message: error?.message ?? '',
            headers: response.headers,
          });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  const base = '/subscriptions/00000000-0000-4000-8000-000000000001';
  const version = '?api-version=2022-09-01';
  it.each([
    ['no api-version', 'GET', `${base}/resourceGroups`, undefined, 400, 'MissingApiVersionParameter'],
    [
      'another subscription',
      'GET',
      `/subscriptions/x/resourceGroups${version}`,
      undefined,
      404,
      'SubscriptionNotFound',
    ],
    [
      'an unknown provider',
      'GET',
      `${base}/providers/Contoso.Nothing/things${version}`,
      undefined,
      404,
      'InvalidResourceNamespace',
    ],
    [
      'a known provider, not covered',
      'GET',
      `${base}/providers/Microsoft.ContainerService/x${version}`,
      undefined,
      501,
      'SandboxNotCovered',
    ],
    ['a wrong verb', 'POST', `${base}/resourceGroups/a${version}`, '{}', 405, 'MethodNotAllowed'],
    [
      'a bad name',
      'PUT',
      `${base}/resourceGroups/a.${version}`,
      '{"location":"westeurope"}',
      400,
      'InvalidResourceName',
    ],
    ['no location', 'PUT', `${base}/resourceGroups/a${version}`, '{}', 400, 'LocationRequired'],
    [
      'an unknown location',
      'PUT',
      `${base}/resourceGroups/a${version}`,
      '{"location":"moon"}',
      400,
      'LocationNotAvailableForResourceType',
    ],
    [
      'broken JSON',
      'PUT',
      `${base}/resourceGroups/a${version}`,
      '{"location":',
      400,
      'InvalidRequestContent',
    ],
    ['no object', 'PUT', `${base}/resourceGroups/a${version}`, '[]', 400, 'InvalidRequestContent'],
    [
      'a huge body',
      'PUT',
      `${base}/resourceGroups/a${version}`,
      `"${'x'.repeat(5 << 20)}"`,
      413,
      'RequestEntityTooLarge',
    ],
    ['a broken path', 'GET', `/subscriptions/%E0%A4%A${version}`, undefined, 400, 'InvalidUri'],
    [
      'a group that is not there',
      'GET',
      `${base}/resourceGroups/a${version}`,
      undefined,
      404,
      'ResourceGroupNotFound',
    ],
  ])('%s', async (_, method, path, body, status, code) => {
    const answer = await ask(await start(), method, path, body);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(answer.message.length).toBeGreaterThan(10);
    expect(answer.message).not.toMatch(/\.ts:\d+/);
    expect(answer.headers['x-ms-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('refuses whoever has no token, web pages and foreign names', async () => {
    const sandbox = await start();
    const path = `${base}/resourceGroups${version}`;
    expect((await ask(sandbox, 'GET', path, undefined, { authorization: '' })).status).toBe(401);
    expect((await ask(sandbox, 'GET', path, undefined, { origin: 'https://example.com' })).status).toBe(403);
    expect((await ask(sandbox, 'GET', path, undefined, { host: 'rebound.example.com' })).status).toBe(403);
    expect((await ask(sandbox, 'GET', path)).status).toBe(200);
  });

  it.skipIf(process.platform === 'win32')(
    'keeps its keys and blobs to its user (Windows has no modes)',
    async () => {
      const folder = path.join(temporaryFolder(), 'sandbox');
      // An earlier version has made it for all.
      mkdirSync(folder, { mode: 0o755 });
      await start(folder);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    },
  );

  it('names a port that is in use', async () => {
    const sandbox = await start();
    const port = Number(new URL(sandbox.address).port);
    await expect(startSandbox({ folder: temporaryFolder(), port })).rejects.toMatchObject({
      code: 'port-in-use',
    });
  });
});
