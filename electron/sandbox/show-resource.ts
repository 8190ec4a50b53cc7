import { shownTag } from './entity-tags.ts';
import type { ResourceType } from './providers/resource-type.ts';
import type { StoredResource } from './resource-store.ts';
import type { World } from './world.ts';

/** A resource as Azure shows it now; `query` names the version of the API, where that matters. */
export function showResource(
  resource: StoredResource,
  world: World,
  type?: ResourceType,
  query?: URLSearchParams,
): object {
  const { id, name, location, tags, envelope, createdAt, changedAt } = resource;
  const stateProperty = type?.stateProperty === undefined ? 'provisioningState' : type.stateProperty;
  const properties = type?.show?.(resource, world) ?? resource.properties;
  const isTracked = location !== '';
  return {
    id,
    name,
    type: resource.type,
    ...(isTracked && { location, tags }),
    ...envelope,
    ...shownTag(resource, type, query),
    properties: {
      ...properties,
      ...(stateProperty !== null && { [stateProperty]: world.resources.state(resource) }),
    },
    ...(type?.systemData !== false && { systemData: systemData(createdAt, changedAt) }),
  };
}

/** Who made a resource, and when. */
export function systemData(createdAt: number, changedAt: number): object {
  return {
    createdAt: new Date(createdAt).toISOString(),
    createdBy: 'learner@example.com',
    createdByType: 'User',
    lastModifiedAt: new Date(changedAt).toISOString(),
    lastModifiedBy: 'learner@example.com',
    lastModifiedByType: 'User',
  };
}
