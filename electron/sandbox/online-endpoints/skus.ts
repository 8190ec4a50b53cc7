import { requireResource } from '../resource-routes.ts';
import type { Route } from '../router.ts';
import type { World } from '../world.ts';
import { onlineDeployment } from './online-deployments.ts';

const deployment =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/onlineEndpoints/{endpoint}/deployments/{name}';

/** How many instances a deployment may have. */
export function deploymentSkuRoutes(world: World): Route[] {
  return [
    {
      name: 'OnlineDeployments_ListSkus',
      method: 'GET',
      path: `${deployment}/skus`,
      handle({ path }) {
        requireResource(onlineDeployment, world, path.slice(0, path.lastIndexOf('/')));
        const sku = {
          resourceType: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments',
          sku: { name: 'Default', tier: 'Standard' },
          capacity: { default: 1, minimum: 1, maximum: 20, scaleType: 'Manual' },
        };
        return { status: 200, body: { value: [sku] } };
      },
    },
  ];
}
