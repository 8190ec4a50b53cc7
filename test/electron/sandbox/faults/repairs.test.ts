import { expect, it, onTestFinished } from 'vitest';
import {
  createComputeCluster,
  createComputeInstance,
  deleteCompute,
} from '../../../../electron/azure/computes.ts';
import { clientsOf } from '../../../../electron/azure/clients.ts';
import { connectSandbox, type Connection } from '../../../../electron/azure/connection.ts';
import { createDeployment, getDeploymentLogs } from '../../../../electron/azure/deployments.ts';
import { workspaceId } from '../../../../electron/azure/ids.ts';
import {
  createKeyVault,
  listDeletedKeyVaults,
  purgeKeyVault,
} from '../../../../electron/azure/key-vaults.ts';
import { createOnlineEndpoint } from '../../../../electron/azure/online-endpoints.ts';
import { createResourceGroup } from '../../../../electron/azure/resource-groups.ts';
import { createRoleAssignment, listRoleAssignments } from '../../../../electron/azure/role-assignments.ts';
import {
  checkStorageAccountName,
  createStorageAccount,
} from '../../../../electron/azure/storage-accounts.ts';
import { startSandbox } from '../../../../electron/sandbox/server.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { faultControl, type FaultControl } from '../../../support/fault-control.ts';
import { registerPipeline, scope, startWorkspace } from '../../../support/workspace.ts';

const group = 'loans';
const location = 'westeurope';
const until = 'repaired';

interface Started {
  readonly connection: Connection;
  readonly faults: FaultControl;
  /** Closes the sandbox and starts another on its state. */
  restart(): Promise<Started>;
}

/** A sandbox with a resource group. */
async function start(folder = temporaryFolder()): Promise<Started> {
  const sandbox = await startSandbox({ folder, timeFactor: 5000 });
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await sandbox.close();
    isOpen = false;
  };
  onTestFinished(close);
  const connection = connectSandbox(sandbox);
  await createResourceGroup(connection, { name: group, location });
  return {
    connection,
    faults: faultControl(sandbox),
    async restart() {
      await close();
      return start(folder);
    },
  };
}

const vault = (connection: Connection, name = 'kv-loans'): Promise<unknown> =>
  createKeyVault(connection, { resourceGroup: group, name, location });
const account = (connection: Connection, name: string): Promise<unknown> =>
  createStorageAccount(connection, { resourceGroup: group, name, location });

it('a provider that is not registered holds until it is registered, over a restart', async () => {
  const first = await start();
  await first.faults.put('f', { operation: 'Vaults_CreateOrUpdate', kind: 'provider-not-registered', until });
  const state = async ({ connection }: Started, namespace: string): Promise<string | undefined> =>
    (await clientsOf(connection).resources.providers.get(namespace)).registrationState;
  expect(await state(first, 'Microsoft.KeyVault')).toBe('Unregistered');
  expect(await state(first, 'Microsoft.Storage')).toBe('Registered');
  for (let i = 0; i < 3; i++)
    await expect(vault(first.connection)).rejects.toThrow(
      "not registered to use namespace 'Microsoft.KeyVault'",
    );
  const second = await first.restart();
  await expect(vault(second.connection)).rejects.toThrow('not registered');
  expect(await second.faults.find('f')).toMatchObject({ state: 'met', met: 4, last: { name: 'kv-loans' } });
  await clientsOf(second.connection).resources.providers.register('Microsoft.Storage');
  expect(await second.faults.find('f')).toMatchObject({ state: 'met' });
  await clientsOf(second.connection).resources.providers.register('Microsoft.KeyVault');
  expect(await second.faults.find('f')).toMatchObject({
    state: 'repaired',
    repairedBy: 'Providers_Register Microsoft.KeyVault',
  });
  await expect(vault(second.connection)).resolves.toMatchObject({ name: 'kv-loans' });
});

it('taking a fault back registers the provider again', async () => {
  const { connection, faults } = await start();
  await faults.put('f', { operation: 'Vaults_*', kind: 'provider-not-registered', until });
  await faults.delete('f');
  const found = await clientsOf(connection).resources.providers.get('Microsoft.KeyVault');
  expect(found.registrationState).toBe('Registered');
  await vault(connection);
});

