import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../../../electron/sandbox/server.ts';
import { resourceManagementClient, storageManagementClient } from '../../support/arm-client.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { callArm } from '../../support/plain-call.ts';

async function start(timeFactor = 2000, folder = temporaryFolder()): Promise<Sandbox> {
  const sandbox = await startSandbox({ folder, timeFactor });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

const polling = { updateIntervalInMs: 5 };
const group = '/resourceGroups/loans';
const vaultPath = `${group}/providers/Microsoft.KeyVault/vaults/kv-loans`;
const registryPath = `${group}/providers/Microsoft.ContainerRegistry/registries/loans1`;

/** A group with a vault, a registry and a storage account, with tags. */
async function fill(sandbox: Sandbox): Promise<void> {
  const { resourceGroups, resources } = resourceManagementClient(sandbox);
  await resourceGroups.createOrUpdate('loans', { location: 'westeurope', tags: { for: 'loans' } });
  const base = `/subscriptions/${sandbox.subscription}`;
  const at = (location: string, tags: Record<string, string>): object => ({ location, tags, properties: {} });
  await resources.beginCreateOrUpdateByIdAndWait(
    base + vaultPath,
    '2022-07-01',
    at('westeurope', { for: 'loans', stage: 'test' }),
    polling,
  );
  await resources.beginCreateOrUpdateByIdAndWait(
    base + registryPath,
    '2022-12-01',
    at('northeurope', { for: 'images' }),
    polling,
  );
  await storageManagementClient(sandbox).storageAccounts.create(
    'loans',
    'loans1',
    { location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } },
    polling,
  );
}

describe('a list of resources', () => {
  it.each([
    ["resourceType eq 'Microsoft.KeyVault/vaults'", ['kv-loans']],
    ["resourceType ne 'microsoft.keyvault/vaults'", ['loans1', 'loans1']],
    ["substringof('KV', name)", ['kv-loans']],
    ["startswith(name, 'loans') and location eq 'northeurope'", ['loans1']],
    ["tagName eq 'for'", ['loans1', 'kv-loans']],
    ["tagName eq 'for' and tagValue eq 'loans'", ['kv-loans']],
    ["tagName eq 'for' and tagValue eq 'test'", []],
    ["name eq 'kv-loans' or (resourceType eq 'Microsoft.Storage/storageAccounts')", ['kv-loans', 'loans1']],
    ["resourceGroup eq 'others'", []],
    ["name eq 'it''s'", []],
  ])('is filtered: %s', async (filter, names) => {
    const sandbox = await start();
    await fill(sandbox);
    const found: (string | undefined)[] = [];
    for await (const { name } of resourceManagementClient(sandbox).resources.list({ filter }))
      found.push(name);
    expect(found).toEqual(names);
  });

  it.each([
    'name',
    'name eq kv',
    "name eq 'kv",
    "size eq 'x'",
    "name eq 'a' and",
    "(name eq 'a'",
    'name eq "a"',
  ])('refuses what is no filter: %s', async (filter) => {
    const sandbox = await start();
    const reply = await callArm(sandbox, 'GET', `/resources?$filter=${encodeURIComponent(filter)}`);
    expect([reply.status, reply.code]).toEqual([400, 'InvalidFilterInQueryString']);
    expect(reply.message).toContain(filter);
  });

  it('is cut, and tells more of each, where that is asked for', async () => {
    const sandbox = await start();
    await fill(sandbox);
    const { resources } = resourceManagementClient(sandbox);
    const found = [];
    for await (const resource of resources.listByResourceGroup('loans', {
      top: 2,
      expand: 'createdTime,changedTime,provisioningState',
    }))
      found.push(resource);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({
      createdTime: expect.any(Date) as Date,
      changedTime: expect.any(Date) as Date,
      provisioningState: 'Succeeded',
    });
    for await (const resource of resources.list()) expect(resource.provisioningState).toBeUndefined();
  });

  it('of groups is filtered by a tag, and by nothing else', async () => {
    const sandbox = await start();
    await fill(sandbox);
    const { resourceGroups } = resourceManagementClient(sandbox);
    await resourceGroups.createOrUpdate('others', { location: 'eastus' });
    const names = async (filter: string): Promise<(string | undefined)[]> => {
      const found: (string | undefined)[] = [];
      for await (const { name } of resourceGroups.list({ filter })) found.push(name);
      return found;
    };
    expect(await names("tagName eq 'for' and tagValue eq 'loans'")).toEqual(['loans']);
    await expect(names("name eq 'loans'")).rejects.toMatchObject({ code: 'InvalidFilterInQueryString' });
  });
});

