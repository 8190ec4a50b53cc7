import { countOf, pageReply } from './paging.ts';
import type { ResourceType } from './providers/resource-type.ts';
import { readFilter, type Filtered } from './resource-filter.ts';
import type { StoredResource } from './resource-store.ts';
import type { ArmReply, ArmRequest } from './router.ts';
import type { World } from './world.ts';

/** How many resources Azure lists at once. */
const pageSize = 1000;

const properties = ['name', 'resourceType', 'resourceGroup', 'location', 'tagName', 'tagValue'];

/**
 * The whole resources in a group or in the subscription, without their properties, as Azure lists them: those that
 * `$filter` lets through, `$top` of them, with what `$expand` adds.
 * Error: InvalidFilterInQueryString.
 */
export function listResources(
  world: World,
  id: string,
  types: readonly ResourceType[],
  request: Pick<ArmRequest, 'path' | 'query'>,
): ArmReply {
  const whole = wholeTypes(types);
  const passes = readFilter(request.query.get('$filter'), properties);
  const found = world.resources
    .inside(id)
    .filter((resource) => whole.has(resource.type) && passes(filteredOf(resource)));
  const most = countOf(request.query, '$top');
  return pageReply(most === undefined ? found : found.slice(0, most), request, {
    keyOf: (resource) => resource.id.toLowerCase(),
    show: (resource) => show(resource, world, request.query.get('$expand') ?? ''),
    size: pageSize,
  });
}

/** The types of what is no part of another resource. */
export function wholeTypes(types: readonly ResourceType[]): ReadonlySet<string> {
  return new Set(
    types
      .filter(({ type, path }) => !type.includes('/') && path === undefined)
      .map(({ provider, type }) => `${provider}/${type}`),
  );
}

function filteredOf({ id, name, type, location, tags }: StoredResource): Filtered {
  return { name, resourceType: type, resourceGroup: id.split('/')[4], location, tags };
}

function show(resource: StoredResource, { resources }: World, expand: string): object {
  const { id, name, type, location, tags, envelope, createdAt, changedAt } = resource;
  const added = expand.split(',').map((word) => word.trim().toLowerCase());
  return {
    id,
    name,
    type,
    location,
    tags,
    ...envelope,
    ...(added.includes('createdtime') && { createdTime: new Date(createdAt).toISOString() }),
    ...(added.includes('changedtime') && { changedTime: new Date(changedAt).toISOString() }),
    ...(added.includes('provisioningstate') && { provisioningState: resources.state(resource) }),
  };
}
