import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isLoopbackHost, isRefusedAddress } from '../../../../electron/azure/address-rules.ts';
import { invokeEndpoint } from '../../../../electron/azure/scoring.ts';
import { deployEcho } from '../../../support/deployed-endpoint.ts';
import { openSession } from '../../../support/session.ts';

/** A server on loopback that answers as it is told; its address. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const rows = [{ age: 30 }];

it('addresses that hand out secrets are refused, however they are written', () => {
  const refused = [
    ...['169.254.169.254', '169.254.0.1', '168.63.129.16', '100.100.100.200', '0.0.0.0', '224.0.0.1'],
    ...['fe80::1', 'fd00:ec2::254', '::', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '64:ff9b::a9fe:a9fe'],
    '255.255.255.255',
  ];
  expect(refused.filter((address) => !isRefusedAddress(address))).toEqual([]);
  const others = ['127.0.0.1', '10.0.0.1', '8.8.8.8', '::1', '2001:db8::1', '192.168.1.1', 'fd00::1'];
  expect(others.filter(isRefusedAddress)).toEqual([]);
  expect(['localhost', '127.0.0.1', '127.3.4.5', '[::1]'].every(isLoopbackHost)).toBe(true);
  expect(['example.com', 'localhost.example.com', '10.0.0.1'].some(isLoopbackHost)).toBe(false);
});

it.each([
  'http://169.254.169.254/metadata/instance',
  'http://[::ffff:169.254.169.254]/score',
  'http://0xa9fea9fe/score',
  'http://2852039166/score',
  'http://[fd00:ec2::254]/score',
])('nothing is ever sent to %s', async (url) => {
  await expect(invokeEndpoint({ scoringUri: url, body: {} })).rejects.toMatchObject({
    code: 'address-refused',
  });
});

describe('an address that is not of the workspace', () => {
  it('is asked for the learner’s word once, and remembered', async () => {
    const { call } = await deployEcho('blue');
    const url = 'https://models.example.test:8443/score';
    await expect(call('endpoint.invoke', { url, rows })).rejects.toMatchObject({
      code: 'host-not-confirmed',
    });
    expect(await call('endpoint.open-address', { url })).toMatchObject({
      host: 'models.example.test:8443',
      needsConfirmation: true,
    });
    expect((await call('endpoint.list', {})).others).toEqual([]);
    expect(await call('endpoint.open-address', { url, confirm: true })).toMatchObject({
      needsConfirmation: false,
    });
    // The same host under another path needs no second word; another port is another host.
    expect(
      await call('endpoint.open-address', { url: 'https://models.example.test:8443/other' }),
    ).toMatchObject({ needsConfirmation: false });
    expect(await call('endpoint.open-address', { url: 'https://models.example.test/score' })).toMatchObject({
      needsConfirmation: true,
    });
    expect((await call('endpoint.invoke', { url, rows })).problem).toMatchObject({ code: 'not-found' });
  });

  it('on this machine, or on a host of the workspace, needs no word', async () => {
    const { call } = await deployEcho('blue');
    const { scoringUri } = await call('endpoint.describe', { endpoint: 'echo' });
    const own = await call('endpoint.open-address', { url: scoringUri });
    expect(own).toMatchObject({ needsConfirmation: false, key: null });
    const { problem } = await call('endpoint.invoke', { url: scoringUri, rows });
    expect(problem?.code).toBe('key-missing');
  });

  it.each([
    ['ftp://a.b/score', 'address-not-usable'],
    ['file:///etc/passwd', 'address-not-usable'],
    ['a.b/score', 'address-not-usable'],
    ['http://user:secret@a.b/score', 'address-not-usable'],
    ['http://169.254.169.254/', 'address-refused'],
  ])('%s is refused', async (url, code) => {
    const { call } = await deployEcho('blue');
    await expect(call('endpoint.open-address', { url, confirm: true })).rejects.toMatchObject({ code });
  });

  it('keeps its key in memory alone, and shows it masked', async () => {
    const { call, host } = await deployEcho('blue');
    const { scoringUri: url } = await call('endpoint.describe', { endpoint: 'echo' });
    const { primary: key } = await call('endpoint.show-keys', { endpoint: 'echo' });
    const opened = await call('endpoint.open-address', { url, key: ` ${key}\n` });
    expect(opened.key).toBe(`••••••${key.slice(-3)}`);
    expect((await call('endpoint.invoke', { url, rows })).status).toBe(200);
    const kept = JSON.stringify([
      await call('endpoint.list', {}),
      await call('endpoint.history', { url }),
      host.state.ownWork(),
    ]);
    expect(kept).not.toContain(key);
    await call('endpoint.forget-address', { url });
    expect((await call('endpoint.invoke', { url, rows })).problem?.code).toBe('key-missing');
  });
});

it('a key of another address is written nowhere: neither into the store nor into the list of work', async () => {
  const url = await serve((_, response) => response.end('[1]'));
  const { call, close, root } = await openSession();
  const key = 'canary-7f3d9c2b51';
  await call('endpoint.open-address', { url, key });
  expect(await call('endpoint.invoke', { url, rows })).toMatchObject({ status: 200, response: [1] });
  await close();
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const { parentPath, name } of files) {
    expect(readFileSync(path.join(parentPath, name)).includes(key), name).toBe(false);
  }
});

describe('a redirect', () => {
  it('to another host is not followed: neither rows nor key go there', async () => {
    let reached = 0;
    const other = await serve((_, response) => {
      reached++;
      response.end('{}');
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const first = await serve((_, response) => {
        response.writeHead(status, { location: `${other}/score` }).end();
      });
      const { call } = await deployEcho('blue');
      await call('endpoint.open-address', { url: `${first}/score`, key: 'secret' });
      const { problem } = await call('endpoint.invoke', { url: `${first}/score`, rows });
      expect(problem?.code).toBe('redirected');
      expect(problem?.message).toContain(new URL(other).host);
    }
    expect(reached).toBe(0);
  });

  it('on the same origin is followed with the same request', async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      if (request.url === '/score') response.writeHead(308, { location: '/v2/score' }).end();
      else response.end('[1]');
    });
    const reply = await invokeEndpoint({ scoringUri: `${url}/score`, key: 'k', body: {} });
    expect(reply).toMatchObject({ status: 200, body: [1] });
    expect(seen).toEqual(['POST /score Bearer k', 'POST /v2/score Bearer k']);
  });
});

describe('what is no answer is told in a sentence', () => {
  const html = '<!doctype html><title>Sign in</title>';
  it.each<[string, number, Record<string, string>, string, string, string]>([
    ['a web page', 200, {}, html, 'not-json', 'web page'],
    ['a text', 200, {}, 'hello', 'not-json', 'no JSON'],
    ['401', 401, {}, '{"message":"no"}', 'key-wrong', 'does not take the key. no'],
    ['403', 403, {}, '', 'forbidden', 'refuses'],
    ['404 as a page', 404, {}, html, 'no-such-endpoint', 'at this address.'],
    ['424', 424, {}, '{"error":{"code":"ModelError","message":"age is old"}}', 'model-refused', 'age is old'],
    ['429', 429, { 'retry-after': '7' }, '', 'throttled', 'more often'],
    ['503', 503, {}, '{"error":{"message":"down"}}', 'unavailable', 'down'],
    ['504', 504, {}, html, 'timeout', 'gave up'],
    ['418', 418, {}, 'tea', 'status', 'tea'],
  ])('%s', async (_, status, headers, body, code, part) => {
    const url = await serve((__, response) => response.writeHead(status, headers).end(body));
    const { call } = await deployEcho('blue');
    await call('endpoint.open-address', { url, key: 'wrong' });
    const reply = await call('endpoint.invoke', { url, rows });
    expect(reply.problem).toMatchObject({ code, message: expect.stringContaining(part) as string });
    expect(reply.status).toBe(status);
    if (status === 429) expect(reply.problem?.hint).toContain('7 s');
    const [entry] = (await call('endpoint.history', { url })).entries;
    expect(entry).toMatchObject({ status, problem: reply.problem?.message });
  });

  it('nobody there, and too slow', async () => {
    const url = await serve(() => undefined);
    const { call } = await deployEcho('blue');
    const slow = await call('endpoint.invoke', { url, rows, timeoutSeconds: 0.2 });
    expect(slow.problem).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('0.2 s') as string,
    });
    expect(slow.milliseconds).toBeGreaterThan(150);
    const nobody = await call('endpoint.invoke', { url: 'http://127.0.0.1:9/score', rows });
    expect(nobody).toMatchObject({ status: 0, problem: { code: 'refused' } });
  });

  it('a request that is cancelled is told as such', async () => {
    const arrived = Promise.withResolvers<undefined>();
    const url = await serve(() => arrived.resolve(undefined));
    const { host } = await deployEcho('blue');
    const abort = new AbortController();
    const reply = host.call('endpoint.invoke', { url, rows }, abort.signal);
    await arrived.promise;
    abort.abort();
    expect(await reply).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});
