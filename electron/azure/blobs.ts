import { statSync } from 'node:fs';
import { BlobServiceClient, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import { uploadInBlocks } from './block-upload.ts';
import { call, find, list } from './call.ts';
import { clientsOf } from './clients.ts';
import type { CallOptions, Connection } from './connection.ts';
import { accountNotFound } from './errors.ts';
import { getStorageAccount, listStorageKeys } from './storage-accounts.ts';

/** Where a container is. */
export interface ContainerPlace {
  readonly resourceGroup: string;
  readonly account: string;
  readonly container: string;
}

/** Where a blob is. */
export interface BlobPlace extends ContainerPlace {
  readonly blob: string;
}

/** What is known of a blob without its bytes. */
export interface BlobProperties {
  readonly name: string;
  readonly size: number;
}

/** The client of a container, with the account's key. Error: `account-not-found`. */
async function containerClient(connection: Connection, place: ContainerPlace): Promise<ContainerClient> {
  const account = { resourceGroup: place.resourceGroup, name: place.account };
  const found = await getStorageAccount(connection, account);
  if (!found) throw accountNotFound(place.account);
  const [key] = await listStorageKeys(connection, account);
  const service = new BlobServiceClient(
    found.blobEndpoint,
    new StorageSharedKeyCredential(place.account, key),
    connection.kind === 'sandbox' ? { retryOptions: { retryDelayInMs: 20, maxRetryDelayInMs: 500 } } : {},
  );
  return service.getContainerClient(place.container);
}

/** Creates a container; one that is there stays as it is. */
export async function createContainer(connection: Connection, place: ContainerPlace): Promise<void> {
  const { resourceGroup, account, container } = place;
  const { storage } = clientsOf(connection);
  if (await getContainer(connection, place)) return;
  await call(() => storage.blobContainers.create(resourceGroup, account, container, {}));
}

/** A container, or `undefined`. */
export function getContainer(
  connection: Connection,
  { resourceGroup, account, container }: ContainerPlace,
): Promise<{ readonly id?: string } | undefined> {
  return find(() => clientsOf(connection).storage.blobContainers.get(resourceGroup, account, container));
}

/** What is in a container, by name: all of it, or what begins with a prefix. */
export async function listBlobs(
  connection: Connection,
  place: ContainerPlace,
  prefix = '',
): Promise<BlobProperties[]> {
  const client = await containerClient(connection, place);
  const blobs = await list(client.listBlobsFlat({ prefix }));
  return blobs.map(({ name, properties }) => ({ name, size: properties.contentLength ?? 0 }));
}

/** What is known of a blob; `undefined` where it is not there. */
export async function getBlobProperties(
  connection: Connection,
  place: BlobPlace,
): Promise<BlobProperties | undefined> {
  const client = await containerClient(connection, place);
  const found = await find(() => client.getBlobClient(place.blob).getProperties());
  return found && { name: place.blob, size: found.contentLength ?? 0 };
}

const progressIntervalMs = 100;

/**
 * Uploads a file, over what is there; one that was stopped goes on from its last block. `onProgress` is told of bytes,
 * ten times a second at most, and at the end. A cancelled upload leaves no blob.
 */
export async function uploadFile(
  connection: Connection,
  { file, ...place }: BlobPlace & { readonly file: string },
  {
    signal,
    onProgress,
  }: CallOptions & { readonly onProgress?: (loaded: number, total: number) => void } = {},
): Promise<{ size: number }> {
  const client = await containerClient(connection, place);
  const total = statSync(file).size;
  let told = -Infinity;
  await call(() =>
    uploadInBlocks(client.getBlockBlobClient(place.blob), file, {
      signal,
      onProgress(loaded) {
        const now = performance.now();
        if (now - told < progressIntervalMs) return;
        told = now;
        onProgress?.(loaded, total);
      },
    }),
  );
  onProgress?.(total, total);
  return { size: total };
}

/** Writes a text, over what is there. */
export async function uploadText(
  connection: Connection,
  { text, ...place }: BlobPlace & { readonly text: string },
): Promise<void> {
  const client = await containerClient(connection, place);
  const bytes = Buffer.from(text);
  await call(() => client.getBlockBlobClient(place.blob).upload(bytes, bytes.length));
}

/** A blob's bytes; `undefined` where it is not there. */
export async function downloadBuffer(connection: Connection, place: BlobPlace): Promise<Buffer | undefined> {
  const client = await containerClient(connection, place);
  return find(() => client.getBlobClient(place.blob).downloadToBuffer());
}

/** The bytes of several blobs, one after the other; one that is not there is left out. */
export async function* readBlobs(
  connection: Connection,
  place: ContainerPlace,
  names: readonly string[],
): AsyncGenerator<Buffer> {
  const client = await containerClient(connection, place);
  for (const name of names) {
    const bytes = await find(() => client.getBlobClient(name).downloadToBuffer());
    if (bytes) yield bytes;
  }
}

/** A blob's text; `undefined` where it is not there. */
export async function downloadText(connection: Connection, place: BlobPlace): Promise<string | undefined> {
  return (await downloadBuffer(connection, place))?.toString('utf8');
}

/** Deletes a blob; one that is gone already is no error. */
export async function deleteBlob(connection: Connection, place: BlobPlace): Promise<void> {
  const client = await containerClient(connection, place);
  await find(() => client.getBlobClient(place.blob).delete());
}
