import { expect, it, onTestFinished } from 'vitest';
import { resourcesOf, type DeploymentScope } from '../../../../electron/sandbox/deployments/template.ts';
import { startSandbox } from '../../../../electron/sandbox/server.ts';
import { resourceManagementClient } from '../../../support/arm-client.ts';
import { callArm } from '../../../support/plain-call.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import type { Json } from '../../../../electron/store/journal-line.ts';

const scope: DeploymentScope = {
  subscription: 's',
  tenant: 't',
  group: 'g',
  location: 'westeurope',
  reference: () => ({ principalId: 'p' }),
};

/** What an expression comes to, as the property of a resource. */
function valueOf(expression: string, parameters: Record<string, Json> = {}): unknown {
  const resource = { type: 'A.B/c', name: 'one', apiVersion: '1', properties: { value: expression } };
  const template = { variables: { later: "[parameters('name')]" }, resources: [resource] };
  const [{ body }] = resourcesOf(template, parameters, scope);
  return (body.properties as { value: unknown }).value;
}

it.each<[string, unknown]>([
  ["[concat('a', 'b''c')]", "ab'c"],
  ["[if(equals(1, 2), variables('missing'), 'no')]", 'no'],
  ['[and(true(), not(false()))]', true],
  [
    "[resourceId('Microsoft.Storage/storageAccounts/blobServices', 'one', 'default')]",
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/one/blobServices/default',
  ],
  ["[resourceId('other', 'A.B/c', 'one')]", '/subscriptions/s/resourceGroups/other/providers/A.B/c/one'],
  ['[subscription().tenantId]', 't'],
  ['[toLower(resourceGroup().location)]', 'westeurope'],
  ['[json(\'{"a":[1,2]}\').a[1]]', 2],
  ["[reference('x').principalId]", 'p'],
  ["[variables('later')]", 'given'],
  ['[[literal]', '[literal]'],
  ['plain', 'plain'],
])('%s', (expression, value) => {
  expect(valueOf(expression, { name: { value: 'given' } })).toEqual(value);
});

it.each([
  "[concat('a']",
  "[nothing('a')]",
  "[parameters('absent')]",
  "[concat('a').b]",
  `[${'concat('.repeat(200)}${')'.repeat(200)}]`,
])('%s is refused in a sentence', (expression) => {
  expect(() => valueOf(expression)).toThrow(/template|expression/i);
});

it('orders resources by their needs, and refuses a circle', () => {
  const one = (name: string, after: string[]): Json => ({
    type: 'A.B/c',
    name,
    apiVersion: '1',
    dependsOn: after,
  });
  const names = (resources: Json[]): string[] =>
    resourcesOf({ resources }, {}, scope).map(({ name }) => name);
  expect(names([one('a', ['b']), one('b', ["[resourceId('A.B/c', 'c')]"]), one('c', [])])).toEqual([
    'c',
    'b',
    'a',
  ]);
  expect(() => names([one('a', ['b']), one('b', ['a'])])).toThrow('Circular');
});

