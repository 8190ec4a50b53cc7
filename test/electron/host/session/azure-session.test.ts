import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { onTestFinished, expect, describe, it } from 'vitest';
import { connectSandbox } from '../../../../electron/azure/connection.ts';
import { memoryTokens } from '../../../../electron/host/tokens.ts';
import { startSandbox } from '../../../../electron/sandbox/server.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { FakeEntra } from '../../../support/entra.ts';
import { openSession, type TestSession } from '../../../support/session.ts';

const pack = 'loan-approval';

/** A learner who signs in to Azure, which a second sandbox plays; `bearers` are the tokens that it was shown. */
async function openAzureSession(): Promise<
  TestSession & {
    readonly azure: { readonly subscription: string; readonly tenant: string };
    readonly entra: FakeEntra;
    readonly bearers: Set<string>;
  }
> {
  const azure = await startSandbox({ folder: temporaryFolder(), timeFactor: 5000 });
  onTestFinished(() => azure.close());
  const way = connectSandbox(azure).httpClient;
  const bearers = new Set<string>();
  const httpClient: HttpClient = {
    sendRequest(request) {
      const bearer = request.headers.get('authorization');
      if (bearer?.startsWith('Bearer ')) bearers.add(bearer.slice('Bearer '.length));
      if (!way) throw new Error('A sandbox has a way of its own.');
      return way.sendRequest(request);
    },
  };
  const entra = new FakeEntra();
  entra.isCodeEntered = true;
  const opened = await openSession({
    azure: { tokens: memoryTokens(), openBrowser: () => undefined, network: entra, httpClient },
  });
  return { ...opened, azure, entra, bearers };
}

describe('a session on Azure', () => {
  it('signs in, chooses a subscription, and plays the first steps there and not in the sandbox', async () => {
    const { call, session, azure, entra, bearers, root } = await openAzureSession();
    await call('lesson.open', { pack });
    await expect(call('target.choose', { target: 'azure' })).rejects.toMatchObject({ code: 'not-signed-in' });
    await expect(call('account.list-tenants', {})).rejects.toMatchObject({ code: 'not-signed-in' });
    expect(await call('account.sign-in', { method: 'device-code' })).toMatchObject({
      username: entra.username,
    });
    const shown: unknown[] = [];
    session.work.subscribe(0, ({ work }) => shown.push(work.deviceCode));
    expect(shown).toContainEqual({ url: 'https://microsoft.com/devicelogin', code: 'ABCD-1234' });
    const { tenants } = await call('account.list-tenants', {});
    expect(tenants.map(({ id }) => id)).toEqual([azure.tenant]);
    const { subscriptions } = await call('account.list-subscriptions', { tenant: azure.tenant });
    const [{ id: subscription }] = subscriptions;
    await expect(
      call('target.choose', { target: 'azure', tenant: azure.tenant, subscription: 'another' }),
    ).rejects.toMatchObject({ code: 'no-subscription' });
    await call('target.choose', { target: 'azure', tenant: azure.tenant, subscription });
    expect((await call('account.read', {})).subscription).toMatchObject({ id: subscription });

    const { names } = await call('lesson.open', { pack });
    expect(await call('step.show', { pack, step: 'workspace' })).toEqual({ done: true });
    expect(await call('step.check', { pack, step: 'workspace' })).toMatchObject({ done: true });
    expect([...bearers].sort()).toEqual(
      [`secret-access-token-${entra.home}`, `secret-access-token-${azure.tenant}`].sort(),
    );
    expect((await call('cleanup.list', {})).remaining).not.toEqual([]);

    await call('target.choose', { target: 'sandbox' });
    expect(await call('step.check', { pack, step: 'workspace' })).toMatchObject({ done: false });
    expect((await call('cleanup.list', {})).remaining).toEqual([]);
    const local = await call('lesson.open', { pack });
    expect(local.names.workspace).not.toBe(names.workspace);
    expect(readAll(path.join(root, 'host'))).not.toContain('secret-');
  }, 60_000);

  it('says that one must sign in again where the tokens are gone, and goes on in the sandbox', async () => {
    const { call, session, azure } = await openAzureSession();
    await call('account.sign-in', { method: 'device-code' });
    const [{ id }] = (await call('account.list-subscriptions', { tenant: azure.tenant })).subscriptions;
    await call('target.choose', { target: 'azure', tenant: azure.tenant, subscription: id });
    await call('account.sign-out', {});
    expect(await call('account.read', {})).toEqual({ signedIn: null, subscription: null, isKept: false });
    await call('lesson.open', { pack });
    expect(session.host.state.target).toBe('azure');
    const { checks } = await call('step.check', { pack, step: 'workspace' });
    expect(checks[0]).toMatchObject({ status: 'unknown', found: /not signed in/ });
    await call('target.choose', { target: 'sandbox' });
    expect(await call('step.check', { pack, step: 'target' })).toMatchObject({ done: true });
  });
});

function readAll(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}
