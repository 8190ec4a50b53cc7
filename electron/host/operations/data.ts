import type { CsvOptions } from '../../../engine/table/csv/csv-options.ts';
import { readCsv, type CsvReport } from '../../../engine/table/csv/read-csv.ts';
import { profileColumn } from '../../../engine/table/profile.ts';
import { cellAt, columnNames, countMissing, type Column } from '../../../engine/table/table.ts';
import { createContainer, downloadBuffer, listBlobs, uploadFile, uploadText } from '../../azure/blobs.ts';
import { createDataAsset, getDataAsset, listDataAssets } from '../../azure/data-assets.ts';
import { createBlobDatastore } from '../../azure/datastores.ts';
import { resourceId, workspaceId } from '../../azure/ids.ts';
import { readingOptions, writeMlTable } from '../../azure/ml-table.ts';
import { createStorageAccount, listStorageKeys } from '../../azure/storage-accounts.ts';
import type { OperationInput, OperationOutput } from '../../contract/operations.ts';
import type { HostContext, OperationHandlers } from '../context.ts';
import { readAssetFile } from '../data-asset.ts';
import { datastoreContainer } from '../datastore-container.ts';
import { dataColumnNotFound, notInWorkspace } from '../errors.ts';
import { requireScope } from '../scope.ts';

type Reading = Pick<OperationInput<'data.create'>, 'delimiter' | 'encoding' | 'header'>;

/** The bytes of a file behind a datastore, as a table that remembers how it was read. */
async function readTable(
  context: HostContext,
  datastore: string,
  path: string,
  options: CsvOptions,
): Promise<CsvReport> {
  const place = await datastoreContainer(context, datastore);
  const bytes = await downloadBuffer(context.connection, { ...place, blob: path });
  if (!bytes) throw notInWorkspace('file', `${datastore}/${path}`);
  return readCsv({ name: path, open: () => [bytes] }, options);
}

/** What was said of the file; the rest is found out. */
function optionsOf({ delimiter, encoding, header }: Reading): CsvOptions {
  return {
    ...(delimiter !== undefined && { delimiter }),
    ...(encoding !== undefined && { encoding }),
    ...(header !== undefined && { header }),
  };
}

/** A column in a few figures, to be shown beside its name. */
function shortProfile(column: Column): OperationOutput<'data.preview'>['columns'][number]['profile'] {
  const profile = profileColumn(column, { bins: 12, levels: 3 });
  if (profile.kind === 'category') {
    return { distinct: profile.distinct, numbers: null, top: [...profile.top] };
  }
  const { summary } = profile;
  return {
    distinct: profile.distinct,
    numbers: summary && {
      minimum: summary.minimum,
      mean: summary.mean,
      maximum: summary.maximum,
      counts: [...summary.histogram.counts],
    },
    top: [],
  };
}

export const dataHandlers: OperationHandlers<
  | 'storage.create-account'
  | 'storage.create-container'
  | 'datastore.create'
  | 'blob.upload'
  | 'blob.list'
  | 'data.preview'
  | 'data.create'
  | 'data.list'
  | 'data.read'
