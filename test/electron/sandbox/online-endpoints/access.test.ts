import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { refusal, startWorkspace, type TestWorkspace } from '../../../support/workspace.ts';
import { names, startEndpoint, type TestEndpoint } from './endpoint.ts';

/** Lets hours pass for the sandbox, which must not have been started before this. */
function controlTime(): { pass: (hours: number) => void } {
  const real = Date.now.bind(Date);
  let ahead = 0;
  const spy = vi.spyOn(Date, 'now').mockImplementation(() => real() + ahead);
  onTestFinished(() => spy.mockRestore());
  return { pass: (hours) => void (ahead += hours * 3_600_000) };
}

async function startBlue(workspace: TestWorkspace, authMode: string): Promise<TestEndpoint> {
  const endpoint = await startEndpoint(workspace, { authMode });
  await endpoint.deploy('blue', await endpoint.model('one'));
  await endpoint.traffic({ blue: 100 });
  return endpoint;
}

/** A token of the sandbox's own sign-in. */
async function signIn({ sandbox }: TestWorkspace, scope: string): Promise<string> {
  const reply = await fetch(`${sandbox.address}/${sandbox.tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'app', client_secret: 'any', scope }),
  });
  return ((await reply.json()) as { access_token: string }).access_token;
}

describe('an endpoint that asks for', { timeout: 60_000 }, () => {
  it('tokens of its own gives them, takes them for half a day, and has no keys', async () => {
    const time = controlTime();
    const workspace = await startWorkspace();
    const { onlineEndpoints } = workspace.machineLearning;
    const endpoint = await startBlue(workspace, 'AMLToken');
    const {
      accessToken = '',
      expiryTimeUtc = 0,
      refreshAfterTimeUtc = 0,
    } = await onlineEndpoints.getToken(...names, 'echo');
    expect(expiryTimeUtc - Date.now() / 1000).toBeCloseTo(12 * 3600, -2);
    expect(expiryTimeUtc - refreshAfterTimeUtc).toBe(3600);
    expect((await endpoint.score({ key: accessToken })).status).toBe(200);
    const bad = ['', 'any', `${accessToken}x`, accessToken.replace(/^./, 'x'), '.', 'a.b.c'];
    for (const key of bad) expect([key, (await endpoint.score({ key })).status]).toEqual([key, 401]);
    const forged = Buffer.from(JSON.stringify({ aud: endpoint.id, exp: 9e9 })).toString('base64url');
    expect((await endpoint.score({ key: `${forged}.${accessToken.split('.')[1]}` })).status).toBe(401);
    expect(await refusal(onlineEndpoints.listKeys(...names, 'echo'))).toMatch(/^400 BadArgument.*AMLToken/);
    expect(
      await refusal(onlineEndpoints.beginRegenerateKeysAndWait(...names, 'echo', { keyType: 'Primary' })),
    ).toMatch(/^400 BadArgument/);
    time.pass(12.1);
    const late = await endpoint.score({ key: accessToken });
    expect([late.status, late.text]).toEqual([401, expect.stringContaining('expired')]);
  });

  it('a sign-in takes any token that is meant for Azure Machine Learning, until it expires', async () => {
    const time = controlTime();
    const workspace = await startWorkspace();
    const endpoint = await startBlue(workspace, 'aadToken');
    const { authMode } = (await workspace.machineLearning.onlineEndpoints.get(...names, 'echo')).properties;
    expect(authMode).toBe('AADToken');
    const good = await signIn(workspace, 'https://ml.azure.com/.default');
    const taken = await endpoint.score({ key: good });
    expect([taken.status, taken.text]).toEqual([200, expect.any(String)]);
    expect((await endpoint.score({ key: 'opaque' })).status).toBe(200);
    const other = await endpoint.score({
      key: await signIn(workspace, 'https://management.azure.com/.default'),
    });
    expect([other.status, other.text]).toEqual([401, expect.stringContaining('https://ml.azure.com')]);
    const missing = await endpoint.score({ key: '' });
    expect([missing.status, missing.text]).toEqual([401, expect.stringContaining('Authorization')]);
    time.pass(1.1);
    const late = await endpoint.score({ key: good });
    expect([late.status, late.text]).toEqual([401, expect.stringContaining('expired')]);
  });

  it('a key takes no token', async () => {
    const workspace = await startWorkspace();
    const endpoint = await startBlue(workspace, 'key');
    const { onlineEndpoints } = workspace.machineLearning;
    const { primaryKey = '', secondaryKey = '' } = await onlineEndpoints.listKeys(...names, 'echo');
    expect((await endpoint.score({ key: primaryKey })).status).toBe(200);
    expect((await endpoint.score({ key: secondaryKey })).status).toBe(200);
    const { accessToken = '' } = await onlineEndpoints.getToken(...names, 'echo');
    expect((await endpoint.score({ key: accessToken })).status).toBe(401);
    const signedIn = await signIn(workspace, 'https://ml.azure.com/.default');
    expect((await endpoint.score({ key: signedIn })).status).toBe(401);
  });
});
