import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterEach, describe, expect, it } from 'vitest';
import { AzureAccount, type DeviceCode } from '../../../electron/azure/account.ts';
import { encryptedTokens, memoryTokens } from '../../../electron/host/tokens.ts';
import { FakeEntra } from '../../support/entra.ts';
import { temporaryFolder } from '../../support/cli.ts';

const scope = 'https://management.azure.com/.default';
const searchPath = process.env.PATH;

afterEach(() => {
  process.env.PATH = searchPath;
});

/** What the learner's browser does: it comes back to the address that the sign-in names. */
function consent(code: string): (url: string) => void {
  return (url) => {
    const asked = new URL(url).searchParams;
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state') ?? '');
    back.searchParams.set('client_info', Buffer.from('{"uid":"u","utid":"t"}').toString('base64url'));
    void fetch(back, { redirect: 'manual' });
  };
}

describe('AzureAccount', () => {
  it('signs in with the system’s browser, and gets tokens of one directory at a time', async () => {
    const network = new FakeEntra();
    const account = new AzureAccount({ tokens: memoryTokens(), openBrowser: consent('consent'), network });
    const signedIn = await account.signIn({ method: 'browser', onDeviceCode: () => undefined });
    expect(signedIn).toEqual({ method: 'browser', username: network.username, tenant: network.home });
    expect(network.asked.filter((url) => url.includes('/token'))).toHaveLength(1);
    const other = 'cccccccc-0000-4000-8000-000000000003';
    expect(await account.credential(signedIn, network.home).getToken(scope)).toMatchObject({
      token: `secret-access-token-${network.home}`,
    });
    expect(await account.credential(signedIn, other).getToken(scope)).toMatchObject({
      token: `secret-access-token-${other}`,
    });
  });

  it('says why the browser was refused', async () => {
    const network = new FakeEntra();
    const account = new AzureAccount({ tokens: memoryTokens(), openBrowser: consent('old'), network });
    await expect(account.signIn({ method: 'browser', onDeviceCode: () => undefined })).rejects.toMatchObject({
      code: 'sign-in-failed',
      message: /the code has expired/,
    });
  });

  it('signs in with a code on another device; giving up ends it at once', async () => {
    const network = new FakeEntra();
    const account = new AzureAccount({ tokens: memoryTokens(), openBrowser: () => undefined, network });
    const codes: DeviceCode[] = [];
    const abort = new AbortController();
    const givenUp = account.signIn({
      method: 'device-code',
      signal: abort.signal,
      onDeviceCode: (code) => {
        codes.push(code);
        abort.abort();
      },
    });
    await expect(givenUp).rejects.toMatchObject({ code: 'cancelled' });
    const signedIn = await account.signIn({
      method: 'device-code',
      onDeviceCode: (code) => {
        codes.push(code);
        network.isCodeEntered = true;
      },
    });
    expect(signedIn.username).toBe(network.username);
    const shown = { url: 'https://microsoft.com/devicelogin', code: 'ABCD-1234' };
    expect(codes).toEqual([shown, shown]);
  });

  it('is found again after a restart where the system keeps tokens, and forgotten on signing out', async () => {
    const network = new FakeEntra();
    const file = path.join(temporaryFolder(), 'azure-tokens');
    // A lock that is easily seen through stands for the system's.
    const mirror = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
    const tokens = encryptedTokens(file, {
      encrypt: (text) => Promise.resolve(mirror(Buffer.from(text))),
      decrypt: (bytes) => Promise.resolve(mirror(bytes).toString()),
    });
    const open = (): AzureAccount => new AzureAccount({ tokens, openBrowser: consent('consent'), network });
    const signedIn = await open().signIn({ method: 'browser', onDeviceCode: () => undefined });
    const restarted = open();
    expect(await restarted.knows(signedIn)).toBe(true);
    await restarted.credential(signedIn, network.home).getToken(scope);
    network.wary.add('dddddddd-0000-4000-8000-000000000004');
    await expect(
      restarted.credential(signedIn, 'dddddddd-0000-4000-8000-000000000004').getToken(scope),
    ).rejects.toMatchObject({ code: 'sign-in-again' });
    writeFileSync(file, 'cut sh');
    await expect(open().credential(signedIn, network.home).getToken(scope)).rejects.toMatchObject({
      code: 'not-signed-in',
    });
    await restarted.signOut();
    expect(await open().knows(signedIn)).toBe(false);
  });

  it('takes the account of Azure CLI; says what to do where it is missing', async () => {
    const folder = temporaryFolder();
    const account = new AzureAccount({ tokens: memoryTokens(), openBrowser: () => undefined });
    const sign = (): Promise<unknown> =>
      account.signIn({ method: 'azure-cli', onDeviceCode: () => undefined });
    process.env.PATH = folder;
    await expect(sign()).rejects.toMatchObject({ code: 'cli-not-ready', hint: /az login/ });
    process.env.PATH = `${folder}${path.delimiter}${searchPath}`;
    const claims = Buffer.from(JSON.stringify({ tid: 'tenant', upn: 'ada@example.com' })).toString(
      'base64url',
    );
    const token = { accessToken: `e30.${claims}.x`, expires_on: Math.floor(Date.now() / 1000) + 3600 };
    writeFileSync(path.join(folder, 'az'), `#!/bin/sh\necho '${JSON.stringify(token)}'\n`);
    chmodSync(path.join(folder, 'az'), 0o755);
    expect(await sign()).toEqual({ method: 'azure-cli', username: 'ada@example.com', tenant: 'tenant' });
    writeFileSync(path.join(folder, 'az'), '#!/bin/sh\nread nothing\nsleep 5\n');
    const abort = new AbortController();
    const { signal } = abort;
    const hanging = account.signIn({ method: 'azure-cli', signal, onDeviceCode: () => undefined });
    abort.abort();
    await expect(hanging).rejects.toMatchObject({ code: 'cancelled' });
  });
});
