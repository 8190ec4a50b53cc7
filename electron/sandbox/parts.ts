import { batchDeployment } from './batch-endpoints/batch-deployments.ts';
import { batchEndpoint, batchEndpointRoutes } from './batch-endpoints/batch-endpoints.ts';
import { assetTypes } from './machine-learning/asset-versions.ts';
import { compute } from './machine-learning/computes.ts';
import { datastore } from './machine-learning/datastores.ts';
import { Deployments } from './deployments/deployments.ts';
import { deploymentRoutes } from './deployments/routes.ts';
import { providerOperationRoutes } from './machine-learning/operations-list.ts';
import { startMachineLearning } from './machine-learning/part.ts';
import { schedule } from './jobs/schedules.ts';
import { workspaceConnection } from './machine-learning/workspace-connections.ts';
import { workspace } from './machine-learning/workspaces.ts';
import { onlineDeployment } from './online-endpoints/online-deployments.ts';
import { onlineEndpoint } from './online-endpoints/online-endpoints.ts';
import { startOnlineEndpoints } from './online-endpoints/part.ts';
import { operationRoutes } from './operations.ts';
import { applicationInsights, logAnalytics } from './providers/application-insights.ts';
import { authorizationRoutes } from './providers/authorization.ts';
import { containerRegistry } from './providers/container-registry.ts';
import { deletedVaultRoutes, keyVault } from './providers/key-vault.ts';
import { clusterExtension, managedCluster } from './providers/kubernetes.ts';
import { checkVersions } from './providers/api-version-check.ts';
import { nameAvailabilityRoutes } from './providers/name-availability.ts';
import { providerRoutes } from './providers/providers.ts';
import type { ResourceType } from './providers/resource-type.ts';
import { retailPriceRoutes } from './providers/retail-prices.ts';
import { subscriptionRoutes } from './providers/subscriptions.ts';
import { resourceGroupRoutes } from './resource-groups.ts';
import { resourceRoutes } from './resource-routes.ts';
import type { RequestListener } from 'node:http';
import { cloudMetadataRoutes } from './providers/cloud-metadata.ts';
import { serviceKeyRoutes } from './providers/service-keys.ts';
import { signInRoutes } from './providers/sign-in.ts';
import { tagRoutes } from './providers/tags.ts';
import type { Route } from './router.ts';
import { startStorage } from './storage/part.ts';
import { storageAccount } from './storage/storage-accounts.ts';
import type { World } from './world.ts';

/** A provider that is more than resource types: it works while the sandbox runs. */
export interface Part {
  readonly routes: readonly Route[];
  close?(): Promise<void>;
}

/** What is created, read, listed and deleted like any other resource. */
const resourceTypes: readonly ResourceType[] = [
  keyVault,
  applicationInsights,
  logAnalytics,
  containerRegistry,
  managedCluster,
  clusterExtension,
  storageAccount,
  workspace,
  datastore,
  ...assetTypes,
  compute,
  onlineEndpoint,
  onlineDeployment,
  batchEndpoint,
  batchDeployment,
  schedule,
  workspaceConnection,
];

/** Starts all that the sandbox plays; the routes of all of it are its table of covered operations. */
export async function startParts(
  world: World,
): Promise<Required<Part> & { readonly blobs: RequestListener }> {
  const started: Part[] = [];
  const close = async (): Promise<void> => {
    for (const part of started.reverse()) await part.close?.();
  };
  let blobs: RequestListener;
  try {
    // One after the other: machine learning uses storage.
    const storage = await startStorage(world);
    started.push(storage);
    blobs = storage.listener;
    started.push(await startMachineLearning(world), startOnlineEndpoints(world));
  } catch (error) {
    await close();
    throw error;
  }
  const routes = checkVersions(world, [
    ...operationRoutes(world.store, world.clock),
    ...retailPriceRoutes,
    ...subscriptionRoutes(world),
    ...cloudMetadataRoutes(world),
    ...signInRoutes(world),
    ...authorizationRoutes(world),
    ...resourceGroupRoutes(world, resourceTypes),
    ...deletedVaultRoutes(world),
    ...nameAvailabilityRoutes(world),
    ...tagRoutes(world),
    ...serviceKeyRoutes(world),
    ...batchEndpointRoutes(world),
    ...started.flatMap(({ routes }) => routes),
    // The first match answers: what a type does in its own way stands above.
    ...resourceTypes.flatMap((type) => resourceRoutes(type, world)),
  ]);
  const deployments = new Deployments(world, () => routes);
  deployments.start();
  started.push({ routes: [], close: () => deployments.close() });
  const all: Route[] = [
    ...routes,
    ...checkVersions(world, [
      ...providerOperationRoutes(routes),
      ...deploymentRoutes(deployments),
      ...providerRoutes(world, resourceTypes, () => all),
    ]),
  ];
  return {
    routes: all,
    close,
    blobs,
  };
}