describe('a resource group', () => {
  it('goes with all that is in it, one after the other, and takes nothing new', async () => {
    const folder = temporaryFolder();
    const slow = await startSandbox({ folder, timeFactor: 2000 });
    await fill(slow);
    const owner =
      '/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
    const role = `${vaultPath}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-00000000000b`;
    const roleBody = { properties: { roleDefinitionId: owner, principalId: 'someone' } };
    expect((await callArm(slow, 'PUT', role, roleBody)).status).toBe(201);
    await slow.close();

    const sandbox = await start(10, folder);
    const deleted = await callArm(sandbox, 'DELETE', group);
    expect(deleted.status).toBe(202);
    expect(deleted.headers.get('location')).toContain('/operationResults/');
    expect(Number(deleted.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await callArm(sandbox, 'GET', group)).body).toMatchObject({
      properties: { provisioningState: 'Deleting' },
    });
    const refused = await callArm(
      sandbox,
      'PUT',
      `${group}/providers/Microsoft.KeyVault/vaults/kv-new?api-version=2022-07-01`,
      {
        location: 'westeurope',
      },
    );
    expect([refused.status, refused.code]).toEqual([409, 'ResourceGroupBeingDeleted']);
    const again = await callArm(sandbox, 'PATCH', group, { tags: {} });
    expect([again.status, again.code]).toEqual([409, 'ResourceGroupBeingDeleted']);

    const counts = new Set<number>();
    const count = async (): Promise<number> => {
      const { body } = await callArm(sandbox, 'GET', `${group}/resources`);
      return ((body.value as unknown[] | undefined) ?? []).length;
    };
    await expect
      .poll(
        async () => {
          counts.add(await count());
          return (await callArm(sandbox, 'GET', group)).status;
        },
        { timeout: 20_000, interval: 20 },
      )
      .toBe(404);
    expect([...counts].sort()).toEqual([0, 1, 2, 3]);
    await callArm(sandbox, 'PUT', group, { location: 'westeurope' });
    const roles = await callArm(sandbox, 'GET', '/providers/Microsoft.Authorization/roleAssignments');
    expect(roles.body).toEqual({ value: [] });
  }, 60_000);

  it("'s role assignments go with it", async () => {
    const sandbox = await start();
    await fill(sandbox);
    const { resourceGroups } = resourceManagementClient(sandbox);
    const owner = '/x/8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
    const role = `${group}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-00000000000c`;
    await callArm(sandbox, 'PUT', role, { properties: { roleDefinitionId: owner, principalId: 'a' } });
    await resourceGroups.beginDeleteAndWait('loans', polling);
    await resourceGroups.createOrUpdate('loans', { location: 'westeurope' });
    expect((await callArm(sandbox, 'GET', role)).status).toBe(404);
  });

  it('has its tags changed, and says whether it is there', async () => {
    const sandbox = await start();
    await fill(sandbox);
    const { resourceGroups, resources } = resourceManagementClient(sandbox);
    const changed = await resourceGroups.update('loans', { tags: { stage: 'test' } });
    expect(changed).toMatchObject({ name: 'loans', location: 'westeurope', tags: { stage: 'test' } });
    expect(await resourceGroups.update('loans', {})).toMatchObject({ tags: { stage: 'test' } });
    expect((await callArm(sandbox, 'HEAD', group)).status).toBe(204);
    expect((await callArm(sandbox, 'HEAD', '/resourceGroups/none')).status).toBe(404);
    const id = `/subscriptions/${sandbox.subscription}${vaultPath}`;
    expect(await resources.checkExistenceById(id, '2022-07-01')).toMatchObject({ body: true });
    expect(await resources.checkExistenceById(`${id}2`, '2022-07-01')).toMatchObject({ body: false });
    await expect(
      resources.beginMoveResourcesAndWait('loans', { resources: [id], targetResourceGroup: '/x' }),
    ).rejects.toMatchObject({ statusCode: 501 });
  });
});

