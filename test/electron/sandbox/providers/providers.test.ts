import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../../../../electron/sandbox/server.ts';
import { resourceManagementClient } from '../../../support/arm-client.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { callArm } from '../../../support/plain-call.ts';

async function start(timeFactor = 2000, folder = temporaryFolder()): Promise<Sandbox> {
  const sandbox = await startSandbox({ folder, timeFactor });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

const storage = 'Microsoft.Storage';
const vault = '/resourceGroups/loans/providers/Microsoft.KeyVault/vaults/kv-loans?api-version=2022-07-01';
const plain = { location: 'westeurope', properties: {} };

describe('a provider', () => {
  it('is registered in a new sandbox, with types, versions and regions', async () => {
    const { providers } = resourceManagementClient(await start());
    const names: (string | undefined)[] = [];
    for await (const { namespace, registrationState } of providers.list()) {
      expect(registrationState).toBe('Registered');
      names.push(namespace);
    }
    expect(names).toContain('Microsoft.MachineLearningServices');
    const { resourceTypes = [], registrationPolicy } = await providers.get('microsoft.keyvault');
    expect(registrationPolicy).toBe('RegistrationRequired');
    const vaults = resourceTypes.find(({ resourceType }) => resourceType === 'vaults');
    expect(vaults?.apiVersions).toContain('2022-07-01');
    expect(vaults?.locations).toContain('West Europe');
    expect(resourceTypes.map(({ resourceType }) => resourceType)).toContain('locations/deletedVaults');
    const learning = await providers.get('Microsoft.MachineLearningServices');
    const types = learning.resourceTypes?.map(({ resourceType }) => resourceType) ?? [];
    expect(types).toEqual(expect.arrayContaining(['workspaces', 'workspaces/computes', 'workspaces/jobs']));
    expect(types.filter((type) => /[{}]|listKeys/.test(type ?? ''))).toEqual([]);
    const own = await providers.get('Microsoft.Resources');
    expect(own).toMatchObject({ registrationPolicy: 'RegistrationFree' });
    expect(own.resourceTypes?.map(({ resourceType }) => resourceType)).toEqual(
      expect.arrayContaining(['deployments', 'resourceGroups']),
    );
    await expect(providers.get('Contoso.Nothing')).rejects.toMatchObject({
      code: 'InvalidResourceNamespace',
    });
  });

  it('takes its time to be unregistered and registered, and makes nothing in between', async () => {
    const folder = temporaryFolder();
    const first = await startSandbox({ folder, timeFactor: 1 });
    const { providers, resourceGroups } = resourceManagementClient(first);
    await resourceGroups.createOrUpdate('loans', { location: 'westeurope' });
    const state = async (): Promise<string | undefined> =>
      (await providers.get('Microsoft.KeyVault')).registrationState;
    expect(await providers.unregister('Microsoft.KeyVault')).toMatchObject({
      registrationState: 'Unregistering',
    });
    const refused = await callArm(first, 'PUT', vault, plain);
    expect([refused.status, refused.code]).toEqual([409, 'MissingSubscriptionRegistration']);
    expect(refused.message).toContain("'Microsoft.KeyVault'");
    expect(refused.body).toMatchObject({
      error: { details: [{ code: 'MissingSubscriptionRegistration', target: 'Microsoft.KeyVault' }] },
    });
    expect(await providers.register('Microsoft.KeyVault')).toMatchObject({
      registrationState: 'Registering',
    });
    expect(await state()).toBe('Registering');
    // Azure makes resources while a provider is being registered.
    expect((await callArm(first, 'PUT', vault, plain)).status).toBe(201);
    await first.close();

    const second = await start(1_000_000, folder);
    const again = resourceManagementClient(second);
    await again.providers.unregister(storage);
    await expect
      .poll(async () => (await again.providers.get(storage)).registrationState)
      .toBe('Unregistered');
    await again.providers.register(storage);
    await expect.poll(async () => (await again.providers.get(storage)).registrationState).toBe('Registered');
  });

  it('stays where resources of it are, or where it needs no registration', async () => {
    const sandbox = await start();
    const { providers, resourceGroups } = resourceManagementClient(sandbox);
    await resourceGroups.createOrUpdate('loans', { location: 'westeurope' });
    await callArm(sandbox, 'PUT', vault, plain);
    await expect(providers.unregister('Microsoft.KeyVault')).rejects.toMatchObject({
      statusCode: 409,
      message: expect.stringContaining('kv-loans') as string,
    });
    await expect(providers.unregister('Microsoft.Resources')).rejects.toMatchObject({ statusCode: 409 });
  });

  it('is registered for a template that needs it', async () => {
    const sandbox = await start();
    const { providers, resourceGroups } = resourceManagementClient(sandbox);
    await resourceGroups.createOrUpdate('loans', { location: 'westeurope' });
    await providers.unregister('Microsoft.KeyVault');
    const template = {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      resources: [
        {
          type: 'Microsoft.KeyVault/vaults',
          apiVersion: '2022-07-01',
          name: 'kv-loans',
          location: 'westeurope',
          properties: {},
        },
      ],
    };
    const deployment = '/resourceGroups/loans/providers/Microsoft.Resources/deployments/all';
    const body = { properties: { mode: 'Incremental', template } };
    expect((await callArm(sandbox, 'PUT', deployment, body)).status).toBe(201);
    await expect
      .poll(async () => (await callArm(sandbox, 'GET', deployment)).body)
      .toMatchObject({ properties: { provisioningState: 'Succeeded' } });
    expect((await callArm(sandbox, 'GET', vault)).status).toBe(200);
    expect((await providers.get('Microsoft.KeyVault')).registrationState).toMatch(/^Register(ing|ed)$/);
  });
});

describe('an api-version', () => {
  const group = '/resourceGroups/loans';
  it.each([
    ['PUT', vault.replace('2022-07-01', '2022-07-02'), plain, 400, 'NoRegisteredProviderFound'],
    ['GET', vault.replace('2022-07-01', '2022-07-02'), undefined, 404, 'InvalidResourceType'],
    ['GET', `${group}?api-version=2022-09-02`, undefined, 400, 'InvalidApiVersionParameter'],
    ['GET', `${group}?api-version=soon`, undefined, 400, 'InvalidApiVersionParameter'],
    ['GET', `${group}?api-version=2099-01-01`, undefined, 400, 'InvalidApiVersionParameter'],
  ])('that is none is refused: %s %s', async (method, path, body, status, code) => {
    const sandbox = await start();
    await callArm(sandbox, 'PUT', group, { location: 'westeurope' });
    const reply = await callArm(sandbox, method, path, body);
    expect([reply.status, reply.code]).toEqual([status, code]);
    expect(reply.message).toMatch(/supported (api-)?versions are '[^']*2022-\d\d-01/);
  });

  it('is answered for a resource by its region', async () => {
    const sandbox = await start();
    await callArm(sandbox, 'PUT', group, { location: 'westeurope' });
    await callArm(sandbox, 'PUT', vault, plain);
    const reply = await callArm(sandbox, 'GET', vault.replace('2022-07-01', '2022-07-02'));
    expect([reply.status, reply.code]).toEqual([400, 'NoRegisteredProviderFound']);
    expect(reply.message).toContain("location 'westeurope' and API version '2022-07-02' for type 'vaults'");
  });

  it.each([
    '2020-09-01-preview',
    '2022-10-01',
    '2022-10-01-preview',
    '2023-04-01',
    '2024-04-01',
    '2025-12-01',
    '2026-05-01-preview',
  ])("of Microsoft's clients of machine learning is taken: %s", async (version) => {
    const sandbox = await start();
    const path = `/providers/Microsoft.MachineLearningServices/workspaces?api-version=${version}`;
    expect((await callArm(sandbox, 'GET', path)).status).toBe(200);
  });
});
