import { operationRoutes } from './operations.ts';
import { applicationInsights, logAnalytics } from './providers/application-insights.ts';
import { deletedVaultRoutes, keyVault } from './providers/key-vault.ts';
import type { ResourceType } from './providers/resource-type.ts';
import { resourceGroupRoutes } from './resource-groups.ts';
import { resourceRoutes } from './resource-routes.ts';
import type { Route } from './router.ts';
import { startStorage } from './storage/part.ts';
import { storageAccount } from './storage/storage-accounts.ts';
import type { World } from './world.ts';

/** A provider that is more than resource types: it works while the sandbox runs. */
export interface Part {
  readonly routes: readonly Route[];
  close?(): Promise<void>;
}

const resourceTypes: readonly ResourceType[] = [keyVault, applicationInsights, logAnalytics, storageAccount];

const starts: readonly ((world: World) => Promise<Part>)[] = [startStorage];

/** Starts all that the sandbox plays; the routes of all of it are its table of covered operations. */
export async function startParts(world: World): Promise<Required<Part>> {
  const started: Part[] = [];
  const close = async (): Promise<void> => {
    for (const part of started.reverse()) await part.close?.();
  };
  try {
    // One after the other: the later ones use the earlier ones.
    for (const start of starts) started.push(await start(world));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    routes: [
      ...operationRoutes(world.store, world.clock),
      ...resourceGroupRoutes(world, resourceTypes),
      ...resourceTypes.flatMap((type) => resourceRoutes(type, world)),
      ...deletedVaultRoutes(world),
      ...started.flatMap(({ routes }) => routes),
    ],
    close,
  };
}
