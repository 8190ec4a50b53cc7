import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Creates a folder with those above it. (Node's own recursive way never ends where a file system such as /proc says
 * that a parent is missing which is there.)
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let place = path.resolve(folder); !isFolder(place); place = path.dirname(place)) missing.push(place);
  for (const place of missing.reverse()) {
    try {
      mkdirSync(place);
    } catch (error) {
      if (!isFolder(place)) throw error;
    }
  }
}

/** Whether a folder is there. Error: ENOTDIR where a file is in its place. */
function isFolder(place: string): boolean {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found && !found.isDirectory())
    throw Object.assign(new Error(`${place} is a file.`), { code: 'ENOTDIR' });
  return found !== undefined;
}
