import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  AnonymousCredential,
  BlobSASPermissions,
  BlobServiceClient,
  BlockBlobClient,
  ContainerClient,
  ContainerSASPermissions,
  generateAccountSASQueryParameters,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
  type AccountSASSignatureValues,
  type BlobSASSignatureValues,
} from '@azure/storage-blob';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../../../../electron/sandbox/server.ts';
import { resourceManagementClient, storageManagementClient } from '../../../support/arm-client.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { blobClient, blobClientWithToken, createAccount, keyOf, signIn } from './storage-account.ts';

const account = 'loans1';
const inAnHour = (): Date => new Date(Date.now() + 3_600_000);
const anHourAgo = (): Date => new Date(Date.now() - 3_600_000);
const once = { retryOptions: { maxTries: 1 } };

interface World {
  readonly sandbox: Sandbox;
  readonly credential: StorageSharedKeyCredential;
  readonly container: ContainerClient;
  readonly blob: BlockBlobClient;
}

/** A sandbox with an account, a container "data" and a blob "loan.csv". */
async function start(folder: string): Promise<World & { close(): Promise<void> }> {
  const sandbox = await startSandbox({ folder, timeFactor: 1000, https: true });
  await createAccount(sandbox, account);
  const key = await keyOf(sandbox, account);
  const { containerClient: container } = await blobClient(sandbox, account, key).createContainer('data');
  const blob = container.getBlockBlobClient('loan.csv');
  await blob.upload('Loan_ID', 7);
  const credential = new StorageSharedKeyCredential(account, key);
  return { sandbox, credential, container, blob, close: () => sandbox.close() };
}

async function startOwn(): Promise<World> {
  const world = await start(temporaryFolder());
  onTestFinished(() => world.close());
  return world;
}

let world: World;
beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
  const started = await start(folder);
  world = started;
  return async () => {
    await started.close();
    rmSync(folder, { recursive: true, force: true });
  };
}, 60_000);

function blobWith(values: Partial<BlobSASSignatureValues>, blob = world.blob): BlockBlobClient {
  const query = generateBlobSASQueryParameters(
    {
      containerName: 'data',
      blobName: blob.name,
      permissions: BlobSASPermissions.parse('r'),
      expiresOn: inAnHour(),
      ...values,
    },
    world.credential,
  );
  return new BlockBlobClient(
    `${blob.url.split('?')[0]}?${query.toString()}`,
    new AnonymousCredential(),
    once,
  );
}

function serviceWith(values: Partial<AccountSASSignatureValues>): BlobServiceClient {
  const query = generateAccountSASQueryParameters(
    {
      permissions: AccountSASPermissions.parse('rl'),
      resourceTypes: AccountSASResourceTypes.parse('sco').toString(),
      services: AccountSASServices.parse('b').toString(),
      expiresOn: inAnHour(),
      ...values,
    },
    world.credential,
  );
  return new BlobServiceClient(
    `${world.sandbox.blobAddress}/${account}?${query.toString()}`,
    new AnonymousCredential(),
    once,
  );
}

const refused = (code: string, status = 403): object => ({ statusCode: status, code });
/** A blob's text by a single GET, whose refusal has a body. */
async function read(blob: BlockBlobClient): Promise<string> {
  const { readableStreamBody } = await blob.download();
  return text(readableStreamBody ?? Readable.from([]));
}

