import type { ModelVersion } from '@azure/arm-machinelearning';
import { listAssetNames, type AssetName } from './assets.ts';
import { call, find } from './call.ts';
import { clientsOf } from './clients.ts';
import type { Connection, Scope } from './connection.ts';

/** One version of a model. */
export interface Model {
  readonly id: string;
  readonly version: string;
  readonly uri: string;
}

/** Registers a version of a model. */
export async function registerModel(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  model: {
    readonly name: string;
    readonly version: string;
    readonly uri: string;
    readonly type: 'custom_model' | 'mlflow_model';
  },
): Promise<Model> {
  const { name, version, uri, type } = model;
  const { machineLearning } = clientsOf(connection);
  return toModel(
    await call(() =>
      machineLearning.modelVersions.createOrUpdate(resourceGroup, workspace, name, version, {
        properties: { modelUri: uri, modelType: type },
      }),
    ),
  );
}

/** The newest version of a model, or `undefined`. */
export async function getModel(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
): Promise<Model | undefined> {
  const { machineLearning } = clientsOf(connection);
  const container = await find(() => machineLearning.modelContainers.get(resourceGroup, workspace, name));
  const version = container?.properties.latestVersion;
  if (version === undefined) return undefined;
  const found = await find(() => machineLearning.modelVersions.get(resourceGroup, workspace, name, version));
  return found && toModel(found);
}

/** The version of a model that an id names, or `undefined`: a deployment's `model`. */
export async function getModelById(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  id: string,
): Promise<Model | undefined> {
  const [, name, version] =
    /\/models\/([^/]+)\/versions\/([^/]+)$/.exec(id) ?? /^azureml:([^:/]+):([^:/]+)$/.exec(id) ?? [];
  if (name === undefined) return undefined;
  const { machineLearning } = clientsOf(connection);
  const found = await find(() => machineLearning.modelVersions.get(resourceGroup, workspace, name, version));
  return found && toModel(found);
}

/** All models. */
export function listModels(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
): Promise<AssetName[]> {
  return listAssetNames(clientsOf(connection).machineLearning.modelContainers.list(resourceGroup, workspace));
}

/** Deletes a model with all its versions. */
export async function deleteModel(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  name: string,
): Promise<void> {
  await find(() =>
    clientsOf(connection).machineLearning.modelContainers.delete(resourceGroup, workspace, name),
  );
}

function toModel({ id, name, properties }: ModelVersion): Model {
  return { id: id ?? '', version: name ?? '', uri: properties.modelUri ?? '' };
}
