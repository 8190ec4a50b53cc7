import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { faultCardSchema } from '../../../../electron/contract/fault-card.ts';
import { formatFaultCard, faultCardFile, parseFaultCard } from '../../../../electron/host/fault-card.ts';
import { Host } from '../../../../electron/host/host.ts';
import { HostState } from '../../../../electron/host/host-state.ts';
import { connectAzure } from '../../../../electron/azure/connection.ts';
import { Store } from '../../../../electron/store/store.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { openSession } from '../../../support/session.ts';
import { faultControl } from '../../../support/fault-control.ts';
import { startWorkspace } from '../../../support/workspace.ts';

const card = {
  title: 'Who may do that?',
  task: 'The vault cannot be made. Find out why, and mend it.',
  faults: { vault: { operation: 'Vaults_CreateOrUpdate', kind: 'role-missing', until: 'repaired' } },
};

it('a card is dealt, checked and taken back by operations', async () => {
  const { host } = await startWorkspace();
  const check = async (that: string): Promise<unknown> => host.check(that, { fault: 'vault' });
  expect(await check('fault.repaired')).toMatchObject({ status: 'fail', found: 'it was not dealt' });
  expect(await host.call('fault.deal', { card })).toMatchObject({
    ok: true,
    value: { title: card.title, task: card.task, value: [{ name: 'vault', state: 'waits' }], ended: [] },
  });
  expect(await check('fault.met')).toMatchObject({ status: 'fail', found: 'it was not met yet' });
  await host.call('workspace.create', {
    ...{ resourceGroup: 'rg-b', region: 'westeurope', workspace: 'mlw-b', keyVault: 'kv-b' },
    ...{ storageAccount: 'stb', applicationInsights: 'appi-b', logAnalytics: 'log-b' },
  });
  expect(await check('fault.met')).toMatchObject({
    status: 'pass',
    found: 'it was met 1 time, last by Vaults_CreateOrUpdate kv-b',
  });
  expect(await check('fault.repaired')).toMatchObject({ status: 'fail' });
  await host.call('fault.clear', { name: 'vault' });
  expect(await check('fault.repaired')).toMatchObject({ status: 'fail', found: 'it was not dealt' });
});

it('on Azure nothing is dealt, in a sentence, and no call goes out', async () => {
  const calls: string[] = [];
  const connection = {
    ...connectAzure({
      subscription: '00000000-0000-4000-8000-000000000009',
      tenant: 'home',
      credential: { getToken: () => Promise.resolve({ token: 'x', expiresOnTimestamp: Date.now() + 1e6 }) },
    }),
    httpClient: {
      sendRequest(request: { url: string }) {
        calls.push(request.url);
        return Promise.reject(new Error('no network'));
      },
    },
  };
  const host = new Host({ state: new HostState(new Store({ folder: temporaryFolder() })), connection });
  for (const [operation, input] of [
    ['fault.deal', { card }],
    ['fault.set', { name: 'a', fault: card.faults.vault }],
    ['fault.clear', {}],
    ['fault.list', {}],
  ] as const) {
    expect(await host.call(operation, input), operation).toMatchObject({
      ok: false,
      error: { code: 'faults-in-sandbox-only' },
    });
  }
  expect(await host.check('fault.met', { fault: 'a' })).toMatchObject({ status: 'unknown' });
  expect(calls).toEqual([]);
});

it('a card is written as it was read, without what goes without saying', () => {
  const read = faultCardSchema.parse(card);
  const text = formatFaultCard(read);
  expect(text).toBe(`title: Who may do that?
task: The vault cannot be made. Find out why, and mend it.
faults:
  vault:
    operation: Vaults_CreateOrUpdate
    kind: role-missing
    until: repaired
`);
  expect(parseFaultCard('a.yaml', text)).toEqual(read);
  expect(parseFaultCard('a.json', JSON.stringify(card))).toEqual(read);
  expect(faultCardFile(read)).toBe('who-may-do-that.yaml');
  expect(faultCardFile({ ...read, title: '配额不足' })).toBe('配额不足.yaml');
  expect(faultCardFile({ ...read, title: '../..' })).toBe('faults.yaml');
});

it.each([
  ['no YAML', 'faults: [', 'cannot be read'],
  ['aliases', 'a: &a 1\nfaults: *a', 'cannot be read'],
  ['a kind that nobody knows', 'faults: { a: { operation: x, kind: y } }', 'at "faults.a.kind"'],
  ['a key that nobody knows', 'faults: {}\ncolour: red', 'Unrecognized key: "colour"'],
  [
    'repair of what cannot be',
    'faults: { a: { operation: x, kind: slow, until: repaired } }',
    'nobody can repair',
  ],
  ['a name with a slash', 'faults: { a/b: { operation: x, kind: slow } }', 'at "faults.a/b"'],
])('a card with %s is refused with its place', (_, text, reason) => {
  expect(() => parseFaultCard('card.yaml', text)).toThrow(reason);
});

it('a card comes from a file of the learner’s by its id', async () => {
  const { call, session } = await openSession();
  const file = path.join(temporaryFolder(), 'card.yaml');
  writeFileSync(file, formatFaultCard(faultCardSchema.parse(card)));
  const { id } = session.files.add(file);
  const read = await call('fault.read-card', { file: id });
  expect(read.card.title).toBe(card.title);
  const written = await call('fault.write-card', read);
  expect(written.name).toBe('who-may-do-that.yaml');
});

it('a purge of a vault that was not deleted is refused with its name', async () => {
  const { host } = await startWorkspace();
  expect(await host.call('key-vault.purge', { keyVault: 'kv-none' })).toMatchObject({
    ok: false,
    error: { code: 'vault-not-deleted' },
  });
});

it('an error brings its repair along, and the repair works', async () => {
  const { host, sandbox } = await startWorkspace();
  const faults = faultControl(sandbox);
  const create = (): ReturnType<typeof host.call> =>
    host.call('compute.create-cluster', { name: 'cpu', size: 'Standard_DS2_v2' });
  for (const [kind, code, operation] of [
    ['provider-not-registered', 'provider-not-registered', 'provider.register'],
    ['token-expired', 'token-expired', 'account.renew'],
  ] as const) {
    await faults.put('f', { operation: 'Compute_CreateOrUpdate', kind, until: 'repaired' });
    const reply = await create();
    expect(reply).toMatchObject({ ok: false, error: { code, details: { repair: { operation } } } });
    if (reply.ok) continue;
    const { input } = reply.error.details?.repair as { input: object };
    expect(await host.call(operation, input)).toMatchObject({ ok: true });
    expect(await create(), kind).toMatchObject({ ok: true });
    expect(await faults.find('f')).toMatchObject({ state: 'repaired' });
  }
});
