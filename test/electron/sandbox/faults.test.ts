import { expect, it, onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../../../electron/sandbox/server.ts';
import { resourceManagementClient } from '../../support/arm-client.ts';
import { temporaryFolder } from '../../support/cli.ts';

async function start(): Promise<Sandbox> {
  const sandbox = await startSandbox({ folder: temporaryFolder(), timeFactor: 2000 });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

function setFault({ address }: Sandbox, name: string, fault: object): Promise<Response> {
  return fetch(`${address}/sandbox/faults/${name}`, { method: 'PUT', body: JSON.stringify(fault) });
}

const vault = ({ subscription }: Sandbox): string =>
  `/subscriptions/${subscription}/resourceGroups/loans/providers/Microsoft.KeyVault/vaults/kv-loans`;

const polling = { updateIntervalInMs: 5 };

async function createVault(sandbox: Sandbox, options = {}): Promise<unknown> {
  const client = resourceManagementClient(sandbox, options);
  await client.resourceGroups.createOrUpdate('loans', { location: 'westeurope' });
  return client.resources.beginCreateOrUpdateByIdAndWait(
    vault(sandbox),
    '2022-07-01',
    { location: 'westeurope', properties: {} },
    polling,
  );
}

it.each([
  [{ kind: 'quota-exceeded' }, { statusCode: 409, code: 'OperationNotAllowed' }],
  [{ kind: 'soft-deleted-name' }, { statusCode: 409, code: 'ConflictError' }],
  [
    { kind: 'operation-fails', code: 'AllocationFailed', message: 'No machine came.' },
    { message: expect.stringContaining('No machine came.') as string },
  ],
])('%o befalls one call and no other', async (fault, error) => {
  const sandbox = await start();
  await setFault(sandbox, 'test', { operation: 'Vaults_CreateOrUpdate', ...fault });
  await expect(createVault(sandbox)).rejects.toMatchObject(error);
  await expect(createVault(sandbox)).resolves.toMatchObject({ name: 'kv-loans' });
});

it.each([
  { kind: 'throttled', times: 2, retryAfterSeconds: 0 },
  { kind: 'connection-cut', times: 2 },
  { kind: 'slow', times: 2, milliseconds: 20 },
])("Microsoft's client gets over %o by itself", async (fault) => {
  const sandbox = await start();
  await setFault(sandbox, 'test', { operation: 'Vaults_*', ...fault });
  await expect(createVault(sandbox, { maxRetries: 3 })).resolves.toMatchObject({ name: 'kv-loans' });
  const { value } = (await (await fetch(`${sandbox.address}/sandbox/faults`)).json()) as { value: unknown[] };
  expect(value).toEqual([]);
});

it('a fault that nobody knows is refused in a sentence', async () => {
  const sandbox = await start();
  const reply = await setFault(sandbox, 'test', { operation: '*', kind: 'lightning' });
  expect(reply.status).toBe(400);
  expect(await reply.text()).toContain('kind');
});

it('a fault can be taken back', async () => {
  const sandbox = await start();
  await setFault(sandbox, 'test', { operation: '*', kind: 'quota-exceeded' });
  await fetch(`${sandbox.address}/sandbox/faults/test`, { method: 'DELETE' });
  await expect(createVault(sandbox)).resolves.toMatchObject({ name: 'kv-loans' });
});