describe("an account's signature", () => {
  const blobOf = (service: BlobServiceClient): BlockBlobClient =>
    service.getContainerClient('data').getBlockBlobClient('loan.csv');

  it.each([undefined, '2015-04-05', '2019-12-12', '2020-12-06'])(
    'of version %s is taken',
    async (version) => {
      expect(await read(blobOf(serviceWith(version === undefined ? {} : { version })))).toBe('Loan_ID');
    },
  );

  it('is for what it names: permissions, services, kinds of resources', async () => {
    await expect(blobOf(serviceWith({})).upload('x', 1)).rejects.toMatchObject(
      refused('AuthorizationPermissionMismatch'),
    );
    const queues = serviceWith({ services: AccountSASServices.parse('q').toString() });
    await expect(read(blobOf(queues))).rejects.toMatchObject(refused('AuthorizationServiceMismatch'));
    const services = serviceWith({ resourceTypes: AccountSASResourceTypes.parse('s').toString() });
    await expect(read(blobOf(services))).rejects.toMatchObject(refused('AuthorizationResourceTypeMismatch'));
  });

  it('lets create and not write over what is there', async () => {
    const { container } = world;
    const creator = serviceWith({ permissions: AccountSASPermissions.parse('c') }).getContainerClient('data');
    await creator.getBlockBlobClient('made once.csv').upload('a', 1);
    await expect(creator.getBlockBlobClient('made once.csv').upload('b', 1)).rejects.toMatchObject(
      refused('AuthorizationPermissionMismatch'),
    );
    expect(await read(container.getBlockBlobClient('made once.csv'))).toBe('a');
  });
});

