import type { CallOutput } from '../../electron/contract/bridge.ts';
import type { CsvOptions } from '../../engine/table/csv/csv-options.ts';
import { bridge } from '../bridge/bridge.ts';
import type { TableSource } from '../state/table-source.ts';
import { builtInTables } from './built-in.ts';

/**
 * The table that a drawing calls by a name: the workspace's data asset of that name, which a job would take too, else
 * the one that comes with the app. Nothing where there is neither.
 */
export async function findTable(dataset: string): Promise<TableSource | undefined> {
  return (await assetTable(dataset, dataset)) ?? builtInTables.find(({ name }) => name === dataset)?.open();
}

/** The table of a data asset, under a name of the drawing; nothing where the workspace has none of this name. */
export async function assetTable(asset: string, dataset: string): Promise<TableSource | undefined> {
  const reply = await bridge.call('data.read', { name: asset });
  return reply.ok ? sourceOf(reply.value, dataset) : undefined;
}

/** The names of all tables that a drawing may call: the workspace's, and those that come with the app. */
export async function tableNames(): Promise<string[]> {
  const reply = await bridge.call('data.list', {});
  const assets = reply.ok ? reply.value.assets.map(({ name }) => name) : [];
  return [...new Set([...assets, ...builtInTables.map(({ name }) => name)])];
}

function sourceOf(
  { file, bytes, options, dropColumns, textColumns }: CallOutput<'data.read'>,
  dataset: string,
): TableSource {
  return {
    dataset,
    name: file,
    bytes: Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0)),
    options: options as CsvOptions,
    dropColumns,
    textColumns,
  };
}
