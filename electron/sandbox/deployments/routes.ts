import type { Route } from '../router.ts';
import type { Deployments } from './deployments.ts';
import { showDeployment, showOperation, stateOf } from './show.ts';

const all =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.Resources/deployments';
const one = `${all}/{name}`;

/** What deployments of a group answer. */
export function deploymentRoutes(deployments: Deployments): Route[] {
  const parent = (path: string): string => path.slice(0, path.lastIndexOf('/'));
  const operations = (path: string): Route => ({
    name: 'DeploymentOperations_List',
    method: 'GET',
    path,
    handle({ path: asked }) {
      const id = parent(asked).replace(
        /(?<!Microsoft\.Resources)\/deployments\//i,
        '/providers/Microsoft.Resources/deployments/',
      );
      const deployment = deployments.require(id);
      const value = deployment.operations.map((operation) => showOperation(deployment, operation));
      return { status: 200, body: { value } };
    },
  });
  return [
    {
      name: 'Deployments_CreateOrUpdate',
      method: 'PUT',
      path: one,
      handle: (request) => deployments.put(request),
    },
    {
      name: 'Deployments_Get',
      method: 'GET',
      path: one,
      handle: ({ path }) => ({ status: 200, body: showDeployment(deployments.require(path)) }),
    },
    {
      name: 'Deployments_CheckExistence',
      method: 'HEAD',
      path: one,
      handle: ({ path }) => ({ status: deployments.find(path) ? 204 : 404 }),
    },
    {
      name: 'Deployments_Delete',
      method: 'DELETE',
      path: one,
      handle({ path }) {
        deployments.requireGroup(path);
        deployments.remove(path);
        return { status: 204 };
      },
    },
    {
      name: 'Deployments_Validate',
      method: 'POST',
      path: `${one}/validate`,
      handle({ path, body }) {
        deployments.check(path, body);
        return { status: 200, body: { properties: { provisioningState: 'Succeeded', mode: 'Incremental' } } };
      },
    },
    {
      name: 'Deployments_ListByResourceGroup',
      method: 'GET',
      path: all,
      handle({ path }) {
        deployments.requireGroup(path);
        return { status: 200, body: { value: deployments.inside(path).map(showDeployment) } };
      },
    },
    operations(`${one}/operations`),
    // As clients of older versions ask.
    operations('/subscriptions/{subscriptionId}/resourceGroups/{group}/deployments/{name}/operations'),
    {
      name: 'Deployments_GetStatus',
      method: 'GET',
      path: `${one}/operationStatuses/{operationId}`,
      handle({ path }) {
        const deployment = deployments.require(parent(parent(path)));
        const { failure } = deployment;
        return {
          status: 200,
          headers: { 'retry-after-ms': '200' },
          body: { status: stateOf(deployment), ...(failure && { error: failure }) },
        };
      },
    },
  ];
}