describe("a service's signature", () => {
  it.each([undefined, '2015-04-05', '2018-11-09', '2020-12-06'])(
    'of version %s is taken',
    async (version) => {
      expect(await read(blobWith(version === undefined ? {} : { version }))).toBe('Loan_ID');
    },
  );

  it('for a container is for each of its blobs, and lists them', async () => {
    const { container, credential } = world;
    const query = generateBlobSASQueryParameters(
      { containerName: 'data', permissions: ContainerSASPermissions.parse('rcl'), expiresOn: inAnHour() },
      credential,
    );
    const signed = new ContainerClient(
      `${container.url}?${query.toString()}`,
      new AnonymousCredential(),
      once,
    );
    await signed.getBlockBlobClient('Kredite ä.csv').upload('x', 1);
    const names: string[] = [];
    for await (const { name } of signed.listBlobsFlat()) names.push(name);
    expect(names).toEqual(expect.arrayContaining(['Kredite ä.csv', 'loan.csv']));
    await expect(signed.getBlockBlobClient('loan.csv').delete()).rejects.toMatchObject(
      refused('AuthorizationPermissionMismatch'),
    );
    const elsewhere = new ContainerClient(
      `${container.url.replace(/data$/, 'other')}?${query.toString()}`,
      new AnonymousCredential(),
      once,
    );
    await expect(elsewhere.exists()).rejects.toMatchObject({ statusCode: 403 });
  });

  it('for a blob is for that one, and does what it permits', async () => {
    const { blob, container } = world;
    await expect(blobWith({}).delete()).rejects.toMatchObject(refused('AuthorizationPermissionMismatch'));
    const query = new URL(blobWith({}).url).search;
    const other = new BlockBlobClient(
      container.getBlockBlobClient('other.csv').url + query,
      new AnonymousCredential(),
      once,
    );
    await expect(read(other)).rejects.toMatchObject(refused('AuthenticationFailed'));
    const changed = new BlockBlobClient(
      `${blob.url}${query.replace('sp=r', 'sp=rw')}`,
      new AnonymousCredential(),
      once,
    );
    await expect(read(changed)).rejects.toMatchObject(refused('AuthenticationFailed'));
  });

  it('for a blob of any name is for that one', async () => {
    const blob = world.container.getBlockBlobClient('raw data/50 % ä+b&c.csv');
    await blob.upload('x', 1);
    expect(await read(blobWith({}, blob))).toBe('x');
  });

  it('for a snapshot is for that state of a blob', async () => {
    const { container } = world;
    const blob = container.getBlockBlobClient('changing.csv');
    await blob.upload('old', 3);
    const { snapshot = '' } = await blob.createSnapshot();
    await blob.upload('new', 3);
    const signed = blobWith({ snapshotTime: snapshot }, blob);
    expect(await read(signed.withSnapshot(snapshot))).toBe('old');
  });

  it('holds from its start to its end', async () => {
    const { blob } = world;
    await expect(read(blobWith({ expiresOn: anHourAgo() }))).rejects.toMatchObject(
      refused('AuthenticationFailed'),
    );
    await expect(
      read(blobWith({ startsOn: inAnHour(), expiresOn: new Date(Date.now() + 7_200_000) })),
    ).rejects.toMatchObject(refused('AuthenticationFailed'));
    const reply = await fetch(blobWith({ expiresOn: anHourAgo() }).url);
    expect(reply.status).toBe(403);
    expect(reply.headers.get('x-ms-error-code')).toBe('AuthenticationFailed');
    const shown = await reply.text();
    expect(shown).toContain('<Code>AuthenticationFailed</Code>');
    expect(shown).toContain('Signature not valid in the specified time frame: Start [');
    expect(await read(blobWith({ startsOn: anHourAgo() }, blob))).toBe('Loan_ID');
  });

  it('holds for the addresses and the protocol that it names', async () => {
    expect(await read(blobWith({ ipRange: { start: '127.0.0.0', end: '127.0.0.9' } }))).toBe('Loan_ID');
    await expect(read(blobWith({ ipRange: { start: '10.0.0.1' } }))).rejects.toMatchObject({
      ...refused('AuthorizationSourceIPMismatch'),
      message: expect.stringContaining('source IP 127.0.0.1') as string,
    });
    expect(await read(blobWith({ protocol: SASProtocol.HttpsAndHttp }))).toBe('Loan_ID');
    await expect(read(blobWith({ protocol: SASProtocol.Https }))).rejects.toMatchObject(
      refused('AuthorizationProtocolMismatch'),
    );
  });

  it('takes what it leaves open from a stored access policy, which can be withdrawn', async () => {
    const { container, credential, blob } = world;
    await container.setAccessPolicy(undefined, [
      { id: 'readers', accessPolicy: { permissions: 'r', startsOn: anHourAgo(), expiresOn: inAnHour() } },
      { id: 'open', accessPolicy: { permissions: 'r' } },
      { id: 'over', accessPolicy: { permissions: 'r', startsOn: anHourAgo(), expiresOn: anHourAgo() } },
    ]);
    const by = (identifier: string, more: Partial<BlobSASSignatureValues> = {}): BlockBlobClient => {
      const values = { containerName: 'data', blobName: 'loan.csv', identifier, ...more };
      const query = generateBlobSASQueryParameters(values, credential);
      return new BlockBlobClient(`${blob.url}?${query.toString()}`, new AnonymousCredential(), once);
    };
    expect(await read(by('readers'))).toBe('Loan_ID');
    await expect(by('readers').delete()).rejects.toMatchObject(refused('AuthorizationPermissionMismatch'));
    expect(await read(by('open', { expiresOn: inAnHour() }))).toBe('Loan_ID');
    await expect(read(by('open'))).rejects.toMatchObject(refused('AuthenticationFailed'));
    await expect(read(by('over'))).rejects.toMatchObject(refused('AuthenticationFailed'));
    await expect(read(by('nobody'))).rejects.toMatchObject(refused('AuthenticationFailed'));
    await expect(read(by('readers', { expiresOn: inAnHour() }))).rejects.toMatchObject(
      refused('AuthenticationFailed'),
    );
    await container.setAccessPolicy(undefined, []);
    await expect(read(by('readers'))).rejects.toMatchObject(refused('AuthenticationFailed'));
  });
});

