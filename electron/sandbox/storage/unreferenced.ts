import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Azurite, IndexCollection } from './azurite-parts.ts';

/**
 * Removes the files whose bytes no blob and no block refers to, and what the index says of them. It runs before the
 * first request and after a save, so a kill never leaves a blob without its bytes.
 */
export function removeUnreferenced({ metadata, extentMetadata }: Azurite, folder: string): void {
  const blobs = metadata.db.getCollection('$BLOBS_COLLECTION$');
  const blocks = metadata.db.getCollection('$BLOCKS_COLLECTION$');
  const used = new Set([blobs, blocks].flatMap(referredBy));
  const extents = extentMetadata.db.getCollection('$EXTENTS_COLLECTION$');
  for (const file of readdirSync(folder)) {
    if (!used.has(file)) rmSync(path.join(folder, file), { force: true });
  }
  for (const { id = '' } of extents.data.slice()) {
    if (!used.has(id)) extents.findAndRemove({ id });
  }
}

function referredBy({ data }: IndexCollection): string[] {
  return data.flatMap(({ persistency, committedBlocksInOrder = [], pageRangesInOrder = [] }) => [
    ...(persistency ? [persistency.id] : []),
    ...[...committedBlocksInOrder, ...pageRangesInOrder].map((part) => part.persistency.id),
  ]);
}