> = {
  async 'storage.create-account'({ account }, context) {
    const { connection, state, signal } = context;
    const { resourceGroup, region: location } = requireScope(context);
    state.noteCreation(
      resourceId(connection, resourceGroup, 'Microsoft.Storage/storageAccounts', account),
      'storage account',
    );
    const { id } = await createStorageAccount(
      connection,
      { resourceGroup, name: account, location },
      { signal },
    );
    return { id };
  },

  async 'storage.create-container'({ account, container }, context) {
    const { resourceGroup } = requireScope(context);
    await createContainer(context.connection, { resourceGroup, account, container });
    return { id: `${account}/${container}` };
  },

  async 'datastore.create'({ datastore, account, container }, context) {
    const { connection } = context;
    const scope = requireScope(context);
    const [accountKey] = await listStorageKeys(connection, {
      resourceGroup: scope.resourceGroup,
      name: account,
    });
    const { id } = await createBlobDatastore(connection, scope, {
      name: datastore,
      account,
      container,
      accountKey,
    });
    return { id };
  },

  async 'blob.upload'({ account, container, blob, file }, context) {
    const { connection, progress, signal } = context;
    const { resourceGroup } = requireScope(context);
    const start = performance.now();
    const { size } = await uploadFile(
      connection,
      { resourceGroup, account, container, blob, file },
      {
        signal,
        onProgress: (loaded: number, total: number) =>
          progress(`Uploading ${blob}`, total > 0 ? loaded / total : 1),
      },
    );
    return { bytes: size, seconds: (performance.now() - start) / 1000 };
  },

  async 'blob.list'({ account, container }, context) {
    const { resourceGroup } = requireScope(context);
    const blobs = await listBlobs(context.connection, { resourceGroup, account, container });
    return { blobs: blobs.map(({ name, size }) => ({ name, bytes: size })) };
  },

  async 'data.preview'({ datastore, path, rows, ...reading }, context) {
    const { table, dialect } = await readTable(context, datastore, path, optionsOf(reading));
    return {
      delimiter: dialect.delimiter,
      encoding: dialect.encoding,
      header: dialect.header,
      rows: table.rowCount,
      columns: table.columns.map((column) => ({
        name: column.name,
        kind: column.kind,
        missing: countMissing(column),
        profile: shortProfile(column),
      })),
      preview: Array.from({ length: Math.min(rows, table.rowCount) }, (_, row) =>
        table.columns.map((column) => cellAt(column, row)),
      ),
    };
  },

  async 'data.create'({ name, datastore, path, exclude, texts, ...reading }, context) {
    const { connection, progress } = context;
    const scope = requireScope(context);
    const place = await datastoreContainer(context, datastore);
    progress('Reading the columns');
    const { table, dialect } = await readTable(context, datastore, path, optionsOf(reading));
    const names = columnNames(table);
    const unknown = [...exclude, ...texts].find((column) => !names.includes(column));
    if (unknown !== undefined) throw dataColumnNotFound(unknown, path, names);

    const newest = await getDataAsset(connection, scope, name);
    const version = String(newest ? Number(newest.version) + 1 : 1);
    // The schema lies beside the data: an asset of this kind is a folder with an MLTable file.
    const folder = `mltable/${name}/${version}`;
    progress('Writing the schema', 0.5);
    const blobUri = `azureml://subscriptions/${connection.subscription}/resourcegroups/${scope.resourceGroup}/workspaces/${scope.workspace}/datastores/${datastore}/paths`;
    const schema = writeMlTable({
      path: `${blobUri}/${path}`,
      delimiter: dialect.delimiter,
      encoding: dialect.encoding,
      header: dialect.header,
      dropColumns: exclude,
      textColumns: texts.filter((column) => !exclude.includes(column)),
    });
    await uploadText(connection, { ...place, blob: `${folder}/MLTable`, text: schema });
    progress('Registering the data asset', 0.8);
    const { id } = await createDataAsset(connection, scope, {
      name,
      version,
      type: 'mltable',
      uri: `${blobUri}/${folder}/`,
    });
    return { id: id ?? `${workspaceId(connection, scope)}/data/${name}/versions/${version}`, version };
  },

  async 'data.list'(_, context) {
    const { connection } = context;
    const assets = await listDataAssets(connection, requireScope(context));
    return { assets: assets.map(({ name, latestVersion }) => ({ name, version: latestVersion })) };
  },

  async 'data.read'({ name, version }, context) {
    const asset = await getDataAsset(context.connection, requireScope(context), name, version);
    if (!asset) throw notInWorkspace('data asset', name);
    const file = await readAssetFile(context, name, asset.version);
    const { encoding, delimiter, header } = readingOptions(file);
    return {
      name,
      version: asset.version,
      file: file.path.slice(file.path.lastIndexOf('/') + 1),
      bytes: file.bytes.toString('base64'),
      options: { delimiter, header, ...(encoding !== undefined && { encoding }) },
      dropColumns: [...file.dropColumns],
      textColumns: [...file.textColumns],
    };
  },
};