describe('a key', () => {
  it('that was made anew is cut at once, with all that it has signed; the other goes on', async () => {
    const { sandbox, blob } = await startOwn();
    const signedBy = async (key: 'key1' | 'key2'): Promise<BlockBlobClient> => {
      const credential = new StorageSharedKeyCredential(account, await keyOf(sandbox, account, key));
      const query = generateBlobSASQueryParameters(
        {
          containerName: 'data',
          blobName: 'loan.csv',
          permissions: BlobSASPermissions.parse('r'),
          expiresOn: inAnHour(),
        },
        credential,
      );
      return new BlockBlobClient(`${blob.url}?${query.toString()}`, new AnonymousCredential(), once);
    };
    const [first, second] = [await signedBy('key1'), await signedBy('key2')];
    expect([await read(first), await read(second)]).toEqual(['Loan_ID', 'Loan_ID']);
    const { storageAccounts } = storageManagementClient(sandbox);
    await storageAccounts.regenerateKey('loans', account, { keyName: 'key1' });
    await expect(read(first)).rejects.toMatchObject(refused('AuthenticationFailed'));
    expect(await read(second)).toBe('Loan_ID');
    await expect(read(blob)).rejects.toMatchObject(refused('AuthenticationFailed'));
  });

  it('is not taken, nor what it has signed, where the account takes tokens only', async () => {
    const { sandbox, blob, credential } = await startOwn();
    const { storageAccounts } = storageManagementClient(sandbox);
    await storageAccounts.update('loans', account, { allowSharedKeyAccess: false });
    await expect(read(blob)).rejects.toMatchObject(refused('KeyBasedAuthenticationNotPermitted'));
    const query = generateBlobSASQueryParameters(
      { containerName: 'data', permissions: ContainerSASPermissions.parse('r'), expiresOn: inAnHour() },
      credential,
    );
    const signed = new BlockBlobClient(`${blob.url}?${query.toString()}`, new AnonymousCredential(), once);
    await expect(read(signed)).rejects.toMatchObject(refused('KeyBasedAuthenticationNotPermitted'));
    const byToken = blobClientWithToken(sandbox, account, await signIn(sandbox));
    expect(await read(byToken.getContainerClient('data').getBlockBlobClient('loan.csv'))).toBe('Loan_ID');
  });
});

describe('nobody', () => {
  it('is told where to sign in, or that nothing is public', async () => {
    const { blob } = world;
    const newer = await fetch(blob.url, { headers: { 'x-ms-version': '2023-11-03' } });
    expect(newer.status).toBe(401);
    expect(newer.headers.get('www-authenticate')).toBe(
      `Bearer authorization_uri=https://login.microsoftonline.com/${world.sandbox.tenant}/oauth2/authorize resource_id=https://storage.azure.com`,
    );
    const older = await fetch(blob.url);
    expect([older.status, older.headers.get('x-ms-error-code')]).toEqual([409, 'PublicAccessNotPermitted']);
  });

  it('reads what is public, as long as the account lets it be', async () => {
    const { sandbox, container, blob } = await startOwn();
    // The client for storage accounts drops this property when it updates one.
    const { resources } = resourceManagementClient(sandbox);
    const { id = '' } = await storageManagementClient(sandbox).storageAccounts.getProperties(
      'loans',
      account,
    );
    const allow = async (allowBlobPublicAccess: boolean): Promise<unknown> =>
      resources.beginUpdateByIdAndWait(id, '2022-09-01', { properties: { allowBlobPublicAccess } });
    await allow(true);
    await container.setAccessPolicy('blob');
    expect(await (await fetch(blob.url)).text()).toBe('Loan_ID');
    const other = await fetch(`${sandbox.blobAddress}/${account}/hidden/loan.csv`);
    expect([other.status, other.headers.get('x-ms-error-code')]).toEqual([404, 'ResourceNotFound']);
    await allow(false);
    expect((await fetch(blob.url)).status).toBe(409);
  });

  it('finds anything in an account that is gone', async () => {
    const { sandbox, blob } = await startOwn();
    await storageManagementClient(sandbox).storageAccounts.delete('loans', account);
    await expect(read(blob)).rejects.toMatchObject(refused('ResourceNotFound', 404));
    expect((await fetch(blob.url)).status).toBe(404);
  });
});
