import { closeSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { storeDamaged } from '../../store/errors.ts';
import { isObject } from '../envelope.ts';
import type { World } from '../world.ts';
import { AccountData } from './account-data.ts';
import type { BlobMetadata } from './azurite-parts.ts';
import { createAzurite } from './azurite.ts';
import { refuseForeigner } from './foreigners.ts';
import { refuseUnreadable } from './unreadable.ts';
import { holdReply } from './held-reply.ts';
import { IndexSaver, removeUnfinished } from './index-saver.ts';
import { removeUnreferenced } from './unreferenced.ts';

/** The sandbox's blob storage. */
export interface BlobService {
  /** Such as http://127.0.0.1:4200; an account's name follows as the first part of a path. */
  readonly address: string;
  /** What answers a request to it. */
  readonly listener: RequestListener;
  readonly accounts: AccountData;
  readonly metadata: BlobMetadata;
  /** Waits until what was changed in `metadata` is in its file. */
  save(): Promise<void>;
  close(): Promise<void>;
}

const portKey = 'blob-service/port';

/**
 * Starts Azurite in this process, in the folder blobs of the sandbox, under the port of the last time where that is
 * free. The reply to a write waits until it is in Azurite's indexes on disk: a killed process loses nothing that it
 * has acknowledged.
 * Errors: `store-damaged`, `store-not-writable`.
 */
export async function startBlobService(world: World): Promise<BlobService> {
  const folder = path.join(world.folder, 'blobs');
  const files = {
    metadata: path.join(folder, 'blobs.json'),
    extentMetadata: path.join(folder, 'extents.json'),
    extents: path.join(folder, 'extents'),
  };
  mkdirSync(files.extents, { recursive: true });
  for (const file of [files.metadata, files.extentMetadata]) {
    checkIndex(file);
    removeUnfinished(file);
  }
  const accounts = new AccountData(
    world,
    () => azurite.metadata,
    () => saver.saveNow(),
  );
  const azurite = createAzurite(files, accounts, world.tenant);
  const { metadata, extentMetadata, extents, answer } = azurite;
  const saver = new IndexSaver(extentMetadata.db, metadata.db, () => accounts.dropGone());
  await metadata.init();
  await extentMetadata.init();
  await extents.init();
  saver.saveNow();
  removeUnreferenced(azurite, files.extents);
  const listener: RequestListener = (request, response) => {
    if (refuseForeigner(request, response) || refuseUnreadable(request, response)) return;
    const next = (): void => {
      holdReply(request, response, saver);
      answer(request, response);
    };
    if (world.beforeBlobs) world.beforeBlobs(request, response, next);
    else next();
  };
  const server = createServer(listener);
  const port = await listenAgain(server, world.store.get(portKey) as number | undefined);
  world.store.put(portKey, port);
  const address = `http://127.0.0.1:${port}`;
  world.addresses.blob = address;
  return {
    address,
    listener,
    accounts,
    metadata,
    save: () => saver.save(),
    async close() {
      await closeServer(server);
      await saver.close();
      for (const { fd } of extents.activeWriteExtents) if (fd !== undefined) closeSync(fd);
      await extents.close();
      await metadata.close();
    },
  };
}

/** Refuses an index that cannot be read, rather than to begin an empty one over it. */
function checkIndex(file: string): void {
  if (!existsSync(file)) return;
  let index: unknown;
  try {
    index = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw storeDamaged(file, 1, (error as Error).message);
  }
  const isIndex = isObject(index) && Array.isArray(index.collections);
  if (!isIndex) throw storeDamaged(file, 1, 'it is no index of blobs');
}

/** Listens on the port of the last time; on any free one where that is taken. */
async function listenAgain(server: Server, last: number | undefined): Promise<number> {
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await listen(last ?? 0);
  } catch {
    await listen(0);
  }
  return (server.address() as AddressInfo).port;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
