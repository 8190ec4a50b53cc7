import {
  AnonymousCredential,
  BlobServiceClient,
  newPipeline,
  type ContainerClient,
  type RequestPolicyFactory,
} from '@azure/storage-blob';
import { ArmError } from '../arm-error.ts';
import type { World } from '../world.ts';
import { findAccount } from './account-data.ts';

/** Where containers are. */
export interface ContainerPlace {
  readonly account: string;
  readonly container: string;
}

/** Where a blob is. */
export interface BlobPlace extends ContainerPlace {
  readonly blob: string;
}

/** A blob in a list. */
export interface ListedBlob {
  readonly name: string;
  readonly size: number;
  readonly changedAt: Date;
}

/** A blob's bytes. Errors: `ArmError` ResourceNotFound for the account, the storage client's `RestError` BlobNotFound. */
export async function readBlob(world: World, { blob, ...place }: BlobPlace): Promise<Buffer> {
  return await containerClient(world, place).getBlobClient(blob).downloadToBuffer();
}

/** Writes a blob, over what is there; it is on disk when the promise resolves. */
export async function writeBlob(
  world: World,
  { blob, ...place }: BlobPlace,
  content: Uint8Array | string,
  contentType = 'application/octet-stream',
): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const client = containerClient(world, place).getBlockBlobClient(blob);
  await client.uploadData(bytes, { blobHTTPHeaders: { blobContentType: contentType } });
}

/** Adds a text at the end of an append blob, which is created where it is missing. */
export async function appendBlob(world: World, { blob, ...place }: BlobPlace, text: string): Promise<void> {
  const client = containerClient(world, place).getAppendBlobClient(blob);
  await client.createIfNotExists();
  const bytes = Buffer.from(text);
  await client.appendBlock(bytes, bytes.length);
}

/** The blobs whose names begin with a prefix, by name. */
export async function listBlobs(world: World, place: ContainerPlace, prefix = ''): Promise<ListedBlob[]> {
  const found: ListedBlob[] = [];
  for await (const { name, properties } of containerClient(world, place).listBlobsFlat({ prefix })) {
    found.push({ name, size: properties.contentLength ?? 0, changedAt: properties.lastModified });
  }
  return found;
}

/** Whether there is a blob. */
export async function blobExists(world: World, { blob, ...place }: BlobPlace): Promise<boolean> {
  return await containerClient(world, place).getBlobClient(blob).exists();
}

/** Removes a blob, if there is one. */
export async function deleteBlob(world: World, { blob, ...place }: BlobPlace): Promise<void> {
  await containerClient(world, place).getBlobClient(blob).deleteIfExists();
}

/** Creates a container where it is missing. */
export async function ensureContainer(world: World, place: ContainerPlace): Promise<void> {
  await containerClient(world, place).createIfNotExists();
}

function containerClient(world: World, { account, container }: ContainerPlace): ContainerClient {
  if (!findAccount(world, account)) throw accountNotFound(account);
  // A connection that was kept alive may be closed just when it is used again; a closing sandbox is not waited for.
  const pipeline = newPipeline(new AnonymousCredential(), {
    retryOptions: { maxTries: 3, retryDelayInMs: 20, maxRetryDelayInMs: 100 },
  });
  pipeline.factories.unshift(withToken);
  return new BlobServiceClient(`${world.addresses.blob}/${account}`, pipeline).getContainerClient(container);
}

/** Signs in with a token: an account may take no keys. */
const withToken: RequestPolicyFactory = {
  create: (next) => ({
    sendRequest(request) {
      request.headers.set('authorization', 'Bearer sandbox');
      return next.sendRequest(request);
    },
  }),
};

function accountNotFound(name: string): ArmError {
  return new ArmError(404, 'ResourceNotFound', `The storage account '${name}' was not found.`);
}
