import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.csv': 'text/csv; charset=utf-8',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** A file of the app as it is sent. */
export interface StaticFile {
  readonly bytes: Buffer;
  readonly type: string;
  /** Its name holds a hash of what is in it. */
  readonly isImmutable: boolean;
}

/**
 * The file that a URL's path names below a folder; `undefined` for what is not there, leads out of the folder, or is
 * no plain path. A path is decoded once.
 */
export function findStaticFile(folder: string, urlPath: string): StaticFile | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (/[\0\\]|%/.test(decoded) || decoded.split('/').some((part) => part === '..' || part === '.')) {
    return undefined;
  }
  const name = decoded === '/' ? '/index.html' : decoded;
  const type = Object.hasOwn(types, path.extname(name)) ? types[path.extname(name)] : undefined;
  const file = path.join(folder, name);
  if (type === undefined || !statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  // A link in the folder must not lead out of it.
  const real = realpathSync(file);
  if (!real.startsWith(realpathSync(folder) + path.sep)) return undefined;
  return { bytes: readFileSync(real), type, isImmutable: name.startsWith('/assets/') };
}
