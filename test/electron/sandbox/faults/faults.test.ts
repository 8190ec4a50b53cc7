import { expect, it, onTestFinished } from 'vitest';
import { faultCardSchema } from '../../../../electron/contract/fault-card.ts';
import { startSandbox, type Sandbox } from '../../../../electron/sandbox/server.ts';
import { resourceManagementClient } from '../../../support/arm-client.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { scope, startWorkspace } from '../../../support/workspace.ts';

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

it('a fault of an operation that is not there is refused, and the nearest named', async () => {
  const sandbox = await start();
  const reply = await setFault(sandbox, 'test', { operation: 'Vaults_CreateOrUpdat', kind: 'throttled' });
  expect(reply.status).toBe(400);
  expect(await reply.text()).toContain('Did you mean Vaults_CreateOrUpdate?');
  for (const operation of [
    'StorageAccounts_GetProperties',
    'StorageAccounts_Create',
    'Blobs_PutBlock',
    'Blobs_*',
  ])
    expect((await setFault(sandbox, 'test', { operation, kind: 'throttled' })).status, operation).toBe(200);
});

it('a card is dealt as YAML, too', async () => {
  const { address } = await start();
  const body = 'title: Slow\nfaults:\n  vault:\n    operation: Vaults_*\n    kind: slow\n';
  const dealt = await fetch(`${address}/sandbox/faults`, { method: 'PUT', body });
  expect(await dealt.json()).toMatchObject({ title: 'Slow', value: [{ name: 'vault', kind: 'slow' }] });
  const wrong = await fetch(`${address}/sandbox/faults`, { method: 'PUT', body: 'title: [' });
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('A fault is JSON')]);
});

it('a fault can be taken back', async () => {
  const sandbox = await start();
  await setFault(sandbox, 'test', { operation: '*', kind: 'quota-exceeded' });
  await fetch(`${sandbox.address}/sandbox/faults/test`, { method: 'DELETE' });
  await expect(createVault(sandbox)).resolves.toMatchObject({ name: 'kv-loans' });
});

it.each([
  [{ kind: 'name-taken' }, { statusCode: 409, code: 'Conflict' }],
  [{ kind: 'provider-not-registered' }, { statusCode: 409, code: 'MissingSubscriptionRegistration' }],
  [{ kind: 'role-missing' }, { statusCode: 403, code: 'AuthorizationFailed' }],
  [{ kind: 'token-expired' }, { statusCode: 401, code: 'ExpiredAuthenticationToken' }],
  [{ kind: 'server-error' }, { statusCode: 500, code: 'InternalServerError' }],
  [
    { kind: 'server-error', status: 503 },
    { statusCode: 503, code: 'ServiceUnavailable' },
  ],
])('%o is told in Azure’s words', async (fault, error) => {
  const sandbox = await start();
  await setFault(sandbox, 'test', { operation: 'Vaults_CreateOrUpdate', ...fault });
  await expect(createVault(sandbox)).rejects.toMatchObject(error);
  await expect(createVault(sandbox)).resolves.toMatchObject({ name: 'kv-loans' });
});

it('an operation fails after as many questions as was asked for', async () => {
  const sandbox = await start();
  const client = resourceManagementClient(sandbox);
  await client.resourceGroups.createOrUpdate('loans', { location: 'westeurope' });
  await setFault(sandbox, 'test', {
    operation: 'Vaults_CreateOrUpdate',
    kind: 'operation-fails',
    afterPolls: 3,
  });
  const put = await fetch(`${sandbox.address}${vault(sandbox)}?api-version=2022-07-01`, {
    method: 'PUT',
    headers: { authorization: 'Bearer x' },
    body: '{"location":"westeurope","properties":{}}',
  });
  const status = (put.headers.get('azure-asyncoperation') ?? '').replace(
    'https://management.azure.com',
    sandbox.address,
  );
  const states: string[] = [];
  for (let i = 0; i < 4; i++) {
    const reply = await fetch(status, { headers: { authorization: 'Bearer x' } });
    states.push(((await reply.json()) as { status: string }).status);
  }
  expect(states).toEqual(['InProgress', 'InProgress', 'InProgress', 'Failed']);
});

it('a card takes the place of all faults, and survives a restart', async () => {
  const folder = temporaryFolder();
  const faults = { vault: { operation: 'Vaults_*', kind: 'role-missing' } };
  const first = await startSandbox({
    folder,
    timeFactor: 2000,
    faults: faultCardSchema.parse({ title: 'Rights', faults: { other: { operation: 'x', kind: 'slow' } } }),
  });
  const put = await fetch(`${first.address}/sandbox/faults`, {
    method: 'PUT',
    body: JSON.stringify({ faults }),
  });
  expect(await put.json()).toMatchObject({ value: [{ name: 'vault', kind: 'role-missing' }] });
  await first.close();
  const sandbox = await startSandbox({ folder, timeFactor: 2000 });
  onTestFinished(() => sandbox.close());
  await expect(createVault(sandbox)).rejects.toMatchObject({ code: 'AuthorizationFailed' });
});

it('a node that never comes leaves its job in the queue until it is cancelled', async () => {
  const { sandbox, host, machineLearning } = await startWorkspace();
  await host.call('compute.create-cluster', { name: 'cpu', size: 'Standard_DS2_v2' });
  const { resourceGroup, workspace } = scope;
  const { id = '' } = await machineLearning.workspaces.get(resourceGroup, workspace);
  await setFault(sandbox, 'node', { operation: 'Jobs_CreateOrUpdate', kind: 'node-never-comes' });
  const componentId = `${id}/components/guidepost_select_columns/versions/1`;
  await machineLearning.componentVersions.createOrUpdate(
    resourceGroup,
    workspace,
    'guidepost_select_columns',
    '1',
    {
      properties: { componentSpec: { type: 'command' } },
    },
  );
  const properties = {
    jobType: 'Pipeline' as const,
    computeId: `${id}/computes/cpu`,
    inputs: {
      rows: {
        jobInputType: 'uri_file' as const,
        uri: 'azureml://datastores/workspaceblobstore/paths/rows.csv',
      },
    },
    jobs: {
      select: {
        componentId,
        inputs: { table: { job_input_type: 'literal', value: '${{parent.inputs.rows}}' } },
      },
    },
  };
  const put = await fetch(`${sandbox.address}${id}/jobs/stuck?api-version=2022-10-01`, {
    method: 'PUT',
    headers: { authorization: 'Bearer x' },
    body: JSON.stringify({ properties }),
  });
  expect(put.status).toBe(201);
  expect((await machineLearning.jobs.get(resourceGroup, workspace, 'stuck')).properties.status).toBe(
    'Queued',
  );
  await machineLearning.jobs.beginCancelAndWait(resourceGroup, workspace, 'stuck', polling);
  expect((await machineLearning.jobs.get(resourceGroup, workspace, 'stuck')).properties.status).toBe(
    'Canceled',
  );
});

it('a card has no more faults than calls can be held against', async () => {
  const { address } = await start();
  const names = Array.from({ length: 201 }, (_, index) => `f${index}`);
  const faults = Object.fromEntries(names.map((name) => [name, { operation: '*', kind: 'slow' }]));
  const reply = await fetch(`${address}/sandbox/faults`, { method: 'PUT', body: JSON.stringify({ faults }) });
  expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining('200 faults')]);
});
