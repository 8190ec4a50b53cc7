import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveSession, type ServedSession } from '../../support/served-session.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

describe('the browser host', () => {
  let session: ServedSession;

  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
  beforeAll(async () => {
    session = await serveSession(folder);
  });
  afterAll(async () => {
    await session.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Asks with headers that fetch would not let a page set. */
  function ask(place: string, method: string, headers: Record<string, string>, body = ''): Promise<Answer> {
    const { hostname, port } = new URL(session.origin);
    return new Promise((resolve, reject) => {
      const asked = request({ hostname, port, path: place, method, headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  const own = (): Record<string, string> => ({ cookie: session.cookie, origin: session.origin });
  const read = JSON.stringify({ name: 'session.read', input: {} });

  it('answers who came with its address, and nobody else', async () => {
    expect((await ask('/api/call', 'POST', own(), read)).status).toBe(200);
    expect((await ask('/api/call', 'POST', { origin: session.origin }, read)).status).toBe(401);
    expect((await ask('/', 'GET', {})).status).toBe(401);
    const { pathname, search } = new URL(session.url);
    expect((await ask(pathname + search, 'GET', {})).status).toBe(401);
    const wrong = { ...own(), cookie: `${session.cookie}x` };
    expect((await ask('/api/call', 'POST', wrong, read)).status).toBe(401);
  });

  it.for<[string, string, Record<string, string>]>([
    ['another Host', 'POST', { host: 'guidepost.example' }],
    ['another Origin', 'POST', { origin: 'https://example.com' }],
    ['another port of this machine', 'POST', { origin: 'http://127.0.0.1:1' }],
    ['another site', 'GET', { 'sec-fetch-site': 'cross-site' }],
    ['a site beside it', 'GET', { 'sec-fetch-site': 'same-site' }],
  ])('refuses %s, cookie or not', async ([, method, headers]) => {
    expect((await ask('/api/call', method, { ...own(), ...headers }, read)).status).toBe(403);
  });

  it('refuses a write that does not say where it comes from', async () => {
    expect((await ask('/api/call', 'POST', { cookie: session.cookie }, read)).status).toBe(403);
  });

  it.for([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%5cpackage.json',
    '/%252e%252e/package.json',
    '/a%00.js',
  ])('gives nothing for %s', async (path) => {
    expect((await ask(path, 'GET', own())).status).toBe(404);
  });

  it('sends its policy with everything, and no stack trace with anything', async () => {
    const { headers } = await ask('/nothing', 'GET', own());
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    for (const body of [
      '{',
      'null',
      '[]',
      '{"name":"no.such"}',
      '{"name":"step.check","input":{"step":1}}',
    ]) {
      const { status, text } = await ask('/api/call', 'POST', own(), body);
      expect([200, 400, 500]).toContain(status);
      expect(text).not.toMatch(/\bat .*\.ts:/);
    }
    expect((await ask('/api/call', 'POST', own(), 'x'.repeat(5 << 20))).status).toBe(413);
  });

  it('keeps the name of a file, and nothing of a path', async () => {
    const { text } = await ask('/api/files?name=..%2F..%2Fetc%2Fpasswd', 'PUT', own(), 'a,b\n1,2\n');
    expect(JSON.parse(text)).toMatchObject({ name: 'passwd', size: 8 });
    expect(text).not.toContain('/tmp');
    const { text: odd } = await ask('/api/files?name=..', 'PUT', own(), 'a\n');
    expect(JSON.parse(odd)).toMatchObject({ name: 'file' });
  });
});
