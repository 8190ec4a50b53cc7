import type { IncomingHttpHeaders } from 'node:http';

const words = [
  ...['List', 'SetContainer', 'GetContainer', 'CreateContainer', 'DeleteContainer', 'GetBlockList', 'Get'],
  ...['GetProperties', 'Delete', 'PutBlock', 'PutBlockList', 'Set', 'Put', 'Copy'],
] as const;

type Word = (typeof words)[number];

/** What calls to blob storage are called: Blobs_ and the words of the Blob service's REST API. */
export const blobOperations: readonly string[] = words.map(named);

function named(word: Word): string {
  return `Blobs_${word}`;
}

/** Names a call about a container, or about an account. */
export function containerOperation(method: string, comp: string | null): string {
  if (comp === 'list') return named('List');
  if (comp !== null) return named(method === 'PUT' ? 'SetContainer' : 'GetContainer');
  if (method === 'PUT') return named('CreateContainer');
  return named(method === 'DELETE' ? 'DeleteContainer' : 'GetContainer');
}

/** Names a call about a blob. */
export function blobOperation(method: string, comp: string | null, headers: IncomingHttpHeaders): string {
  if (method === 'HEAD') return named('GetProperties');
  if (method === 'DELETE') return named('Delete');
  if (method !== 'PUT') return named(comp === 'blocklist' ? 'GetBlockList' : 'Get');
  if (comp === 'block') return named('PutBlock');
  if (comp === 'blocklist') return named('PutBlockList');
  if (comp !== null) return named('Set');
  return named(headers['x-ms-copy-source'] === undefined ? 'Put' : 'Copy');
}