it('a deleted vault is really in the way: it is listed, and a purge clears it', async () => {
  const { connection, faults } = await start();
  await faults.put('f', { operation: 'Vaults_CreateOrUpdate', kind: 'soft-deleted-name', until });
  expect(await listDeletedKeyVaults(connection)).toEqual([]);
  for (let i = 0; i < 2; i++) await expect(vault(connection)).rejects.toThrow('in deleted state');
  const [deleted] = await listDeletedKeyVaults(connection);
  expect(deleted).toMatchObject({ name: 'kv-loans', location });
  expect(await faults.find('f')).toMatchObject({ state: 'met', met: 2 });
  await purgeKeyVault(connection, deleted);
  expect(await faults.find('f')).toMatchObject({ state: 'repaired' });
  await vault(connection);
});

it('another name goes round a deleted vault, and taking the fault back removes it', async () => {
  const { connection, faults } = await start();
  await faults.put('f', { operation: 'Vaults_CreateOrUpdate', kind: 'soft-deleted-name', until });
  await expect(vault(connection)).rejects.toThrow('in deleted state');
  await vault(connection, 'kv-other');
  expect(await faults.find('f')).toMatchObject({
    state: 'repaired',
    repairedBy: 'Vaults_CreateOrUpdate kv-other',
  });
  await faults.delete('f');
  expect(await listDeletedKeyVaults(connection)).toEqual([]);
});

it('a name that is taken stays taken, and another is free; the question about names says the same', async () => {
  const { connection, faults } = await start();
  await faults.put('f', { operation: 'StorageAccounts_C*', kind: 'name-taken', until });
  const { available, message } = await checkStorageAccountName(connection, 'stloans');
  expect({ available, message }).toEqual({
    available: false,
    message: 'The storage account named stloans is already taken.',
  });
  for (let i = 0; i < 2; i++) await expect(account(connection, 'stloans')).rejects.toThrow('already taken');
  expect((await checkStorageAccountName(connection, 'stloans2')).available).toBe(true);
  expect(await faults.find('f')).toMatchObject({ state: 'met' });
  await account(connection, 'stloans2');
  expect(await faults.find('f')).toMatchObject({ state: 'repaired' });
});

it('a fault of one name lets others pass', async () => {
  const { connection, faults } = await start();
  await faults.put('f', {
    operation: 'StorageAccounts_CreateOrUpdate',
    name: 'stlo*',
    kind: 'name-taken',
    until,
  });
  await account(connection, 'stother');
  await expect(account(connection, 'stloans')).rejects.toThrow('already taken');
  expect(await faults.find('f')).toMatchObject({ state: 'met', resource: 'stlo*' });
  await account(connection, 'stother2');
  expect(await faults.find('f')).toMatchObject({ state: 'repaired' });
});

it('a token that has expired is refused until there is another', async () => {
  const sandbox = await startSandbox({ folder: temporaryFolder(), timeFactor: 5000 });
  onTestFinished(() => sandbox.close());
  const connection = connectSandbox(sandbox);
  const faults = faultControl(sandbox);
  const create = (): Promise<unknown> => createResourceGroup(connection, { name: group, location });
  await faults.put('f', { operation: '*', kind: 'token-expired', until });
  for (let i = 0; i < 2; i++) await expect(create()).rejects.toThrow('expired');
  connection.signIn?.();
  await create();
  expect(await faults.find('f')).toMatchObject({ state: 'repaired', met: 2 });
});

