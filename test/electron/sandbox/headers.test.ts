import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClock } from '../../../electron/sandbox/clock.ts';
import { RateLimits } from '../../../electron/sandbox/rate-limits.ts';
import { startSandbox, type Sandbox } from '../../../electron/sandbox/server.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { callArm } from '../../support/plain-call.ts';

async function start(options: { timeFactor?: number; https?: boolean } = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ folder: temporaryFolder(), timeFactor: 1000, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

describe('a reply of Azure Resource Manager', () => {
  it('bears the headers of Azure', async () => {
    const { headers } = await callArm(await start(), 'GET', '/resourceGroups');
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('expires')).toBe('-1');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const id = headers.get('x-ms-request-id') ?? '';
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-ms-routing-request-id')).toMatch(new RegExp(`^WESTEUROPE:\\d{8}T\\d{6}Z:${id}$`));
    expect(Date.parse(headers.get('date') ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-ms-error-code')).toBeNull();
  });

  it('gives the caller its own ids back', async () => {
    const sandbox = await start();
    const ids = { 'x-ms-correlation-request-id': 'mine', 'x-ms-client-request-id': 'this one' };
    const quiet = await callArm(sandbox, 'GET', '/resourceGroups', undefined, ids);
    expect(quiet.headers.get('x-ms-correlation-request-id')).toBe('mine');
    expect(quiet.headers.get('x-ms-client-request-id')).toBeNull();
    const asked = await callArm(sandbox, 'GET', '/resourceGroups', undefined, {
      ...ids,
      'x-ms-return-client-request-id': 'true',
    });
    expect(asked.headers.get('x-ms-client-request-id')).toBe('this one');
  });

  it('names the code of an error, also where nothing answers', async () => {
    const sandbox = await start();
    for (const [path, code] of [
      ['/resourceGroups/none', 'ResourceGroupNotFound'],
      ['/providers/Contoso.Nothing/things', 'InvalidResourceNamespace'],
    ]) {
      const reply = await callArm(sandbox, 'GET', path);
      expect([reply.code, reply.headers.get('x-ms-error-code')]).toEqual([code, code]);
    }
  });

  it('asks for https where it came by it', async () => {
    const sandbox = await start({ https: true });
    const { authorityFile, address } = sandbox.https ?? { authorityFile: '', address: '' };
    const headers = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
      const path = `${address}/subscriptions?api-version=2022-12-01`;
      const options = { ca: readFileSync(authorityFile), headers: { authorization: 'Bearer x' } };
      httpsRequest(path, options, (response) => {
        response.resume();
        resolve(response.headers);
      })
        .on('error', reject)
        .end();
    });
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
  });

  it('tells what is left of reads, writes and deletions, and when there is nothing', async () => {
    // At this pace a request comes back after 40 seconds.
    const sandbox = await start({ timeFactor: 0.001 });
    const left = (reply: { headers: Headers }, kind: string): number =>
      Number(reply.headers.get(`x-ms-ratelimit-remaining-${kind}`));
    const first = await callArm(sandbox, 'GET', '/resourceGroups');
    expect(left(first, 'subscription-reads')).toBe(249);
    const written = await callArm(sandbox, 'PUT', '/resourceGroups/loans', { location: 'westeurope' });
    expect(left(written, 'subscription-writes')).toBe(199);
    expect(left(await callArm(sandbox, 'DELETE', '/resourceGroups/loans'), 'subscription-deletes')).toBe(199);
    const tenant = await fetch(`${sandbox.address}/tenants?api-version=2022-12-01`, {
      headers: { authorization: 'Bearer x' },
    });
    expect(left(tenant, 'tenant-reads')).toBe(249);
    let reply = first;
    for (let asked = 1; asked < 250; asked++) {
      expect(reply.status).toBe(200);
      reply = await callArm(sandbox, 'GET', '/resourceGroups');
    }
    expect(left(reply, 'subscription-reads')).toBe(0);
    const over = await callArm(sandbox, 'GET', '/resourceGroups');
    expect([over.status, over.code]).toEqual([429, 'SubscriptionRequestsThrottled']);
    const seconds = Number(over.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(30);
    expect(over.message).toContain(`try again after '${seconds}' seconds`);
    expect((await callArm(sandbox, 'PUT', '/resourceGroups/others', { location: 'eastus' })).status).toBe(
      201,
    );
  }, 60_000);
});

describe('limits', () => {
  it('are refilled at the pace of the clock, and not beyond their size', () => {
    let now = 0;
    const limits = new RateLimits(createClock(2, () => now));
    const take = (): string => Object.values(limits.take('GET', 'a'))[0];
    for (let left = 249; left >= 0; left--) expect(take()).toBe(String(left));
    expect(take).toThrowError(/Number of 'read' requests for subscription 'a'/);
    // Twice as fast as Azure: 25 reads in half a second.
    now += 500;
    expect(take()).toBe('24');
    now += 3_600_000;
    expect(take()).toBe('249');
  });
});
