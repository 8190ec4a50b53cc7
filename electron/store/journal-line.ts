import { crc32 } from 'node:zlib';

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One change: a document under its key, or its removal where there is no value. */
export interface JournalEntry {
  readonly key: string;
  readonly value?: Json;
}

/** The journal's line for changes that belong together: a checksum, then their number and themselves as JSON. */
export function createLine(sequence: number, entries: readonly JournalEntry[]): string {
  const body = JSON.stringify({ sequence, entries });
  return `${checksum(body)} ${body}\n`;
}

/** What a line says, or `undefined` where it is not as it was written. */
export function readLine(line: string): { sequence: number; entries: JournalEntry[] } | undefined {
  const body = line.slice(9);
  if (line[8] !== ' ' || line.slice(0, 8) !== checksum(body)) return undefined;
  return JSON.parse(body) as { sequence: number; entries: JournalEntry[] };
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
