import { parseMlTable, readingOptions } from '../../azure/ml-table.ts';
import type { StoredResource } from '../resource-store.ts';
import { readBlob } from '../storage/blobs.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { resolveDatastoreUri } from '../machine-learning/datastore-uri.ts';
import type { JobInput } from './worker/messages.ts';

/** The bytes of a data asset or of a file in a datastore, and how they are read. */
export async function readInput(
  world: World,
  workspace: StoredResource,
  dataset: string,
  uri: string,
): Promise<JobInput> {
  const asset = world.resources.find(uri);
  const type = asset?.properties.dataType;
  const place = resolveDatastoreUri(world, workspace, asset ? textOf(asset.properties.dataUri) : uri);
  if (type !== 'mltable') {
    const bytes = await readBlob(world, place);
    return { dataset, name: nameOf(place.blob), bytes, options: {}, dropColumns: [], textColumns: [] };
  }
  const folder = place.blob.replace(/\/$/, '');
  const text = (await readBlob(world, { ...place, blob: `${folder}/MLTable` })).toString('utf8');
  const table = parseMlTable(text);
  const file = table.path.startsWith('azureml:')
    ? resolveDatastoreUri(world, workspace, table.path)
    : { ...place, blob: `${folder}/${table.path.replace(/^\.\//, '')}` };
  return {
    dataset,
    name: nameOf(file.blob),
    bytes: await readBlob(world, file),
    options: readingOptions(table),
    dropColumns: table.dropColumns,
    textColumns: table.textColumns,
  };
}

function nameOf(blob: string): string {
  return blob.slice(blob.lastIndexOf('/') + 1);
}
