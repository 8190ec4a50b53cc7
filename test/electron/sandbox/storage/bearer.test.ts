import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  AnonymousCredential,
  BlobSASPermissions,
  BlobServiceClient,
  BlockBlobClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  type BlobSASSignatureValues,
  type ServiceGetUserDelegationKeyResponse,
} from '@azure/storage-blob';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../../../../electron/sandbox/server.ts';
import { storageManagementClient } from '../../../support/arm-client.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { blobClientWithToken, createAccount, keyOf, signIn } from './storage-account.ts';

const account = 'loans1';
const hour = 3_600_000;
const inHours = (hours: number): Date => new Date(Date.now() + hours * hour);
const once = { retryOptions: { maxTries: 1 } };
const user = '00000000-0000-4000-8000-00000000000a';

interface World {
  readonly sandbox: Sandbox;
  readonly service: BlobServiceClient;
  close(): Promise<void>;
}

/** A sandbox with a blob "loan.csv" in "data", written by who has signed in. */
async function start(folder: string): Promise<World> {
  const sandbox = await startSandbox({ folder, timeFactor: 1000, https: true });
  await createAccount(sandbox, account);
  const service = blobClientWithToken(sandbox, account, await signIn(sandbox));
  const { containerClient } = await service.createContainer('data');
  await containerClient.getBlockBlobClient('loan.csv').upload('Loan_ID', 7);
  return { sandbox, service, close: () => sandbox.close() };
}

let world: World;
beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
  world = await start(folder);
  return async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  };
}, 60_000);

/** A blob's text by a single GET, whose refusal has a body. */
async function read(blob: BlockBlobClient): Promise<string> {
  const { readableStreamBody } = await blob.download();
  return text(readableStreamBody ?? Readable.from([]));
}
const blobOf = (service: BlobServiceClient): BlockBlobClient =>
  service.getContainerClient('data').getBlockBlobClient('loan.csv');

describe('a bearer token', () => {
  it("of the sandbox's sign-in writes, lists, reads and deletes", async () => {
    const container = world.service.getContainerClient('data');
    await container.getBlockBlobClient('a/b.csv').upload('x', 1);
    const names: string[] = [];
    for await (const { name } of container.listBlobsFlat({ prefix: 'a/' })) names.push(name);
    expect(names).toEqual(['a/b.csv']);
    expect(await read(blobOf(world.service))).toBe('Loan_ID');
    await container.getBlockBlobClient('a/b.csv').delete();
  });

  it("of Microsoft's identity client, signed in as the environment says, is taken over https", () => {
    const { sandbox } = world;
    const { address = '', authorityFile = '' } = sandbox.https ?? {};
    const blobs = `https://${account}.blob.core.guidepost.localhost:${new URL(address).port}`;
    const script = path.join(import.meta.dirname, 'read-with-identity.ts');
    return new Promise<void>((resolve, reject) => {
      const env = {
        ...process.env,
        NODE_EXTRA_CA_CERTS: authorityFile,
        HTTPS_PROXY: sandbox.address,
        AZURE_AUTHORITY_HOST: address,
        AZURE_TENANT_ID: sandbox.tenant,
        AZURE_CLIENT_ID: user,
        AZURE_CLIENT_SECRET: 'any',
      };
      execFile(process.execPath, [script, blobs, account], { env }, (error, stdout, stderr) => {
        if (error) {
          reject(new Error(stderr));
          return;
        }
        expect(JSON.parse(stdout)).toEqual({ texts: ['Loan_ID', 'Loan_ID'], user });
        resolve();
      });
    });
  }, 60_000);

  it('is taken over http, too, as it stays on this machine', async () => {
    const { sandbox } = world;
    const headers = { authorization: `Bearer ${await signIn(sandbox)}`, 'x-ms-version': '2023-11-03' };
    const reply = await fetch(`${sandbox.blobAddress}/${account}/data/loan.csv`, { headers });
    expect(await reply.text()).toBe('Loan_ID');
  });

  it('that is old, or for another service, is refused with where to sign in', async () => {
    const { sandbox } = world;
    const forArm = blobClientWithToken(
      sandbox,
      account,
      await signIn(sandbox, 'https://management.azure.com/.default'),
    );
    await expect(read(blobOf(forArm))).rejects.toMatchObject({
      statusCode: 401,
      code: 'InvalidAuthenticationInfo',
    });
    const [header, , signature] = (await signIn(sandbox)).split('.');
    const claims = { aud: 'https://storage.azure.com', exp: Math.floor(Date.now() / 1000) - 60 };
    const old = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    const reply = await fetch(`${sandbox.blobAddress}/${account}/data/loan.csv`, {
      headers: { authorization: `Bearer ${old}`, 'x-ms-version': '2023-11-03' },
    });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toContain('resource_id=https://storage.azure.com');
    expect(await reply.text()).toContain('The token is expired');
    const elsewhere = await signIn(sandbox, 'https://others1.blob.core.windows.net/.default');
    await expect(read(blobOf(blobClientWithToken(sandbox, account, elsewhere)))).rejects.toMatchObject({
      statusCode: 401,
    });
    const here = await signIn(sandbox, `https://${account}.blob.core.windows.net/.default`);
    expect(await read(blobOf(blobClientWithToken(sandbox, account, here)))).toBe('Loan_ID');
  });

  it('is not taken from a web page, nor under a foreign name', async () => {
    const { sandbox } = world;
    const url = `${sandbox.blobAddress}/${account}/data/loan.csv`;
    const authorization = `Bearer ${await signIn(sandbox)}`;
    const headers = { authorization, 'x-ms-version': '2023-11-03' };
    expect((await fetch(url, { headers })).status).toBe(200);
    const fromPage = await fetch(url, { headers: { ...headers, origin: 'https://example.com' } });
    expect(fromPage.status).toBe(403);
  });
});

