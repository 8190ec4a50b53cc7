import { describe, expect, it } from 'vitest';
import { clientsOf } from '../../../../electron/azure/clients.ts';
import { getDefaultDatastore, listDatastores } from '../../../../electron/azure/datastores.ts';
import { workspaceId } from '../../../../electron/azure/ids.ts';
import { deleteWorkspace, getWorkspace } from '../../../../electron/azure/workspaces.ts';
import { refusal, scope, startWorkspace } from '../../../support/workspace.ts';

const { resourceGroup, workspace: name } = scope;

describe('a workspace', () => {
  it('has two datastores of its own, and shows the keys of its account', async () => {
    const { connection, machineLearning } = await startWorkspace();
    expect((await listDatastores(connection, scope)).map((store) => store.name)).toEqual([
      'workspaceartifactstore',
      'workspaceblobstore',
    ]);
    expect(await getDefaultDatastore(connection, scope)).toMatchObject({
      name: 'workspaceblobstore',
      account: 'sttest',
    });
    const keys = await machineLearning.workspaces.listKeys(resourceGroup, name);
    const accountKeys = await machineLearning.workspaces.listStorageAccountKeys(resourceGroup, name);
    expect(keys.userStorageKey).toBe(accountKeys.userStorageKey);
    const secret = await machineLearning.datastores.listSecrets(resourceGroup, name, 'workspaceblobstore');
    expect(secret).toMatchObject({ secretsType: 'AccountKey', key: keys.userStorageKey });
  });

  it('keeps its datastores and its id when it is changed', async () => {
    const { connection, machineLearning } = await startWorkspace();
    const before = await machineLearning.workspaces.get(resourceGroup, name);
    const after = await machineLearning.workspaces.beginUpdateAndWait(resourceGroup, name, {
      publicNetworkAccess: 'Disabled',
      tags: { course: 'one' },
    });
    expect(after).toMatchObject({
      publicNetworkAccess: 'Disabled',
      workspaceId: before.workspaceId,
      tags: { course: 'one' },
    });
    expect(await listDatastores(connection, scope)).toHaveLength(2);
  });

  it('keeps its name when it is deleted, unless that is for good', async () => {
    const { connection, host } = await startWorkspace();
    await deleteWorkspace(connection, scope, { permanently: false });
    expect(await getWorkspace(connection, scope)).toBeUndefined();
    const names = {
      ...scope,
      region: 'westeurope',
      keyVault: 'kv-test',
      storageAccount: 'sttest',
      applicationInsights: 'appi-test',
      logAnalytics: 'log-test',
    } as const;
    expect(await host.call('workspace.create', names)).toMatchObject({
      ok: false,
      error: { code: 'name-soft-deleted' },
    });
  });

  it('comes back with all that was in it, or is purged', async () => {
    const { connection, machineLearning } = await startWorkspace();
    const before = await machineLearning.workspaces.get(resourceGroup, name);
    await machineLearning.dataContainers.createOrUpdate(resourceGroup, name, 'loans', {
      properties: { dataType: 'uri_file' },
    });
    const { location = '', keyVault, storageAccount, applicationInsights } = before;
    const body = { keyVault, storageAccount, applicationInsights };
    const identity = { type: 'SystemAssigned' as const };
    const put = (properties: object): Promise<unknown> =>
      clientsOf(connection).resources.resources.beginCreateOrUpdateByIdAndWait(
        before.id ?? '',
        '2023-04-01',
        {
          location,
          identity,
          properties: { ...body, ...properties },
        },
      );
    await deleteWorkspace(connection, scope, { permanently: false });
    expect(await refusal(put({}))).toMatch(/^409 Conflict: Soft-deleted workspace exists/);
    await put({ allowRecoverSoftDeletedWorkspace: 'true', hbiWorkspace: 'false' });
    expect(await machineLearning.workspaces.get(resourceGroup, name)).toMatchObject({
      workspaceId: before.workspaceId,
      hbiWorkspace: false,
    });
    expect(await machineLearning.dataContainers.get(resourceGroup, name, 'loans')).toBeTruthy();
    await deleteWorkspace(connection, scope, { permanently: false });
    await deleteWorkspace(connection, scope, { permanently: true });
    await put({});
    const { workspaceId } = await machineLearning.workspaces.get(resourceGroup, name);
    expect(workspaceId).not.toBe(before.workspaceId);
    expect(await refusal(machineLearning.dataContainers.get(resourceGroup, name, 'loans'))).toMatch(/^404 /);
  });

  it.for<[string, object, string]>([
    ['without a key vault', { keyVault: '' }, 'could not be found'],
    ['with a key vault that is not there', { keyVault: '/subscriptions/x' }, 'could not be found'],
    ['without Application Insights', {}, "'applicationInsights' is required"],
    ['in a region that is none', { location: 'atlantis' }, 'atlantis'],
  ])('%s is refused', async ([, changes, part]) => {
    const { machineLearning } = await startWorkspace();
    const { keyVault = '', storageAccount = '' } = await machineLearning.workspaces.get(resourceGroup, name);
    const body = { location: 'westeurope', keyVault, storageAccount, ...changes };
    expect(
      await refusal(machineLearning.workspaces.beginCreateOrUpdateAndWait(resourceGroup, 'other', body)),
    ).toContain(part);
  });

  it('is not found by a wrong name, in Azure’s words', async () => {
    const { machineLearning } = await startWorkspace();
    expect(await refusal(machineLearning.workspaces.get(resourceGroup, 'nobody'))).toBe(
      "404 ResourceNotFound: The Resource 'Microsoft.MachineLearningServices/workspaces/nobody' under resource group 'rg-test' was not found.",
    );
    expect(await refusal(machineLearning.workspaces.get('rg-none', name))).toBe(
      "404 ResourceGroupNotFound: Resource group 'rg-none' could not be found.",
    );
  });

  it('has the id that its parts are under', async () => {
    const { connection } = await startWorkspace();
    expect((await getWorkspace(connection, scope))?.id).toBe(workspaceId(connection, scope));
  });
});
