import { readCsv, type CsvReport } from '../../engine/table/csv/read-csv.ts';
import { dropColumns } from '../../engine/table/table.ts';
import { asTextColumns } from '../../engine/table/text-columns.ts';
import { downloadBuffer, downloadText } from '../azure/blobs.ts';
import { getDataAsset } from '../azure/data-assets.ts';
import { parseMlTable, readingOptions, type MlTable } from '../azure/ml-table.ts';
import type { HostContext } from './context.ts';
import { datastoreContainer } from './datastore-container.ts';
import { notInWorkspace } from './errors.ts';
import { requireScope } from './scope.ts';

/** A place in a datastore: azureml://…/datastores/NAME/paths/PATH. */
function parseDatastoreUri(uri: string): { datastore: string; path: string } | undefined {
  const [, datastore, path] = /\/datastores\/([^/]+)\/paths\/(.*)$/.exec(uri) ?? [];
  return datastore === undefined ? undefined : { datastore, path };
}

/** What a data asset says of its file, and which columns it leaves out. Error: `not-in-workspace`. */
export async function readSchema(
  context: HostContext,
  name: string,
  version?: string,
): Promise<MlTable & { readonly datastore: string }> {
  const asset = await getDataAsset(context.connection, requireScope(context), name, version);
  if (!asset) throw notInWorkspace('data asset', name);
  const folder = parseDatastoreUri(asset.uri);
  if (!folder) throw notInWorkspace('data asset in a datastore', name);
  const place = await datastoreContainer(context, folder.datastore);
  const text = await downloadText(context.connection, { ...place, blob: `${folder.path}MLTable` });
  if (text === undefined) throw notInWorkspace('file', `${asset.uri}MLTable`);
  const schema = parseMlTable(text);
  const file = parseDatastoreUri(schema.path);
  if (!file) throw notInWorkspace('file in a datastore', schema.path);
  return { ...schema, ...file };
}

/** The file of a data asset, and how it is read. Error: `not-in-workspace`. */
export async function readAssetFile(
  context: HostContext,
  name: string,
  version?: string,
): Promise<MlTable & { readonly bytes: Buffer }> {
  const schema = await readSchema(context, name, version);
  const place = await datastoreContainer(context, schema.datastore);
  const bytes = await downloadBuffer(context.connection, { ...place, blob: schema.path });
  if (!bytes) throw notInWorkspace('file', `${schema.datastore}/${schema.path}`);
  return { ...schema, bytes };
}

/** The rows of a data asset, without the columns that it leaves out. Error: `not-in-workspace`. */
export async function readDataAsset(
  context: HostContext,
  name: string,
  version?: string,
): Promise<CsvReport> {
  const schema = await readAssetFile(context, name, version);
  const report = readCsv({ name: schema.path, open: () => [schema.bytes] }, readingOptions(schema));
  return {
    ...report,
    table: asTextColumns(dropColumns(report.table, schema.dropColumns), schema.textColumns),
  };
}