it('a role that is missing is mended by an assignment that covers the call, and by no other', async () => {
  const { connection, host, sandbox } = await startWorkspace();
  const faults = faultControl(sandbox);
  const principalId = '6f1d8c52-3b7a-4e0f-9c41-2a5be7d09316';
  const assign = (role: string, at: string): Promise<unknown> =>
    createRoleAssignment(connection, { scope: at, role, principalId });
  const workspace = workspaceId(connection, scope);
  // One that was there before does not count: it has been taken away.
  await assign('AzureML Compute Operator', workspace);
  await faults.put('f', { operation: 'Compute_CreateOrUpdate', kind: 'role-missing', until });
  const create = (): ReturnType<typeof host.call> =>
    host.call('compute.create-cluster', { name: 'cpu', size: 'Standard_DS2_v2' });
  expect(await create()).toMatchObject({
    ok: false,
    error: {
      code: 'access-denied',
      message: expect.stringContaining(
        "perform action 'Microsoft.MachineLearningServices/workspaces/computes/write'",
      ) as string,
    },
  });
  await assign('Reader', workspace);
  expect(await faults.find('f')).toMatchObject({ state: 'met' });
  await assign(
    'Contributor',
    `/subscriptions/${connection.subscription}/resourceGroups/${scope.resourceGroup}`,
  );
  expect(await faults.find('f')).toMatchObject({ state: 'repaired' });
  expect(await create()).toMatchObject({ ok: true });
});

it('a quota lets a smaller cluster pass, and a deletion frees it', async () => {
  const { connection, sandbox } = await startWorkspace();
  const faults = faultControl(sandbox);
  const cluster = (size: string, maximumNodes: number): Promise<unknown> =>
    createComputeCluster(connection, scope, {
      ...{ name: 'cpu', location, size, minimumNodes: 0, maximumNodes, idleSeconds: 120 },
    });
  await createComputeInstance(connection, scope, { name: 'ci-a', location, size: 'Standard_DS1_v2' });
  const fault = { operation: 'Compute_CreateOrUpdate', kind: 'quota-exceeded', until, cores: 4 };
  await faults.put('f', fault);
  for (let i = 0; i < 2; i++)
    await expect(cluster('Standard_DS3_v2', 2)).rejects.toThrow(
      'Maximum allowed: 4, Current in use: 0, Additional requested: 8.',
    );
  await cluster('Standard_DS2_v2', 2);
  expect(await faults.find('f')).toMatchObject({
    state: 'repaired',
    repairedBy: 'Compute_CreateOrUpdate cpu',
  });
  await faults.put('f', { ...fault, cores: 0 });
  await expect(cluster('Standard_DS2_v2', 2)).rejects.toThrow('quota');
  await deleteCompute(connection, scope, 'ci-a');
  expect(await faults.find('f')).toMatchObject({ state: 'repaired', repairedBy: 'Compute_Delete ci-a' });
});

it('a deployment that runs out of memory says so in its log, and is healthy on a larger machine', async () => {
  const workspace = await startWorkspace();
  const { connection, sandbox } = workspace;
  const faults = faultControl(sandbox);
  const { id: modelId } = await registerPipeline(workspace, 'echo');
  await createOnlineEndpoint(connection, scope, { name: 'echo', location });
  await faults.put('f', {
    operation: 'OnlineDeployments_CreateOrUpdate',
    kind: 'deployment-never-healthy',
    until,
  });
  const place = { endpoint: 'echo', name: 'blue' };
  const deploy = (instanceType: string): Promise<unknown> =>
    createDeployment(connection, scope, {
      ...place,
      ...{ modelId, location, instanceType, instanceCount: 1, kind: 'Managed' },
    });
  for (let i = 0; i < 2; i++)
    await expect(deploy('Standard_DS2_v2')).rejects.toThrow('it was killed for want of memory');
  const logs = await getDeploymentLogs(connection, scope, place);
  expect(logs).toContain('Standard_DS2_v2 has 7 GB of memory');
  expect(logs).toContain('OOMKilled');
  await deploy('Standard_DS3_v2');
  expect(await faults.find('f')).toMatchObject({ state: 'repaired', met: 2 });
  expect(await getDeploymentLogs(connection, scope, place)).not.toContain('OOMKilled');
});

it('who waits for repair of what nobody can repair is told what can be', async () => {
  const { faults } = await start();
  const reply = await faults.put('f', { operation: '*', kind: 'throttled', until });
  expect(reply.status).toBe(400);
  expect(await reply.text()).toContain('nobody can repair throttled');
});

