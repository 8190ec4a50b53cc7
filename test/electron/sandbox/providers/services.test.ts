import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../../../../electron/sandbox/server.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { callArm } from '../../../support/plain-call.ts';

async function start(): Promise<Sandbox> {
  const sandbox = await startSandbox({ folder: temporaryFolder(), timeFactor: 5000 });
  onTestFinished(() => sandbox.close());
  for (const name of ['loans', 'others']) {
    await callArm(sandbox, 'PUT', `/resourceGroups/${name}`, { location: 'westeurope' });
  }
  return sandbox;
}

const inGroup = (type: string, name: string, group = 'loans'): string =>
  `/resourceGroups/${group}/providers/${type}/${name}`;
const plain = { location: 'westeurope', properties: {} };

it.each([
  ['Microsoft.KeyVault/vaults', '2022-07-01'],
  ['Microsoft.ContainerRegistry/registries', '2022-12-01'],
  ['Microsoft.Insights/components', '2020-02-02'],
  ['Microsoft.OperationalInsights/workspaces', '2022-10-01'],
])('all of a type are listed, whichever group they are in: %s', async (type, version) => {
  const sandbox = await start();
  await callArm(sandbox, 'PUT', `${inGroup(type, 'aloans1')}?api-version=${version}`, plain);
  await callArm(sandbox, 'PUT', `${inGroup(type, 'bloans2', 'others')}?api-version=${version}`, plain);
  const { body } = await callArm(sandbox, 'GET', `/providers/${type}?api-version=${version}`);
  expect((body.value as { name: string }[]).map(({ name }) => name)).toEqual(['aloans1', 'bloans2']);
});

describe('a registry', () => {
  const registry = inGroup('Microsoft.ContainerRegistry/registries', 'loans1');
  const post = (sandbox: Sandbox, action: string, body: object = {}): ReturnType<typeof callArm> =>
    callArm(sandbox, 'POST', `${registry}/${action}?api-version=2022-12-01`, body);

  it('has passwords where it has an admin user', async () => {
    const sandbox = await start();
    await callArm(sandbox, 'PUT', `${registry}?api-version=2022-12-01`, plain);
    expect((await post(sandbox, 'listCredentials')).code).toBe('UnAuthorizedForCredentialOperations');
    const enabled = { properties: { adminUserEnabled: true } };
    await callArm(sandbox, 'PATCH', `${registry}?api-version=2022-12-01`, enabled);
    const { body } = await post(sandbox, 'listCredentials');
    expect(body).toMatchObject({
      username: 'loans1',
      passwords: [{ name: 'password' }, { name: 'password2' }],
    });
    expect((await post(sandbox, 'listCredentials')).body).toEqual(body);
    const renewed = (await post(sandbox, 'regenerateCredential', { name: 'password' })).body;
    const [first, second] = renewed.passwords as { value: string }[];
    const [before, after] = body.passwords as { value: string }[];
    expect(first.value).not.toBe(before.value);
    expect(second.value).toBe(after.value);
    expect((await post(sandbox, 'regenerateCredential', { name: 'x' })).status).toBe(400);
  });
});

it('a Log Analytics workspace has two keys', async () => {
  const sandbox = await start();
  const path = inGroup('Microsoft.OperationalInsights/workspaces', 'log-loans');
  await callArm(sandbox, 'PUT', `${path}?api-version=2022-10-01`, plain);
  const keys = await callArm(sandbox, 'POST', `${path}/sharedKeys?api-version=2020-08-01`);
  expect(keys.body).toEqual({
    primarySharedKey: expect.stringMatching(/^.{88}$/) as string,
    secondarySharedKey: expect.stringMatching(/^.{88}$/) as string,
  });
  const fresh = await callArm(sandbox, 'POST', `${path}/regenerateSharedKey?api-version=2020-08-01`);
  expect(fresh.body.primarySharedKey).not.toBe(keys.body.primarySharedKey);
  expect(
    JSON.stringify((await callArm(sandbox, 'GET', `${path}?api-version=2022-10-01`)).body),
  ).not.toContain(fresh.body.primarySharedKey);
});

describe('a role', () => {
  const definitions = '/providers/Microsoft.Authorization/roleDefinitions';
  const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

  it('is found by its id and its name, with what it lets do', async () => {
    const sandbox = await start();
    const one = await callArm(sandbox, 'GET', `${definitions}/${reader}?api-version=2022-04-01`);
    expect(one.body).toMatchObject({
      name: reader,
      properties: { roleName: 'Reader', permissions: [{ actions: ['*/read'], notActions: [] }] },
    });
    const filter = encodeURIComponent("roleName eq 'Reader'");
    const listed = await callArm(sandbox, 'GET', `${definitions}?$filter=${filter}&api-version=2022-04-01`);
    expect(listed.body.value).toEqual([one.body]);
    const none = await callArm(sandbox, 'GET', `${definitions}/x?api-version=2022-04-01`);
    expect([none.status, none.code]).toEqual([404, 'RoleDefinitionDoesNotExist']);
  });
});
