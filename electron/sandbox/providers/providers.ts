import { invalidNamespace } from '../arm-error.ts';
import { displayNameOf, locations } from '../envelope.ts';
import type { ArmReply, Route } from '../router.ts';
import type { World } from '../world.ts';
import { versionsOf } from './api-versions.ts';
import { findNamespace, fullNamespaces, namespaceOf, typeOf } from './namespaces.ts';
import { isFree, register, registrationState, unregister } from './registration.ts';
import type { ResourceType } from './resource-type.ts';

/** The providers of the subscription: their types as the routes say, and their registration. */
export function providerRoutes(
  world: World,
  types: readonly ResourceType[],
  routes: () => readonly Route[],
): Route[] {
  const all = '/subscriptions/{subscriptionId}/providers';
  const one = `${all}/{namespace}`;
  const shown = (namespace: string): object => ({
    id: `/subscriptions/${world.subscription}/providers/${namespace}`,
    namespace,
    registrationState: registrationState(world, namespace),
    registrationPolicy: isFree(namespace) ? 'RegistrationFree' : 'RegistrationRequired',
    resourceTypes: resourceTypes(namespace, types, routes()),
  });
  const on = (
    name: string,
    method: Route['method'],
    path: string,
    work: (namespace: string) => ArmReply,
  ): Route => ({
    name: `Providers_${name}`,
    method,
    path,
    handle({ parameters }) {
      const namespace = findNamespace(parameters.namespace);
      if (namespace === undefined) throw invalidNamespace(parameters.namespace);
      return work(namespace);
    },
  });
  return [
    {
      name: 'Providers_List',
      method: 'GET',
      path: all,
      handle: () => ({ status: 200, body: { value: fullNamespaces.map(shown) } }),
    },
    on('Get', 'GET', one, (namespace) => ({ status: 200, body: shown(namespace) })),
    on('ListResourceTypes', 'GET', `${one}/resourceTypes`, (namespace) => ({
      status: 200,
      body: { value: resourceTypes(namespace, types, routes()) },
    })),
    on('Register', 'POST', `${one}/register`, (namespace) => {
      register(world, namespace);
      return { status: 200, body: shown(namespace) };
    }),
    on('Unregister', 'POST', `${one}/unregister`, (namespace) => {
      unregister(world, namespace);
      return { status: 200, body: shown(namespace) };
    }),
  ];
}

/** What a provider has that the sandbox answers for, with the API versions and regions of each. */
function resourceTypes(
  namespace: string,
  types: readonly ResourceType[],
  routes: readonly Route[],
): object[] {
  const tracked = new Set(
    types
      .filter(({ provider, location }) => provider === namespace && location !== 'none')
      .map(({ type }) => type),
  );
  const names = new Map<string, string>();
  const own =
    namespace === 'Microsoft.Resources' ? ['resourceGroups', 'resources', 'subscriptions', 'tenants'] : [];
  for (const type of own) names.set(type.toLowerCase(), type);
  const inPath = `/providers/${namespace}/`.toLowerCase();
  for (const { path, method, plane = 'management' } of routes) {
    if (plane !== 'management' || namespaceOf(path) !== namespace || !path.toLowerCase().includes(inPath))
      continue;
    const type = typeOf(path, method);
    names.set(type.toLowerCase(), type);
  }
  const apiVersions = versionsOf(namespace);
  return [...names.values()].sort().map((resourceType) => ({
    resourceType,
    locations: tracked.has(resourceType) ? locations.map(displayNameOf) : [],
    apiVersions,
    capabilities: tracked.has(resourceType) ? 'SupportsTags, SupportsLocation' : 'None',
  }));
}