it('a node that never comes holds a job until it goes to another cluster', async () => {
  const { connection, sandbox, machineLearning, host } = await startWorkspace();
  const faults = faultControl(sandbox);
  const workspace = workspaceId(connection, scope);
  const component = `${workspace}/components/guidepost_select_columns/versions/1`;
  for (const name of ['cpu', 'other']) {
    expect(await host.call('compute.create-cluster', { name, size: 'Standard_DS2_v2' })).toMatchObject({
      ok: true,
    });
  }
  await machineLearning.componentVersions.createOrUpdate(
    ...([scope.resourceGroup, scope.workspace, 'guidepost_select_columns', '1'] as const),
    { properties: { componentSpec: { type: 'command' } } },
  );
  const status = async (name: string): Promise<unknown> =>
    (await machineLearning.jobs.get(scope.resourceGroup, scope.workspace, name)).properties.status;
  const value = '${{parent.inputs.rows}}';
  const submit = async (name: string, cluster: string): Promise<void> => {
    const step = { componentId: component, inputs: { table: { job_input_type: 'literal', value } } };
    const uri = 'azureml://datastores/workspaceblobstore/paths/rows.csv';
    const properties = {
      jobType: 'Pipeline',
      computeId: `${workspace}/computes/${cluster}`,
      inputs: { rows: { jobInputType: 'uri_file', uri } },
      jobs: { select: step },
    };
    const reply = await fetch(`${sandbox.address}${workspace}/jobs/${name}?api-version=2022-10-01`, {
      method: 'PUT',
      headers: { authorization: 'Bearer x' },
      body: JSON.stringify({ properties }),
    });
    expect(reply.status).toBe(201);
  };
  await faults.put('f', { operation: 'Jobs_CreateOrUpdate', kind: 'node-never-comes', until });
  await submit('first', 'cpu');
  await submit('second', 'cpu');
  expect([await status('first'), await status('second')]).toEqual(['Queued', 'Queued']);
  expect(await faults.find('f')).toMatchObject({ state: 'met', met: 2 });
  await submit('third', 'other');
  expect(await faults.find('f')).toMatchObject({
    state: 'repaired',
    repairedBy: 'Jobs_CreateOrUpdate third',
  });
  // There is no such file: the job came as far as to look for it.
  await expect.poll(() => status('third'), { timeout: 20_000 }).toBe('Failed');
  expect(await status('first')).toBe('Queued');
});

it('a vault that is there is deleted by somebody else; whoever takes the fault back brings it back', async () => {
  const { connection, faults } = await start();
  await vault(connection);
  const fault = { operation: 'Vaults_CreateOrUpdate', kind: 'soft-deleted-name', until };
  await faults.put('f', fault);
  await expect(vault(connection)).rejects.toThrow('in deleted state');
  await faults.delete('f');
  expect(await listDeletedKeyVaults(connection)).toEqual([]);
  await vault(connection);
  await faults.put('f', fault);
  await expect(vault(connection)).rejects.toThrow('in deleted state');
  const [deleted] = await listDeletedKeyVaults(connection);
  await purgeKeyVault(connection, deleted);
  await vault(connection);
  expect(await faults.find('f')).toMatchObject({ state: 'repaired' });
});

it('assignments that a missing role takes away come back with the fault', async () => {
  const { connection, host, sandbox } = await startWorkspace();
  const faults = faultControl(sandbox);
  const workspace = workspaceId(connection, scope);
  const principalId = '6f1d8c52-3b7a-4e0f-9c41-2a5be7d09316';
  await createRoleAssignment(connection, { scope: workspace, role: 'Contributor', principalId });
  await createRoleAssignment(connection, { scope: workspace, role: 'Reader', principalId });
  const count = async (): Promise<number> => (await listRoleAssignments(connection, workspace)).length;
  await faults.put('f', { operation: 'Compute_CreateOrUpdate', kind: 'role-missing', until });
  expect(await count()).toBe(2);
  await host.call('compute.create-cluster', { name: 'cpu', size: 'Standard_DS2_v2' });
  expect(await count()).toBe(1);
  await faults.delete('f');
  expect(await count()).toBe(2);
});
