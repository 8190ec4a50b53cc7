import type { Route } from '../router.ts';
import type { World } from '../world.ts';
import { onlineDeploymentRoutes } from './online-deployments.ts';
import { onlineEndpointRoutes } from './online-endpoints.ts';
import { storeCounts } from './request-counts.ts';
import { metricsRoutes } from './request-metrics.ts';
import { scoringRoutes } from './scoring.ts';
import { deploymentSkuRoutes } from './skus.ts';
import { endpointTokenRoutes } from './token.ts';

/** Everything that online endpoints answer beside create, read, change, list and delete. */
export function startOnlineEndpoints(world: World): { routes: Route[]; close(): Promise<void> } {
  return {
    routes: [
      ...onlineEndpointRoutes(world),
      ...onlineDeploymentRoutes(world),
      ...metricsRoutes(world),
      ...endpointTokenRoutes(world),
      ...deploymentSkuRoutes(world),
      ...scoringRoutes(world),
    ],
    close() {
      storeCounts(world);
      return Promise.resolve();
    },
  };
}
