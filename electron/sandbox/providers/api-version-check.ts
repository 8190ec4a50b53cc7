import { ArmError } from '../arm-error.ts';
import { isObject, locations } from '../envelope.ts';
import type { ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { hasVersion, versionsOf } from './api-versions.ts';
import { namespaceOf, typeOf } from './namespaces.ts';

/** Routes that refuse the api-versions which their providers do not have. Where a client polls, any is right. */
export function checkVersions(world: World, routes: readonly Route[]): Route[] {
  return routes.map((route) => {
    const isPolling = /\/operation(Statuses|Results)\//i.test(route.path);
    if ((route.plane ?? 'management') !== 'management' || isPolling) return route;
    const namespace = namespaceOf(route.path);
    const handle = (request: ArmRequest): ReturnType<Route['handle']> => {
      const version = request.query.get('api-version') ?? '';
      const known = namespace.startsWith('{') ? namespaceOf(request.path) : namespace;
      if (!hasVersion(known, version, world.clock.now())) throw refusal(world, known, version, request);
      return route.handle(request);
    };
    return { ...route, handle };
  });
}

/** In Azure's words: they differ for what Azure Resource Manager answers itself, for a resource, and for none. */
function refusal(
  world: World,
  namespace: string,
  version: string,
  { method, path, body }: ArmRequest,
): ArmError {
  const known = versionsOf(namespace);
  if (!/\/providers\//i.test(path)) {
    return new ArmError(
      400,
      'InvalidApiVersionParameter',
      `The api-version '${version}' is invalid. The supported versions are '${known.join(',')}'.`,
    );
  }
  const type = typeOf(path, method);
  const asked = isObject(body) ? body.location : undefined;
  const location = world.resources.find(path)?.location ?? (typeof asked === 'string' ? asked : '');
  if (location === '') {
    return new ArmError(
      404,
      'InvalidResourceType',
      `The resource type '${type}' could not be found in the namespace '${namespace}' for api version '${version}'. The supported api-versions are '${known.join(',')}'.`,
    );
  }
  return new ArmError(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for location '${location}' and API version '${version}' for type '${type}'. The supported api-versions are '${known.join(', ')}'. The supported locations are '${locations.join(', ')}'.`,
  );
}