it('a deployment makes its resources, tells of each, and fails with the one that fails', async () => {
  const sandbox = await startSandbox({ folder: temporaryFolder(), timeFactor: 2000 });
  try {
    const client = resourceManagementClient(sandbox);
    await client.resourceGroups.createOrUpdate('loans', { location: 'westeurope' });
    const deploy = async (
      name: string,
      resources: object[],
    ): Promise<{ status: number; state: string; error: string }> => {
      const path = `${sandbox.address}/subscriptions/${sandbox.subscription}/resourcegroups/loans/providers/Microsoft.Resources/deployments/${name}`;
      const headers = { authorization: 'Bearer x' };
      const body = JSON.stringify({ properties: { mode: 'Incremental', template: { resources } } });
      const put = await fetch(`${path}?api-version=2021-04-01`, { method: 'PUT', headers, body });
      for (;;) {
        const reply = await fetch(`${path}?api-version=2021-04-01`, { headers });
        const { properties } = (await reply.json()) as {
          properties: { provisioningState: string; error?: { code: string } };
        };
        const { provisioningState: state, error } = properties;
        if (state !== 'Running') return { status: put.status, state, error: error?.code ?? '' };
      }
    };
    const vault = {
      type: 'Microsoft.KeyVault/vaults',
      name: 'kv-loans',
      apiVersion: '2022-07-01',
      location: 'westeurope',
      properties: {},
    };
    expect(await deploy('good', [vault])).toEqual({ status: 201, state: 'Succeeded', error: '' });
    expect(
      (
        await client.resources.getById(
          `/subscriptions/${sandbox.subscription}/resourceGroups/loans/providers/Microsoft.KeyVault/vaults/kv-loans`,
          '2022-07-01',
        )
      ).properties,
    ).toMatchObject({ provisioningState: 'Succeeded' });
    expect(await deploy('bad', [{ ...vault, name: 'x' }])).toMatchObject({
      state: 'Failed',
      error: 'InvalidResourceName',
    });
  } finally {
    await sandbox.close();
  }
});

/** Variables, each of which asks for the one before it twice. */
function doubling(count: number, twice: (before: string) => Json): Record<string, Json> {
  const names = Array.from({ length: count }, (_, index): [string, Json] => [
    `v${index}`,
    index === 0 ? 'ab' : twice(`variables('v${index - 1}')`),
  ]);
  return Object.fromEntries(names);
}

const withName = (name: string, more: Record<string, Json> = {}): Record<string, Json> => ({
  resources: [{ type: 'A.B/c', apiVersion: '1', name }],
  ...more,
});

it.each<[string, Record<string, Json>]>([
  [
    'texts that double',
    withName("[variables('v60')]", { variables: doubling(61, (v) => `[concat(${v}, ${v})]`) }),
  ],
  [
    'objects that double',
    withName("[variables('v60')]", { variables: doubling(61, (v) => ({ a: `[${v}]`, b: `[${v}]` })) }),
  ],
  [
    'an endless chain of variables',
    withName("[variables('v4999')]", { variables: doubling(5000, (v) => `[${v}]`) }),
  ],
  ['a long chain of members', withName(`[resourceGroup()${'.a'.repeat(10_000)}]`)],
  ['a long list of arguments', withName(`[concat(${"'',".repeat(1_000_000)}'')]`)],
  ['a long name', withName('x'.repeat(100_000))],
  ['a function that lacks its argument', withName('[toLower()]')],
  ['a text that is no JSON', withName("[json('{')]")],
  [
    'too many resources',
    { resources: Array.from({ length: 801 }, (_, index) => ({ type: 'A.B/c', name: `n${index}` })) },
  ],
])('a template with %s is refused at once', (_, template) => {
  expect(() => resourcesOf(template, {}, scope)).toThrow(/template/i);
});

it('what is no need of the template takes no time', () => {
  const foreign = Array.from({ length: 2000 }, (_, index) => `foreign${index}`);
  const resources = Array.from({ length: 300 }, (_, index) => ({
    type: 'A.B/c',
    name: `n${index}`,
    dependsOn: [...foreign, `n${index + 1}`],
  }));
  expect(resourcesOf({ resources }, {}, scope)[0].name).toBe('n299');
});

it('a deployment has a name of letters and digits', async () => {
  const sandbox = await startSandbox({ folder: temporaryFolder() });
  onTestFinished(() => sandbox.close());
  await callArm(sandbox, 'PUT', '/resourcegroups/loans', { location: 'westeurope' });
  const place = '/resourceGroups/loans/providers/Microsoft.Resources/deployments';
  for (const name of ['%D0%B3%D1%80', 'a%3Fb', 'x'.repeat(65)]) {
    const reply = await callArm(sandbox, 'PUT', `${place}/${name}`, {
      properties: { template: { resources: [] } },
    });
    expect([reply.status, reply.code], name).toEqual([400, 'InvalidResourceName']);
  }
});
