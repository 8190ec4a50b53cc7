import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { BlockBlobClient } from '@azure/storage-blob';

const blockBytes = 4 << 20;
const concurrency = 4;

/** A piece of a file; its id says what is in it, so that the same piece is not sent twice. */
interface Block {
  readonly index: number;
  readonly offset: number;
  readonly length: number;
}

/**
 * Uploads a file in blocks, over what is there. Blocks that an earlier try has left with the same content are not sent
 * again. Until all are there the blob stays as it was; a stop leaves no blob.
 * Source: https://learn.microsoft.com/rest/api/storageservices/put-block
 */
export async function uploadInBlocks(
  client: BlockBlobClient,
  file: string,
  options: { readonly signal?: AbortSignal | undefined; readonly onProgress?: (loaded: number) => void } = {},
): Promise<void> {
  const { signal, onProgress } = options;
  const abort = signal ? { abortSignal: signal } : {};
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const blocks = Array.from({ length: Math.ceil(size / blockBytes) }, (_, index): Block => {
      const offset = index * blockBytes;
      return { index, offset, length: Math.min(blockBytes, size - offset) };
    });
    const there = await stagedBlocks(client);
    const ids = new Array<string>(blocks.length);
    let loaded = 0;
    const waiting = blocks[Symbol.iterator]();
    const work = async (): Promise<void> => {
      for (const block of waiting) {
        const bytes = await read(handle, block);
        const id = blockId(block, bytes);
        if (!there.has(id)) await client.stageBlock(id, bytes, bytes.length, abort);
        ids[block.index] = id;
        loaded += block.length;
        onProgress?.(loaded);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
    await client.commitBlockList(ids, abort);
  } finally {
    await handle.close();
  }
}

/** The ids of the blocks that an earlier try has left. */
async function stagedBlocks(client: BlockBlobClient): Promise<Set<string>> {
  try {
    const { uncommittedBlocks = [] } = await client.getBlockList('uncommitted');
    return new Set(uncommittedBlocks.map(({ name }) => name));
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return new Set();
    throw error;
  }
}

async function read(handle: FileHandle, { offset, length }: Block): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  if (bytesRead < length) throw new Error('The file became shorter while it was uploaded.');
  return bytes;
}

/** 48 bytes in base64, as Microsoft's client makes them: all ids of a blob are of one length. */
function blockId({ index }: Block, bytes: Buffer): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 40);
  return Buffer.from(`${hash}${String(index).padStart(8, '0')}`).toString('base64');
}
