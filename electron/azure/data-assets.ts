import type { DataVersionBase } from '@azure/arm-machinelearning';
import { listAssetNames, type AssetName } from './assets.ts';
import { call, find } from './call.ts';
import { clientsOf } from './clients.ts';
import type { Connection, Scope } from './connection.ts';

/** One version of a data asset. */
export interface DataAsset {
  readonly id: string;
  readonly version: string;
  readonly type: string;
  /** Such as azureml://…/datastores/NAME/paths/PATH. */
  readonly uri: string;
}

/** Registers a version of a data asset. */
export async function createDataAsset(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  settings: {
    readonly name: string;
    readonly version: string;
    readonly uri: string;
    readonly type: 'mltable' | 'uri_file' | 'uri_folder';
  },
): Promise<DataAsset> {
  const { name, version, uri, type } = settings;
  const { machineLearning } = clientsOf(connection);
  return toAsset(
    await call(() =>
      machineLearning.dataVersions.createOrUpdate(resourceGroup, workspace, name, version, {
        properties: { dataType: type, dataUri: uri },
      }),
    ),
  );
}

/** A version of a data asset, the newest where none is named; `undefined` where there is none. */
export async function getDataAsset(
  connection: Connection,
  scope: Scope,
  name: string,
  version?: string,
): Promise<DataAsset | undefined> {
  const { resourceGroup, workspace } = scope;
  const { machineLearning } = clientsOf(connection);
  const wanted =
    version ??
    (await find(() => machineLearning.dataContainers.get(resourceGroup, workspace, name)))?.properties
      .latestVersion;
  if (wanted === undefined) return undefined;
  const found = await find(() => machineLearning.dataVersions.get(resourceGroup, workspace, name, wanted));
  return found && toAsset(found);
}

/** The names of all data assets. */
export function listDataAssets(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
): Promise<AssetName[]> {
  return listAssetNames(clientsOf(connection).machineLearning.dataContainers.list(resourceGroup, workspace));
}

/** Deletes a data asset with all its versions; the data stays. */
export async function deleteDataAsset(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
): Promise<void> {
  await find(() =>
    clientsOf(connection).machineLearning.dataContainers.delete(resourceGroup, workspace, name),
  );
}

function toAsset({ id, name, properties }: DataVersionBase): DataAsset {
  return { id: id ?? '', version: name ?? '', type: properties.dataType, uri: properties.dataUri };
}