describe('a user delegation key', () => {
  let key: ServiceGetUserDelegationKeyResponse;
  beforeAll(async () => {
    key = await world.service.getUserDelegationKey(inHours(-1), inHours(2));
  });

  function signed(
    values: Partial<BlobSASSignatureValues> = {},
    { sandbox } = world,
    by = key,
  ): BlockBlobClient {
    const query = generateBlobSASQueryParameters(
      {
        containerName: 'data',
        blobName: 'loan.csv',
        permissions: BlobSASPermissions.parse('r'),
        expiresOn: inHours(1),
        ...values,
      },
      by,
      account,
    );
    const url = `${sandbox.blobAddress}/${account}/data/loan.csv?${query.toString()}`;
    return new BlockBlobClient(url, new AnonymousCredential(), once);
  }

  it('is for who has signed in, for the time that was asked for', () => {
    expect(key).toMatchObject({
      signedObjectId: user,
      signedTenantId: world.sandbox.tenant,
      signedService: 'b',
    });
    expect(Buffer.from(key.value, 'base64')).toHaveLength(32);
  });

  it.each([undefined, '2018-11-09', '2020-02-10', '2020-12-06', '2023-11-03', '2025-07-05', '2026-04-06'])(
    'signs as version %s',
    async (version) => {
      const blob = signed(version === undefined ? {} : { version });
      expect(await read(blob)).toBe('Loan_ID');
      await expect(blob.delete()).rejects.toMatchObject({
        statusCode: 403,
        code: 'AuthorizationPermissionMismatch',
      });
    },
  );

  it('signs for a container, for addresses, and within its own time', async () => {
    const container = signed({
      permissions: ContainerSASPermissions.parse('r'),
      blobName: undefined,
    } as never);
    expect(await read(container)).toBe('Loan_ID');
    await expect(read(signed({ ipRange: { start: '10.0.0.1' } }))).rejects.toMatchObject({
      code: 'AuthorizationSourceIPMismatch',
    });
    await expect(read(signed({ expiresOn: inHours(-0.5) }))).rejects.toMatchObject({
      code: 'AuthenticationFailed',
    });
    const query = new URL(signed().url).search;
    const stretched = query.replace(/ske=[^&]*/, `ske=${encodeURIComponent(inHours(90).toISOString())}`);
    const forged = await fetch(`${world.sandbox.blobAddress}/${account}/data/loan.csv${stretched}`);
    expect(forged.status).toBe(403);
  });

  it('that begins later signs for nothing before', async () => {
    const later = await world.service.getUserDelegationKey(inHours(1), inHours(3));
    await expect(read(signed({}, world, later))).rejects.toMatchObject({ code: 'AuthenticationFailed' });
  });

  it('signs for one user, who must sign in as well', async () => {
    const url = signed({ delegatedUserObjectId: user }).url;
    const ask = async (token: string): Promise<number> => {
      const headers = { authorization: `Bearer ${token}`, 'x-ms-version': '2026-04-06' };
      return (await fetch(url, { headers })).status;
    };
    expect(await ask(await signIn(world.sandbox))).toBe(200);
    const other = await signIn(world.sandbox, undefined, '00000000-0000-4000-8000-00000000000b');
    expect(await ask(other)).toBe(403);
    expect((await fetch(url)).status).toBe(403);
  });

  it('signs for requests with certain headers and parameters', async () => {
    const blob = signed({
      requestHeaders: { 'x-ms-lesson': 'loans' },
      requestQueryParameters: { step: '7' },
    });
    const ask = async (lesson: string, step: string): Promise<number> => {
      const headers = { 'x-ms-lesson': lesson, 'x-ms-version': '2026-04-06' };
      return (await fetch(`${blob.url}&step=${step}`, { headers })).status;
    };
    expect(await ask('loans', '7')).toBe(200);
    expect(await ask('others', '7')).toBe(403);
    expect(await ask('loans', '8')).toBe(403);
  });

  it('lets a blob be copied from where its signature leads', async () => {
    const target = world.service.getContainerClient('data').getBlockBlobClient('copied.csv');
    await target.syncCopyFromURL(signed().url);
    expect(await read(target)).toBe('Loan_ID');
  });

  it('is asked for with a token, and for seven days at most', async () => {
    const keyed = new BlobServiceClient(`${world.sandbox.blobAddress}/${account}`, undefined, once);
    await expect(keyed.getUserDelegationKey(inHours(0), inHours(1))).rejects.toMatchObject({
      statusCode: 401,
    });
    await expect(world.service.getUserDelegationKey(inHours(0), inHours(8 * 24))).rejects.toMatchObject({
      statusCode: 400,
    });
    await expect(world.service.getUserDelegationKey(inHours(-2), inHours(-1))).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it('outlives a restart and the keys of the account, and ends when all are revoked', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    const own = await first.service.getUserDelegationKey(inHours(-1), inHours(2));
    await first.close();
    const sandbox = await startSandbox({ folder, timeFactor: 1000, https: true });
    onTestFinished(() => sandbox.close());
    const blob = signed({}, { ...first, sandbox }, own);
    expect(await read(blob)).toBe('Loan_ID');
    const { storageAccounts } = storageManagementClient(sandbox);
    const before = await keyOf(sandbox, account);
    await storageAccounts.regenerateKey('loans', account, { keyName: 'key1' });
    expect(await keyOf(sandbox, account)).not.toBe(before);
    expect(await read(blob)).toBe('Loan_ID');
    await storageAccounts.revokeUserDelegationKeys('loans', account);
    await expect(read(blob)).rejects.toMatchObject({ code: 'AuthenticationFailed' });
    const again = await blobClientWithToken(sandbox, account, await signIn(sandbox)).getUserDelegationKey(
      inHours(-1),
      inHours(2),
    );
    expect(await read(signed({}, { ...first, sandbox }, again))).toBe('Loan_ID');
  });
});

it('a batch proves each of its requests by itself', async () => {
  const { service } = world;
  const container = service.getContainerClient('data');
  for (const name of ['one.csv', 'two.csv']) await container.getBlockBlobClient(name).upload('x', 1);
  const batch = service.getBlobBatchClient();
  const blobs = ['one.csv', 'two.csv'].map((name) => container.getBlobClient(name));
  const { subResponsesSucceededCount } = await batch.deleteBlobs(blobs);
  expect(subResponsesSucceededCount).toBe(2);
  expect(await container.getBlobClient('one.csv').exists()).toBe(false);
});
