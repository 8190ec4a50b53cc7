import {
  invalidResourceName,
  locationConflict,
  resourceGroupBeingDeleted,
  resourceGroupNotFound,
} from './arm-error.ts';
import { isObject, readEnvelope } from './envelope.ts';
import { beginOperation, resultHeaders } from './operations.ts';
import { countOf, pageReply } from './paging.ts';
import { readFilter } from './resource-filter.ts';
import { listResources, wholeTypes } from './resource-lists.ts';
import type { StoredResource } from './resource-store.ts';
import type { ResourceType } from './providers/resource-type.ts';
import type { ArmReply, ArmRequest, Route } from './router.ts';
import type { World } from './world.ts';

const groupType = 'Microsoft.Resources/resourceGroups';
const groupSeconds = { delete: 30 };
const nameRule = /^[\p{L}\p{N}_().-]{1,90}(?<!\.)$/u;

/** The routes of resource groups, and of what is in them whatever its type. */
export function resourceGroupRoutes(world: World, types: readonly ResourceType[]): Route[] {
  const groups = '/subscriptions/{subscriptionId}/resourceGroups';
  const group = `${groups}/{group}`;
  return [
    {
      name: 'ResourceGroups_List',
      method: 'GET',
      path: groups,
      handle: (request) => listGroups(world, request),
    },
    {
      name: 'ResourceGroups_CreateOrUpdate',
      method: 'PUT',
      path: group,
      handle: (request) => putGroup(world, request),
    },
    {
      name: 'ResourceGroups_Get',
      method: 'GET',
      path: group,
      handle: ({ parameters }) => ({
        status: 200,
        body: showGroup(requireGroup(world, parameters.group), world),
      }),
    },
    {
      name: 'ResourceGroups_CheckExistence',
      method: 'HEAD',
      path: group,
      handle: ({ parameters }) => ({ status: find(world, parameters.group) ? 204 : 404 }),
    },
    {
      name: 'ResourceGroups_Update',
      method: 'PATCH',
      path: group,
      handle: (request) => patchGroup(world, request),
    },
    {
      name: 'ResourceGroups_Delete',
      method: 'DELETE',
      path: group,
      handle: ({ parameters }) => deleteGroup(world, parameters.group, types),
    },
    {
      name: 'Resources_ListByResourceGroup',
      method: 'GET',
      path: `${group}/resources`,
      handle: (request) =>
        listResources(world, requireGroup(world, request.parameters.group).id, types, request),
    },
    {
      name: 'Resources_List',
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/resources',
      handle: (request) => listResources(world, `/subscriptions/${world.subscription}`, types, request),
    },
  ];
}

function find({ resources, subscription }: World, name: string): StoredResource | undefined {
  return resources.find(`/subscriptions/${subscription}/resourceGroups/${name}`);
}

function requireGroup(world: World, name: string): StoredResource {
  const group = find(world, name);
  if (!group) throw resourceGroupNotFound(name);
  return group;
}

function listGroups(world: World, request: ArmRequest): ArmReply {
  const passes = readFilter(request.query.get('$filter'), ['tagName', 'tagValue']);
  const found = world.resources.inside(`/subscriptions/${world.subscription}`, groupType).filter(passes);
  const most = countOf(request.query, '$top');
  return pageReply(most === undefined ? found : found.slice(0, most), request, {
    keyOf: ({ id }) => id.toLowerCase(),
    show: (group) => showGroup(group, world),
    size: 1000,
  });
}

/** A group; it is there at once, and has no state but this and Deleting. */
function showGroup(group: StoredResource, world: World): object {
  const { id, name, location, tags, properties, goneAt } = group;
  const provisioningState = goneAt === null ? 'Succeeded' : world.resources.state(group);
  return { id, name, type: groupType, location, tags, properties: { ...properties, provisioningState } };
}

function putGroup(world: World, { parameters, body }: ArmRequest): ArmReply {
  const { resources, subscription, clock } = world;
  const { group: name } = parameters;
  if (!nameRule.test(name)) {
    const rule =
      'It has 1 to 90 letters, digits, underscores, hyphens, periods and brackets, and does not end with a period.';
    throw invalidResourceName('Resource group', name, rule);
  }
  const { location, tags } = readEnvelope(groupType, body, 'required');
  const existing = find(world, name);
  if (existing && existing.goneAt !== null) throw resourceGroupBeingDeleted(name);
  if (existing && existing.location !== location) throw locationConflict(name, existing.location, location);
  const group = resources.create({
    id: `/subscriptions/${subscription}/resourceGroups/${name}`,
    name,
    type: groupType,
    ...existing,
    location,
    tags,
    changedAt: clock.now(),
  });
  resources.commit(existing ? [resources.toPut(group)] : resources.toBegin(group));
  return { status: existing ? 200 : 201, body: showGroup(group, world) };
}

/** Changes the tags of a group, and nothing else. */
function patchGroup(world: World, { parameters, body }: ArmRequest): ArmReply {
  const { resources, clock } = world;
  const existing = requireGroup(world, parameters.group);
  if (existing.goneAt !== null) throw resourceGroupBeingDeleted(existing.name);
  const { tags } = readEnvelope(groupType, body, 'none');
  const isAsked = isObject(body) && body.tags !== undefined;
  const group = { ...existing, tags: isAsked ? tags : existing.tags, changedAt: clock.now() };
  resources.commit([resources.toPut(group)]);
  return { status: 200, body: showGroup(group, world) };
}

/**
 * Begins to delete a group. What is in it goes one by one, the newest first, as it leans on what was there before; a
 * resource takes its parts and the roles at it along. The group goes last.
 */
function deleteGroup(world: World, name: string, types: readonly ResourceType[]): ArmReply {
  const { resources, clock, subscription } = world;
  const group = requireGroup(world, name);
  const { operation, key } = beginOperation(clock, groupSeconds.delete);
  const { startedAt, endsAt } = operation;
  const whole = wholeTypes(types);
  const doomed = resources
    .inside(group.id)
    .filter(({ type }) => whole.has(type))
    .sort((a, b) => b.createdAt - a.createdAt);
  const step = (endsAt - startedAt) / (doomed.length + 1);
  const changes = new Map(
    [
      ...resources.toDelete(group, endsAt),
      ...doomed.flatMap((resource, index) => resources.toDelete(resource, startedAt + step * (index + 1))),
    ].map((change) => [change.key, change]),
  );
  resources.commit([{ key, value: operation }, ...changes.values()]);
  return { status: 202, headers: resultHeaders(subscription, 'Microsoft.Resources', operation) };
}
