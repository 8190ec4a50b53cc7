import { listAssetNames, type AssetName } from './assets.ts';
import { call, find } from './call.ts';
import { clientsOf } from './clients.ts';
import type { Connection, Scope } from './connection.ts';

/** Registers a version of a component. */
export async function registerComponent(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  component: { readonly name: string; readonly version: string; readonly spec: Record<string, unknown> },
): Promise<void> {
  const { name, version, spec } = component;
  const { machineLearning } = clientsOf(connection);
  await call(() =>
    machineLearning.componentVersions.createOrUpdate(resourceGroup, workspace, name, version, {
      properties: { componentSpec: spec },
    }),
  );
}

/** A version of a component, or `undefined`. */
export async function getComponent(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
  { name, version }: { readonly name: string; readonly version: string },
): Promise<{ readonly id: string } | undefined> {
  const { machineLearning } = clientsOf(connection);
  const found = await find(() =>
    machineLearning.componentVersions.get(resourceGroup, workspace, name, version),
  );
  return found && { id: found.id ?? '' };
}

/** All components. */
export function listComponents(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
): Promise<AssetName[]> {
  const { componentContainers } = clientsOf(connection).machineLearning;
  return listAssetNames(componentContainers.list(resourceGroup, workspace));
}
