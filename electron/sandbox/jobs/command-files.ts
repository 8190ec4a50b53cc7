import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { StoredResource } from '../resource-store.ts';
import {
  ensureContainer,
  listBlobs,
  readBlob,
  writeBlob,
  type BlobPlace,
  type ContainerPlace,
} from '../storage/blobs.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { requireStraight, resolveDatastoreUri } from '../machine-learning/datastore-uri.ts';

/** Where a URI of a job leads: a datastore's, a data asset's id, or the address of a blob in an account of the sandbox. */
export function placeOf(world: World, workspace: StoredResource, uri: string): BlobPlace {
  const asset = uri.startsWith('/') ? world.resources.find(uri) : undefined;
  const target = asset ? textOf(asset.properties.dataUri ?? asset.properties.modelUri) : uri;
  const [, account, container, blob] =
    /^https?:\/\/([a-z0-9]{3,24})\.blob\.[^/]+\/([^/]+)\/(.*)$/.exec(target) ??
    (target.startsWith(`${world.addresses.blob}/`)
      ? /^http:\/\/[^/]+\/([^/]+)\/([^/]+)\/(.*)$/.exec(target)
      : null) ??
    [];
  if (account !== undefined) {
    const place = { account, container, blob: decodeURIComponent(blob) };
    requireStraight(target, `${container}/${place.blob}`);
    return place;
  }
  return resolveDatastoreUri(world, workspace, target);
}

/**
 * Brings a blob, or all below it, into a folder; returns the file's name where it is one. Error: nothing is there,
 * unless it may be empty.
 */
export async function bring(
  world: World,
  { blob, ...place }: BlobPlace,
  folder: string,
  mayBeEmpty = false,
): Promise<string | undefined> {
  mkdirSync(folder, { recursive: true });
  const prefix = blob.replace(/\/$/, '');
  const below = await listBlobs(world, place, prefix === '' ? '' : `${prefix}/`);
  for (const { name } of below) {
    const target = path.resolve(folder, name.slice(prefix === '' ? 0 : prefix.length + 1));
    if (!target.startsWith(path.resolve(folder) + path.sep))
      throw new Error(`The name '${name}' leads out of its folder.`);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, await readBlob(world, { ...place, blob: name }));
  }
  if (below.length > 0) return undefined;
  // A name goes into a command, so it is one that means nothing to a shell.
  const name = (prefix.split('/').at(-1) ?? 'file').replace(/[^\w.-]/g, '_');
  try {
    writeFileSync(path.join(folder, name), await readBlob(world, { ...place, blob: prefix }));
  } catch (error) {
    if (mayBeEmpty && (error as { statusCode?: number }).statusCode === 404) return undefined;
    throw error;
  }
  return name;
}

/** Writes all files of a folder below a prefix; links are left out. */
export async function collect(
  world: World,
  folder: string,
  place: ContainerPlace,
  prefix: string,
): Promise<void> {
  await ensureContainer(world, place);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join('/');
    await writeBlob(world, { ...place, blob: `${prefix}/${name}` }, readFileSync(file));
  }
}
