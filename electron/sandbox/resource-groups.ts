import {
  invalidResourceName,
  locationConflict,
  resourceGroupBeingDeleted,
  resourceGroupNotFound,
} from './arm-error.ts';
import { readEnvelope } from './envelope.ts';
import { beginOperation, operationHeaders } from './operations.ts';
import { showResource } from './resource-routes.ts';
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
    { name: 'ResourceGroups_List', method: 'GET', path: groups, handle: () => listGroups(world) },
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
        body: showResource(requireGroup(world, parameters.group), world),
      }),
    },
    {
      name: 'ResourceGroups_CheckExistence',
      method: 'HEAD',
      path: group,
      handle: ({ parameters }) => ({ status: find(world, parameters.group) ? 204 : 404 }),
    },
    {
      name: 'ResourceGroups_Delete',
      method: 'DELETE',
      path: group,
      handle: ({ parameters }) => deleteGroup(world, parameters.group),
    },
    {
      name: 'Resources_ListByResourceGroup',
      method: 'GET',
      path: `${group}/resources`,
      handle: ({ parameters }) => listResources(world, requireGroup(world, parameters.group).id, types),
    },
    {
      name: 'Resources_List',
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/resources',
      handle: () => listResources(world, `/subscriptions/${world.subscription}`, types),
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

function listGroups(world: World): ArmReply {
  const all = world.resources.inside(`/subscriptions/${world.subscription}`, groupType);
  return { status: 200, body: { value: all.map((group) => showResource(group, world)) } };
}

/** Whole resources only, without their properties: as Azure lists them. */
function listResources(world: World, id: string, types: readonly ResourceType[]): ArmReply {
  const whole = new Set(
    types
      .filter(({ type, path }) => !type.includes('/') && path === undefined)
      .map(({ provider, type }) => `${provider}/${type}`),
  );
  const value = world.resources
    .inside(id)
    .filter(({ type }) => whole.has(type))
    .map(({ id, name, type, location, tags, envelope }) => ({ id, name, type, location, tags, ...envelope }));
  return { status: 200, body: { value } };
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
  return { status: existing ? 200 : 201, body: showResource(group, world) };
}

function deleteGroup(world: World, name: string): ArmReply {
  const { resources, clock, subscription } = world;
  const group = requireGroup(world, name);
  const { operation, key } = beginOperation(clock, groupSeconds.delete);
  resources.commit([{ key, value: operation }, ...resources.toDelete(group, operation.endsAt)]);
  return { status: 202, headers: operationHeaders(subscription, 'Microsoft.Resources', operation) };
}