describe('tags', () => {
  it('of a resource are changed by PATCH, and as a resource of their own', async () => {
    const sandbox = await start();
    await fill(sandbox);
    const { resources, tagsOperations } = resourceManagementClient(sandbox);
    const id = `/subscriptions/${sandbox.subscription}${vaultPath}`;
    const tags = async (): Promise<unknown> => (await resources.getById(id, '2022-07-01')).tags;
    await resources.beginUpdateByIdAndWait(id, '2022-07-01', { tags: { stage: 'done' } }, polling);
    expect(await tags()).toEqual({ for: 'loans', stage: 'done' });
    const scope = id.slice(1);
    await tagsOperations.beginUpdateAtScopeAndWait(scope, {
      operation: 'Merge',
      properties: { tags: { owner: 'me' } },
    });
    expect(await tags()).toEqual({ for: 'loans', stage: 'done', owner: 'me' });
    await tagsOperations.beginUpdateAtScopeAndWait(scope, {
      operation: 'Delete',
      properties: { tags: { owner: 'me', stage: 'other' } },
    });
    expect((await tagsOperations.getAtScope(scope)).properties.tags).toEqual({ for: 'loans', stage: 'done' });
    await tagsOperations.beginCreateOrUpdateAtScopeAndWait(scope, { properties: { tags: { a: 'b' } } });
    expect(await tags()).toEqual({ a: 'b' });
    await tagsOperations.beginDeleteAtScopeAndWait(scope);
    expect(await tags()).toEqual({});
    await expect(tagsOperations.getAtScope(`${scope}2`)).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('an entity tag', () => {
  const cluster = `${group}/providers/Microsoft.ContainerService/managedClusters/aks-loans?api-version=2024-09-01`;
  const body = { location: 'westeurope', properties: { agentPoolProfiles: [{ name: 'pool', count: 1 }] } };

  it('keeps a change from what it was not meant for', async () => {
    const sandbox = await start(100_000);
    await callArm(sandbox, 'PUT', group, { location: 'westeurope' });
    const none = await callArm(sandbox, 'PUT', cluster, body, { 'if-match': '"x"' });
    expect([none.status, none.code]).toEqual([412, 'PreconditionFailed']);
    const made = await callArm(sandbox, 'PUT', cluster, body, { 'if-none-match': '*' });
    expect(made.status).toBe(201);
    expect((await callArm(sandbox, 'PUT', cluster, body, { 'if-none-match': '*' })).status).toBe(412);
    await expect
      .poll(async () => (await callArm(sandbox, 'GET', cluster)).body)
      .toMatchObject({ properties: { provisioningState: 'Succeeded' } });
    const { eTag } = (await callArm(sandbox, 'GET', cluster)).body as { eTag: string };
    const changed = await callArm(
      sandbox,
      'PUT',
      cluster,
      { ...body, tags: { a: 'b' } },
      { 'if-match': eTag },
    );
    expect(changed.status).toBe(200);
    expect(changed.body.eTag).not.toBe(eTag);
    expect((await callArm(sandbox, 'PUT', cluster, body, { 'if-match': eTag })).status).toBe(412);
    expect((await callArm(sandbox, 'DELETE', cluster, undefined, { 'if-match': eTag })).status).toBe(412);
    const older = await callArm(sandbox, 'GET', cluster.replace('2024-09-01', '2023-04-01'));
    expect([older.status, older.body.eTag]).toEqual([200, undefined]);
    expect((await callArm(sandbox, 'DELETE', cluster, undefined, { 'if-match': '*' })).status).toBe(202);
  });

  it('is what Application Insights and Log Analytics bear', async () => {
    const sandbox = await start();
    await callArm(sandbox, 'PUT', group, { location: 'westeurope' });
    for (const path of [
      `${group}/providers/Microsoft.Insights/components/appi-loans?api-version=2020-02-02`,
      `${group}/providers/Microsoft.OperationalInsights/workspaces/log-loans?api-version=2022-10-01`,
    ]) {
      const { body: shown } = await callArm(sandbox, 'PUT', path, { location: 'westeurope', properties: {} });
      expect(shown.etag).toMatch(/^"[0-9a-f-]{36}"$/);
    }
  });
});

describe('a vault', () => {
  const body = { location: 'westeurope', properties: { tenantId: 'x' } };
  const versioned = (path: string): string => `${path}?api-version=2022-07-01`;
  const check = async (sandbox: Sandbox, name: string, provider = 'KeyVault'): Promise<unknown> =>
    (
      await callArm(
        sandbox,
        'POST',
        `/providers/Microsoft.${provider}/checkNameAvailability?api-version=${provider === 'KeyVault' ? '2022-07-01' : '2022-12-01'}`,
        { name, type: 'x' },
      )
    ).body;

  it('has a name of its own in all of Azure', async () => {
    const sandbox = await start();
    await fill(sandbox);
    await callArm(sandbox, 'PUT', '/resourceGroups/others', { location: 'westeurope' });
    const other = versioned(vaultPath.replace('loans/', 'others/'));
    const refused = await callArm(sandbox, 'PUT', other, body);
    expect([refused.status, refused.code]).toEqual([409, 'VaultAlreadyExists']);
    expect(await check(sandbox, 'KV-loans')).toMatchObject({ nameAvailable: false, reason: 'AlreadyExists' });
    expect(await check(sandbox, 'kv--loans')).toMatchObject({ reason: 'AccountNameInvalid' });
    expect(await check(sandbox, 'kv-new')).toEqual({ nameAvailable: true });
    expect(await check(sandbox, 'loans1', 'ContainerRegistry')).toMatchObject({ nameAvailable: false });
    expect(await check(sandbox, 'loans2', 'ContainerRegistry')).toEqual({ nameAvailable: true });
  });

  it('that was deleted keeps its name, and can be brought back', async () => {
    const sandbox = await start();
    await fill(sandbox);
    const path = versioned(vaultPath);
    const recover = { ...body, properties: { createMode: 'recover' } };
    await resourceManagementClient(sandbox).resources.beginDeleteByIdAndWait(
      `/subscriptions/${sandbox.subscription}${vaultPath}`,
      '2022-07-01',
      polling,
    );
    expect(await check(sandbox, 'kv-loans')).toMatchObject({ nameAvailable: false });
    const refused = await callArm(sandbox, 'PUT', path, body);
    expect([refused.status, refused.code]).toEqual([409, 'ConflictError']);
    expect((await callArm(sandbox, 'PUT', path, recover)).status).toBe(201);
    await expect
      .poll(async () => (await callArm(sandbox, 'GET', path)).body)
      .toMatchObject({
        properties: { provisioningState: 'Succeeded', vaultUri: 'https://kv-loans.vault.azure.net/' },
      });
    const never = await callArm(sandbox, 'PUT', versioned(`${vaultPath}-2`), recover);
    expect([never.status, never.code]).toEqual([404, 'DeletedVaultNotFound']);
  });
});
