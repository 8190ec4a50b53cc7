import { createHmac } from 'node:crypto';
import { acceptResult } from '../operations.ts';
import type { StoredResource } from '../resource-store.ts';
import type { Route } from '../router.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { requireWorkspace } from './workspaces.ts';

const one =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}';

/** What clients ask of a workspace's notebooks: where they are, and the keys to them. The sandbox runs none. */
export function notebookRoutes(world: World): Route[] {
  return [
    {
      name: 'Workspaces_PrepareNotebook',
      method: 'POST',
      path: `${one}/prepareNotebook`,
      handle: ({ path }) =>
        acceptResult(world, 'Microsoft.MachineLearningServices', 5, {
          fqdn: hostOf(requireWorkspace(world, path)),
          resourceId: textOf(requireWorkspace(world, path).properties.workspaceId),
        }),
    },
    {
      name: 'Workspaces_ListNotebookKeys',
      method: 'POST',
      path: `${one}/listNotebookKeys`,
      handle({ path }) {
        const workspace = requireWorkspace(world, path);
        return {
          status: 200,
          body: {
            primaryAccessKey: secretOf(workspace, 'notebook primary'),
            secondaryAccessKey: secretOf(workspace, 'notebook secondary'),
          },
        };
      },
    },
    {
      name: 'Workspaces_ListNotebookAccessToken',
      method: 'POST',
      path: `${one}/listNotebookAccessToken`,
      handle({ path }) {
        const workspace = requireWorkspace(world, path);
        return {
          status: 200,
          body: {
            notebookResourceId: textOf(workspace.properties.workspaceId),
            hostName: hostOf(workspace),
            publicDns: hostOf(workspace),
            accessToken: secretOf(workspace, 'notebook token'),
            tokenType: 'Bearer',
            expiresIn: 28_800,
            refreshToken: secretOf(workspace, 'notebook refresh'),
            scope: 'aznb_identity',
          },
        };
      },
    },
  ];
}

function hostOf({ properties, location }: StoredResource): string {
  return `ml-${textOf(properties.workspaceId)}.${location}.notebooks.azure.net`;
}

/** A secret of the workspace for a purpose: it stays the same. */
function secretOf({ secrets }: StoredResource, purpose: string): string {
  return createHmac('sha256', textOf(secrets.userStorageKey)).update(purpose).digest('base64');
}
