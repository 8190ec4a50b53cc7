import { request as httpRequest } from 'node:http';
import {
  AnonymousCredential,
  BlobServiceClient,
  ContainerClient,
  ContainerSASPermissions,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { expect, it } from 'vitest';
import { requestJson } from '../../../../electron/azure/request.ts';
import { storageManagementClient } from '../../../support/arm-client.ts';
import { refusal, scope, startWorkspace } from '../../../support/workspace.ts';

const { resourceGroup, workspace } = scope;
const once = { retryOptions: { maxTries: 1 } };
const inAnHour = (): Date => new Date(Date.now() + 3_600_000);

interface Upload {
  readonly pendingUploadId: string;
  readonly blobReferenceForConsumption: {
    readonly blobUri: string;
    readonly storageAccountArmId: string;
    readonly credential: { readonly credentialType: string; readonly sasUri: string };
  };
}

it.each(['codes', 'data', 'models'])('%s are uploaded to where a pending upload leads', async (kind) => {
  const { connection, machineLearning } = await startWorkspace();
  const id = `/subscriptions/${connection.subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}`;
  const path = `${id}/${kind}/loans/versions/1/startPendingUpload?api-version=2023-04-01`;
  const begin = (body: object): Promise<Upload> =>
    requestJson(connection, 'POST', path, body) as unknown as Promise<Upload>;
  const { pendingUploadId, blobReferenceForConsumption: place } = await begin({});
  expect(place.storageAccountArmId).toMatch(/storageAccounts\/sttest$/);
  expect(place.credential).toMatchObject({
    credentialType: 'SAS',
    sasUri: expect.stringContaining(`${place.blobUri}?`) as string,
  });
  const container = new ContainerClient(place.credential.sasUri, new AnonymousCredential(), once);
  await container.getBlockBlobClient('src/train.py').upload('print(1)', 8);
  const again = await begin({ pendingUploadId });
  expect(again.blobReferenceForConsumption.blobUri).toBe(place.blobUri);
  expect((await begin({})).blobReferenceForConsumption.blobUri).not.toBe(place.blobUri);
  if (kind === 'codes') {
    const { properties } = await machineLearning.codeVersions.createOrUpdate(
      resourceGroup,
      workspace,
      'loans',
      '1',
      { properties: { codeUri: `${place.blobUri}/src` } },
    );
    expect(properties.codeUri).toBe(`${place.blobUri}/src`);
  }
  expect(await refusal(begin({ pendingUploadType: 'None' }))).toContain('400 InvalidRequestContent');
});

it('a datastore keeps the signature that it was given, and gives it to who asks for its secrets', async () => {
  const { sandbox, machineLearning } = await startWorkspace();
  const storage = storageManagementClient(sandbox);
  const { keys = [] } = await storage.storageAccounts.listKeys(resourceGroup, 'sttest');
  const credential = new StorageSharedKeyCredential('sttest', keys[0].value ?? '');
  const service = new BlobServiceClient(`${sandbox.blobAddress}/sttest`, credential, once);
  const { containerClient } = await service.createContainer('shared');
  const url = await containerClient.generateSasUrl({
    permissions: ContainerSASPermissions.parse('racwl'),
    expiresOn: inAnHour(),
  });
  const sasToken = new URL(url).search.slice(1);
  const made = await machineLearning.datastores.createOrUpdate(resourceGroup, workspace, 'shared', {
    properties: {
      datastoreType: 'AzureBlob',
      accountName: 'sttest',
      containerName: 'shared',
      credentials: { credentialsType: 'Sas', secrets: { secretsType: 'Sas', sasToken } },
    },
  });
  expect(JSON.stringify(made)).not.toContain(sasToken);
  const secrets = await machineLearning.datastores.listSecrets(resourceGroup, workspace, 'shared');
  expect(secrets).toEqual({ secretsType: 'Sas', sasToken });
  const shared = new ContainerClient(`${containerClient.url}?${sasToken}`, new AnonymousCredential(), once);
  await shared.getBlockBlobClient('loan.csv').upload('Loan_ID', 7);
  expect(await shared.getBlockBlobClient('loan.csv').exists()).toBe(true);
});

it('Azure Resource Manager signs for an account and for a container', async () => {
  const { sandbox } = await startWorkspace();
  const { storageAccounts, blobContainers } = storageManagementClient(sandbox);
  await blobContainers.create(resourceGroup, 'sttest', 'data', {});
  const { accountSasToken = '' } = await storageAccounts.listAccountSAS(resourceGroup, 'sttest', {
    services: 'b',
    resourceTypes: 'sco',
    permissions: 'rwlc',
    sharedAccessExpiryTime: inAnHour(),
  });
  const service = new BlobServiceClient(
    `${sandbox.blobAddress}/sttest?${accountSasToken}`,
    new AnonymousCredential(),
    once,
  );
  await service.getContainerClient('data').getBlockBlobClient('loan.csv').upload('Loan_ID', 7);
  const { serviceSasToken = '' } = await storageAccounts.listServiceSAS(resourceGroup, 'sttest', {
    canonicalizedResource: '/blob/sttest/data',
    resource: 'c',
    permissions: 'l',
    sharedAccessExpiryTime: inAnHour(),
    keyToSign: 'key2',
  });
  const container = new ContainerClient(
    `${sandbox.blobAddress}/sttest/data?${serviceSasToken}`,
    new AnonymousCredential(),
    once,
  );
  const names: string[] = [];
  for await (const { name } of container.listBlobsFlat()) names.push(name);
  expect(names).toEqual(['loan.csv']);
  await storageAccounts.regenerateKey(resourceGroup, 'sttest', { keyName: 'key2' });
  await expect(container.listBlobsFlat().next()).rejects.toMatchObject({ code: 'AuthenticationFailed' });
  expect(
    await refusal(
      storageAccounts.listServiceSAS(resourceGroup, 'sttest', { canonicalizedResource: '/blob/other/data' }),
    ),
  ).toContain('400 InvalidValuesForRequestParameters');
});

it('blobs are not for who calls under a foreign name', async () => {
  const { sandbox } = await startWorkspace();
  const ask = (host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = { host, authorization: 'Bearer x', 'x-ms-version': '2023-11-03' };
      httpRequest(`${sandbox.blobAddress}/sttest?comp=list`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  expect(await ask('rebound.example.com')).toBe(403);
  expect(await ask('localhost')).toBe(200);
  expect(await ask('sttest.blob.core.windows.net')).not.toBe(403);
});

it('an address that nobody can read is refused, with nothing of the program in it', async () => {
  const { sandbox } = await startWorkspace();
  const ask = (path: string): Promise<[status: number | undefined, text: string]> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(sandbox.blobAddress);
      const headers = { authorization: 'Bearer x', 'x-ms-version': '2023-11-03' };
      httpRequest({ host: '127.0.0.1', port, path, headers }, (response) => {
        let text = '';
        response.on('data', (data: Buffer) => (text += data.toString()));
        response.on('end', () => resolve([response.statusCode, text]));
      })
        .on('error', reject)
        .end();
    });
  for (const path of [
    '/sttest/data/%ff',
    '/sttest?comp=list&marker=%00',
    `/sttest?comp=blobs&where=${'('.repeat(7000)}`,
  ]) {
    expect(await ask(path), path.slice(0, 40)).toEqual([
      400,
      expect.stringMatching(/<Code>Invalid\w+<\/Code>/),
    ]);
  }
});
