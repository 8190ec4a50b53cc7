import type { Route } from '../router.ts';
import type { World } from '../world.ts';
import { requireWorkspace } from './workspaces.ts';

const features = [
  ['managed-online-endpoints', 'Managed online endpoints', 'Deploys models without a cluster of your own.'],
  ['pipeline-jobs', 'Pipeline jobs', 'Runs pipelines of components.'],
] as const;

/** What a workspace lets its users do. */
export function workspaceFeatureRoutes(world: World): Route[] {
  return [
    {
      name: 'WorkspaceFeatures_List',
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/features',
      handle({ path }) {
        requireWorkspace(world, path);
        const value = features.map(([id, displayName, description]) => ({ id, displayName, description }));
        return { status: 200, body: { value } };
      },
    },
  ];
}
