import { listAssetNames, type AssetName } from './assets.ts';
import { clientsOf } from './clients.ts';
import type { Connection, Scope } from './connection.ts';

/** The names of all environments that a workspace has of its own. */
export function listEnvironments(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
): Promise<AssetName[]> {
  const { environmentContainers } = clientsOf(connection).machineLearning;
  return listAssetNames(environmentContainers.list(resourceGroup, workspace));
}
