import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import type { CsvSource } from '../../engine/table/csv/csv-options.ts';
import { fileNotReadable } from './errors.ts';

const chunkBytes = 1 << 20;

/**
 * A file as a source of bytes that can be read more than once; a pipe is kept in memory.
 * Error: `file-not-readable`.
 */
export function csvFile(file: string): CsvSource {
  const name = path.basename(file);
  try {
    if (statSync(file).isFile()) return { name, open: () => readChunks(file) };
    const bytes = readFileSync(file);
    return { name, open: () => [bytes] };
  } catch (error) {
    throw fileNotReadable(file, error);
  }
}

/** The file's bytes, piece by piece, all in the same buffer. */
function* readChunks(file: string): Generator<Uint8Array> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const buffer = new Uint8Array(Math.min(chunkBytes, Math.max(1, fstatSync(descriptor).size)));
    for (;;) {
      const count = readSync(descriptor, buffer);
      if (count === 0) return;
      yield buffer.subarray(0, count);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw fileNotReadable(file, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
