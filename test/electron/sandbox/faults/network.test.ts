import { expect, it, onTestFinished } from 'vitest';
import { connectSandbox } from '../../../../electron/azure/connection.ts';
import { createResourceGroup } from '../../../../electron/azure/resource-groups.ts';
import { startSandbox, type Sandbox } from '../../../../electron/sandbox/server.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { resourceManagementClient } from '../../../support/arm-client.ts';
import { faultControl } from '../../../support/fault-control.ts';

const groups = 'ResourceGroups_CreateOrUpdate';

async function start(): Promise<Sandbox> {
  const sandbox = await startSandbox({ folder: temporaryFolder(), timeFactor: 5000 });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

function putGroup({ address, subscription }: Sandbox, name: string): Promise<Response> {
  return fetch(`${address}/subscriptions/${subscription}/resourceGroups/${name}?api-version=2021-04-01`, {
    method: 'PUT',
    headers: { authorization: 'Bearer x' },
    body: JSON.stringify({ location: 'westeurope' }),
  });
}

const exists = async (sandbox: Sandbox, name: string): Promise<boolean> =>
  (await resourceManagementClient(sandbox).resourceGroups.checkExistence(name)).body;

it('a connection that is cut before anything leaves nothing done', async () => {
  const sandbox = await start();
  await faultControl(sandbox).put('f', { operation: groups, kind: 'connection-cut' });
  await expect(putGroup(sandbox, 'a')).rejects.toThrow();
  expect(await exists(sandbox, 'a')).toBe(false);
});

it('a connection that is cut in the middle of the reply leaves the work done, and half of the reply', async () => {
  const sandbox = await start();
  await faultControl(sandbox).put('f', { operation: groups, kind: 'connection-cut', cut: 'middle' });
  const reply = await putGroup(sandbox, 'a');
  expect(reply.status).toBe(201);
  await expect(reply.text()).rejects.toThrow();
  expect(await exists(sandbox, 'a')).toBe(true);
});

it('a reply that broke off is a lost connection to the host, and asking again finds the work done', async () => {
  const sandbox = await start();
  const faults = faultControl(sandbox);
  await faults.put('f', { operation: groups, kind: 'connection-cut', cut: 'middle' });
  const create = (): Promise<unknown> =>
    createResourceGroup(connectSandbox(sandbox), { name: 'a', location: 'westeurope' });
  await expect(create()).rejects.toMatchObject({ code: 'connection-lost', details: { retryable: true } });
  await create();
  expect(await faults.find('f')).toMatchObject({ state: 'repaired', met: 1 });
});

it('a slow network takes as long as its bytes', async () => {
  const sandbox = await start();
  await putGroup(sandbox, 'a');
  const get = async (): Promise<{ milliseconds: number; length: number }> => {
    const begin = performance.now();
    const reply = await fetch(`${sandbox.address}/subscriptions?api-version=2020-01-01`, {
      headers: { authorization: 'Bearer x' },
    });
    const { length } = await reply.text();
    return { milliseconds: performance.now() - begin, length };
  };
  const { length } = await get();
  await faultControl(sandbox).put('f', {
    ...{ operation: 'Subscriptions_List', kind: 'slow', milliseconds: 0, bytesPerSecond: length * 2 },
  });
  const slow = await get();
  expect(slow.length).toBe(length);
  expect(slow.milliseconds).toBeGreaterThan(400);
});

it('a flaky network fails the same calls with the same seed, about as often as it was asked for', async () => {
  const outcomes = async (seed: number): Promise<string> => {
    const sandbox = await start();
    const faults = faultControl(sandbox);
    await faults.put('f', {
      ...{
        operation: groups,
        kind: 'server-error',
        status: 503,
        until: 'taken-back',
        probability: 0.3,
        seed,
      },
    });
    const found: number[] = [];
    for (let i = 0; i < 100; i++) found.push((await putGroup(sandbox, `a${i}`)).status);
    expect(await faults.find('f')).toMatchObject({ state: 'met' });
    await faults.delete('f');
    expect((await putGroup(sandbox, 'b')).status).toBe(201);
    return found.map((status) => (status === 503 ? 'x' : '.')).join('');
  };
  const [first, again, other] = [await outcomes(7), await outcomes(7), await outcomes(8)];
  expect(again).toBe(first);
  expect(other).not.toBe(first);
  const failed = first.split('x').length - 1;
  expect(failed).toBeGreaterThan(15);
  expect(failed).toBeLessThan(45);
});

it('a burst ends after its times, and the card tells how it went', async () => {
  const sandbox = await start();
  const faults = faultControl(sandbox);
  const card = {
    title: 'A bad minute',
    task: 'Get a group made all the same.',
    faults: { burst: { operation: groups, kind: 'server-error', status: 502, times: 3 } },
  };
  expect(await (await faults.deal(card)).json()).toMatchObject({
    title: card.title,
    task: card.task,
    value: [{ name: 'burst', state: 'waits', met: 0, last: null }],
    ended: [],
  });
  const states: unknown[] = [];
  for (let i = 0; i < 5; i++) {
    const { status } = await putGroup(sandbox, 'a');
    const { state, met } = await faults.find('burst');
    states.push([status, state, met]);
  }
  expect(states).toEqual([
    [502, 'met', 1],
    [502, 'met', 2],
    [502, 'used-up', 3],
    [201, 'repaired', 3],
    [200, 'repaired', 3],
  ]);
  expect((await faults.read()).value).toEqual([]);
  await fetch(`${sandbox.address}/sandbox/faults`, { method: 'DELETE' });
  expect(await faults.read()).toEqual({ title: '', task: null, value: [], ended: [] });
});

it('a card leaves what was added by itself and has ended, so that a lesson can still tell of it', async () => {
  const sandbox = await start();
  const faults = faultControl(sandbox);
  const fault = { operation: groups, kind: 'server-error' };
  await faults.put('lesson', fault);
  await putGroup(sandbox, 'a');
  await putGroup(sandbox, 'a');
  await faults.put('waiting', fault);
  await faults.deal({ faults: { card: fault } });
  const names = async (): Promise<string[]> => {
    const { value, ended } = await faults.read();
    return [...value, ...ended].map(({ name, state, isOnCard }) => `${name} ${state} ${isOnCard}`);
  };
  expect(await names()).toEqual(['card waits true', 'lesson repaired false']);
  await fetch(`${sandbox.address}/sandbox/faults`, { method: 'DELETE' });
  expect(await names()).toEqual(['lesson repaired false']);
  await faults.delete('lesson');
  expect(await names()).toEqual([]);
});

it('a fault that an earlier version has stored still befalls', async () => {
  const folder = temporaryFolder();
  const first = await startSandbox({ folder, timeFactor: 5000 });
  await first.close();
  const { Store } = await import('../../../../electron/store/store.ts');
  const store = new Store({ folder });
  store.put('fault/old', { operation: groups, kind: 'quota-exceeded', times: 1 });
  store.put('fault/unknown', { operation: groups, kind: 'lightning', times: 1 });
  store.close();
  const sandbox = await startSandbox({ folder, timeFactor: 5000 });
  onTestFinished(() => sandbox.close());
  expect((await putGroup(sandbox, 'a')).status).toBe(409);
  expect((await putGroup(sandbox, 'a')).status).toBe(201);
});
