import { invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { fullName } from '../resource-routes.ts';
import type { StoredResource } from '../resource-store.ts';
import type { Route } from '../router.ts';
import type { World } from '../world.ts';
import { containerRegistry } from './container-registry.ts';
import { keyVault, vaultNameTaken } from './key-vault.ts';
import type { ResourceType } from './resource-type.ts';

/** Whether a name that is the only one in all of Azure is still free, of vaults and of registries. */
export function nameAvailabilityRoutes(world: World): Route[] {
  return [
    checkRoute(world, keyVault, 'AccountNameInvalid', (name) => vaultNameTaken(name).message),
    checkRoute(
      world,
      containerRegistry,
      'Invalid',
      (name) => `The registry ${name}.azurecr.io is already in use.`,
    ),
  ];
}

function checkRoute(
  world: World,
  type: ResourceType,
  badName: string,
  taken: (name: string) => string,
): Route {
  return {
    name: `${type.operations}_CheckNameAvailability`,
    method: 'POST',
    path: `/subscriptions/{subscriptionId}/providers/${type.provider}/checkNameAvailability`,
    handle({ body }) {
      if (!isObject(body) || typeof body.name !== 'string') throw invalidContent("The 'name' is missing.");
      const { name } = body;
      const { pattern, sentence } = type.nameRule;
      if (!pattern.test(name)) return unavailable(badName, sentence);
      if (isTaken(world, type, name)) return unavailable('AlreadyExists', taken(name));
      return { status: 200, body: { nameAvailable: true } };
    },
  };
}

function unavailable(reason: string, message: string): { status: number; body: object } {
  return { status: 200, body: { nameAvailable: false, reason, message } };
}

/** Whether a resource of a type has a name, wherever it is, or a deleted one keeps it. */
function isTaken({ resources, subscription }: World, type: ResourceType, name: string): boolean {
  const kind = fullName(type);
  const isNamed = (resource: StoredResource): boolean => resource.name.toLowerCase() === name.toLowerCase();
  return (
    resources.inside(`/subscriptions/${subscription}`, kind).some(isNamed) ||
    resources.deleted(kind).some(isNamed)
  );
}
