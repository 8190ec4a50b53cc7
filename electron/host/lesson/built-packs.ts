import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Pack } from '../../../lessons/format/load-pack.ts';

/** A pack as the build has read and checked it: a start need not do it again. */
interface BuiltPack {
  /** What it was made of. */
  readonly hash: string;
  readonly pack: Omit<Pack, 'files'>;
}

/** A pack as the build keeps it. */
export function buildPack({ files, ...pack }: Pack, version: string): string {
  return JSON.stringify({ hash: hashOf(files, version), pack } satisfies BuiltPack);
}

/** A pack that the build has checked; `undefined` where there is none, or its files have changed since. */
export function builtPack(
  name: string,
  files: ReadonlyMap<string, string>,
  version: string,
): Pack | undefined {
  try {
    const file = path.join(import.meta.dirname, 'packs', `${name}.json`);
    const { hash, pack } = JSON.parse(readFileSync(file, 'utf8')) as BuiltPack;
    return hash === hashOf(files, version) ? { ...pack, files } : undefined;
  } catch {
    return undefined;
  }
}

/** Of a pack's files; what else it depends on is `version`. */
export function hashOf(files: ReadonlyMap<string, string>, version = ''): string {
  const hash = createHash('sha256').update(version);
  for (const name of [...files.keys()].sort()) hash.update(`\0${name}\0${files.get(name)}`);
  return hash.digest('hex');
}
