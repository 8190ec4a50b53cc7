import { randomBytes } from 'node:crypto';
import { ArmError } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { readAuthMode } from '../online-endpoints/auth-mode.ts';
import { nameRule } from '../online-endpoints/online-endpoints.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import { requireResource } from '../resource-routes.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import type { Route } from '../router.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';

export const batchEndpoint: ResourceType = {
  provider: 'Microsoft.MachineLearningServices',
  type: 'workspaces/batchEndpoints',
  operations: 'BatchEndpoints',
  nameRule,
  seconds: { create: 20, delete: 20 },
  patch: true,
  complete,
  show,
};

function complete(
  { properties, existing, id, name, location }: ResourceDraft,
  world: World,
): CompletedResource {
  const { defaults } = properties;
  const authMode = readAuthMode(properties.authMode, ['AADToken', 'Key']);
  const other = findBatchEndpoint(world, location, name);
  if (other && other.id.toLowerCase() !== id.toLowerCase()) {
    throw new ArmError(
      400,
      'UserError',
      `There is an endpoint with the name '${name}' in the region '${location}' already. Choose another name.`,
    );
  }
  const deployment = isObject(defaults) ? defaults.deploymentName : undefined;
  if (deployment !== undefined && deployment !== null) {
    const found = existing && world.resources.find(`${existing.id}/deployments/${textOf(deployment)}`);
    if (!found) {
      throw new ArmError(
        400,
        'UserError',
        `The default deployment '${textOf(deployment)}' of the endpoint '${name}' is not there.`,
      );
    }
  }
  const newKey = (): string => randomBytes(32).toString('base64url');
  return {
    properties: { ...properties, authMode },
    secrets: existing?.secrets ?? { primaryKey: newKey(), secondaryKey: newKey() },
  };
}

function show({ properties, location, name }: StoredResource, { addresses }: World): Properties {
  // Clients write into the defaults that they have read, also where there are none yet.
  const defaults = properties.defaults ?? { deploymentName: null };
  return { ...properties, defaults, scoringUri: `${addresses.arm}/batch-endpoints/${location}/${name}/jobs` };
}

/** The batch endpoint that a region has under a name, or `undefined`. */
export function findBatchEndpoint(
  { resources, subscription }: World,
  location: string,
  name: string,
): StoredResource | undefined {
  return resources
    .inside(`/subscriptions/${subscription}`, `${batchEndpoint.provider}/${batchEndpoint.type}`)
    .find(
      (endpoint) =>
        endpoint.name.toLowerCase() === name.toLowerCase() && endpoint.location === location.toLowerCase(),
    );
}

/** The endpoint that a path leads into. Errors: the group, workspace or endpoint is not found. */
export function requireBatchEndpoint(world: World, path: string): StoredResource {
  return requireResource(batchEndpoint, world, path.split('/').slice(0, 11).join('/'));
}

/** What batch endpoints answer beside create, read, change, list and delete. */
export function batchEndpointRoutes(world: World): Route[] {
  return [
    {
      name: 'BatchEndpoints_ListKeys',
      method: 'POST',
      path: '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/batchEndpoints/{endpoint}/listKeys',
      handle({ path }) {
        const { primaryKey, secondaryKey } = requireBatchEndpoint(world, path).secrets;
        return { status: 200, body: { primaryKey, secondaryKey } };
      },
    },
  ];
}
