import {
  changedMeanwhile,
  invalidResourceName,
  locationConflict,
  parentNotFound,
  resourceBeingDeleted,
  resourceGroupBeingDeleted,
  resourceGroupNotFound,
  resourceNotFound,
  softDeleted,
} from './arm-error.ts';
import type { Json } from '../store/journal-line.ts';
import { checkConditions } from './entity-tags.ts';
import { isObject, readEnvelope } from './envelope.ts';
import { beginOperation, operationHeaders } from './operations.ts';
import { countOf, pageReply } from './paging.ts';
import { requireRegistration } from './providers/registration.ts';
import { pathOf, type ResourceType } from './providers/resource-type.ts';
import { parentOf, type Properties, type StoredResource } from './resource-store.ts';
import { showResource } from './show-resource.ts';
import type { ArmReply, ArmRequest, Route } from './router.ts';
import type { World } from './world.ts';

/** The routes by which resources of a type are created, changed, read, listed and deleted. */
export function resourceRoutes(type: ResourceType, world: World): Route[] {
  const { operations } = type;
  const one = pathOf(type);
  const all = one.slice(0, one.lastIndexOf('/'));
  const routes: Route[] = [
    {
      name: `${operations}_CreateOrUpdate`,
      method: 'PUT',
      path: one,
      handle: (request) => putResource(type, world, request),
    },
    {
      name: `${operations}_Get`,
      method: 'GET',
      path: one,
      handle: ({ path, query }) => ({
        status: 200,
        body: showResource(requireResource(type, world, path), world, type, query),
      }),
    },
    {
      name: `${operations}_CheckExistence`,
      method: 'HEAD',
      path: one,
      handle: ({ path }) => ({ status: world.resources.find(path) ? 204 : 404 }),
    },
    {
      name: `${operations}_Delete`,
      method: 'DELETE',
      path: one,
      handle: (request) => remove(type, world, request),
    },
    {
      name: `${operations}_List`,
      method: 'GET',
      path: all,
      handle: (request) => list(type, world, request),
    },
  ];
  if (!type.type.includes('/') && type.path === undefined) {
    routes.push({
      name: `${operations}_ListBySubscription`,
      method: 'GET',
      path: `/subscriptions/{subscriptionId}/providers/${fullName(type)}`,
      handle: (request) => listAll(type, world, request),
    });
  }
  if (type.patch) {
    routes.push({
      name: `${operations}_Update`,
      method: 'PATCH',
      path: one,
      handle: (request) => patch(type, world, request),
    });
  }
  return routes;
}

/** Such as Microsoft.KeyVault/vaults. */
export function fullName({ provider, type }: ResourceType): string {
  return `${provider}/${type}`;
}

/** What is at a path. Errors: the group or the resource is not found. */
export function requireResource(type: ResourceType, world: World, id: string): StoredResource {
  const group = requireGroup(world, id);
  const resource = world.resources.find(id);
  if (!resource) throw resourceNotFound(fullName(type), id.split('/').at(-1) ?? '', group.name);
  return resource;
}

/** The group that a path leads into. Error: it is not found. */
function requireGroup(world: World, id: string): StoredResource {
  const parts = id.split('/').filter((part) => part !== '');
  const group = world.resources.find('/' + parts.slice(0, 4).join('/'));
  if (!group) throw resourceGroupNotFound(parts[3]);
  return group;
}

/** Creates or changes a resource of a type. Errors: in Azure's words. */
export function putResource(type: ResourceType, world: World, request: ArmRequest): Promise<ArmReply> {
  const { pattern, sentence } = type.nameRule;
  const name = request.path.split('/').at(-1) ?? '';
  if (!pattern.test(name)) throw invalidResourceName(fullName(type), name, sentence);
  return write(type, world, request, request.body);
}

function patch(type: ResourceType, world: World, request: ArmRequest): Promise<ArmReply> {
  const { path, body } = request;
  const existing = requireResource(type, world, path);
  const envelope = readEnvelope(fullName(type), body, 'none');
  const merged = {
    location: existing.location,
    ...existing.envelope,
    ...envelope.rest,
    tags: { ...existing.tags, ...envelope.tags },
    properties:
      type.patch === 'deep'
        ? mergeDeep(existing.properties, envelope.properties)
        : { ...existing.properties, ...envelope.properties },
  };
  return write(type, world, request, merged);
}

function mergeDeep(present: Properties, changes: Properties): Properties {
  const merged = Object.entries(changes).map(([key, value]): [string, Json] => {
    const before = present[key];
    return [key, isObject(before) && isObject(value) ? mergeDeep(before, value) : value];
  });
  return { ...present, ...Object.fromEntries(merged) };
}

async function write(
  type: ResourceType,
  world: World,
  request: ArmRequest,
  content: unknown,
): Promise<ArmReply> {
  const { path, failure: fault } = request;
  const { resources, clock } = world;
  const kind = fullName(type);
  requireRegistration(world, type.provider);
  const group = requireGroup(world, path);
  if (group.goneAt !== null) throw resourceGroupBeingDeleted(group.name);
  const found = resources.find(parentOf(path));
  const parent = found ?? type.bringParent?.(parentOf(path), content, world);
  if (!parent) throw parentNotFound(kind, parentOf(path));
  if (parent.goneAt !== null) throw resourceBeingDeleted(parent.id);
  const envelope = readEnvelope(kind, content, type.location ?? 'required');
  const existing = resources.find(path);
  if (existing && existing.goneAt !== null) throw resourceBeingDeleted(existing.id);
  if (existing && existing.location !== envelope.location) {
    throw locationConflict(existing.name, existing.location, envelope.location);
  }
  checkConditions(type, request, existing);
  const id = existing?.id ?? `${parent.id}${path.slice(parentOf(path).length)}`;
  const kept = existing ? undefined : resources.findDeleted(id);
  if (kept && !type.recovers?.(envelope.properties)) throw softDeleted(kind, id);
  const name = existing?.name ?? id.slice(id.lastIndexOf('/') + 1);
  const { location, body } = envelope;
  const properties = { ...kept?.properties, ...envelope.properties };
  const { authorization } = request.headers;
  const before = existing ?? kept;
  const draft = {
    id,
    name,
    parentId: parent.id,
    location,
    properties,
    authorization,
    body,
    existing: before,
  };
  const completed = (await type.complete?.(draft, world)) ?? { properties };
  // Meanwhile another call may have been answered.
  const above = resources.find(parent.id);
  if (resources.find(path) !== existing || (found && above?.goneAt !== null)) throw changedMeanwhile(id);

  const seconds = completed.seconds ?? (existing ? Math.min(1, type.seconds.create) : type.seconds.create);
  const failure = fault ?? completed.failure ?? null;
  const { operation, key } = beginOperation(clock, seconds, failure);
  const resource = resources.create({
    ...existing,
    id,
    name,
    type: kind,
    location,
    tags: envelope.tags,
    envelope: { ...envelope.rest, ...completed.envelope },
    properties: completed.properties,
    secrets: completed.secrets ?? before?.secrets ?? {},
    changedAt: clock.now(),
    readyAt: operation.endsAt,
    failure,
    keepsName: type.softDelete ?? false,
  });
  const isLong = seconds > 0;
  const parts = (completed.parts ?? []).map((part) => resources.toPut(part));
  const stored = existing ? [resources.toPut(resource)] : resources.toBegin(resource);
  resources.commit([
    ...(isLong ? [{ key, value: operation }] : []),
    ...(above ? [] : resources.toBegin(parent)),
    // What comes back takes the place of what it would have begun with.
    ...(kept ? [...parts, ...resources.toRecover(kept, resource)] : [...stored, ...parts]),
  ]);
  await type.created?.(resource, world);
  const { created = 201, updated = 200 } = type.statuses ?? {};
  return {
    status: existing ? updated : created,
    body: showResource(resources.find(id) ?? resource, world, type, request.query),
    headers: isLong ? operationHeaders(world.subscription, type.provider, operation) : {},
  };
}

function list(type: ResourceType, world: World, request: ArmRequest): ArmReply {
  const { path } = request;
  requireGroup(world, path);
  // A list of parts hangs on its parent; a list of whole resources on the group.
  const last = path.slice(0, path.lastIndexOf('/'));
  const parent = type.type.includes('/')
    ? last
    : last.slice(0, last.toLowerCase().lastIndexOf('/providers/'));
  if (!world.resources.find(parent)) throw parentNotFound(fullName(type), parent, 'read');
  return listInside(parent, type, world, request);
}

/** All resources of a type, whichever group they are in. */
function listAll(type: ResourceType, world: World, request: ArmRequest): ArmReply {
  return listInside(`/subscriptions/${world.subscription}`, type, world, request);
}

function listInside(id: string, type: ResourceType, world: World, request: ArmRequest): ArmReply {
  const { query } = request;
  const found = world.resources
    .inside(id, fullName(type))
    .filter((resource) => type.listed?.(resource, query) ?? true);
  return pageReply(found, request, {
    keyOf: (resource) => resource.id.toLowerCase(),
    show: (resource) => showResource(resource, world, type, query),
    size: countOf(query, 'count'),
  });
}

function remove(type: ResourceType, world: World, request: ArmRequest): ArmReply {
  const { path, query } = request;
  const { resources, clock } = world;
  requireGroup(world, path);
  const existing = resources.find(path);
  checkConditions(type, request, existing);
  const isPurge = type.purges?.(query) ?? false;
  const kept = existing || !isPurge ? undefined : resources.findDeleted(path);
  if (!existing && !kept) return { status: 204 };
  if (existing) type.checkDelete?.(existing, query, world);
  const { operation, key } = beginOperation(clock, type.seconds.delete);
  const changes = existing
    ? resources.toDelete(isPurge ? { ...existing, keepsName: false } : existing, operation.endsAt)
    : kept
      ? resources.toPurge(kept)
      : [];
  const { deleted = type.seconds.delete > 0 ? 202 : 200 } = type.statuses ?? {};
  if (type.seconds.delete === 0) {
    resources.commit(changes);
    return { status: deleted };
  }
  resources.commit([{ key, value: operation }, ...changes]);
  return { status: deleted, headers: operationHeaders(world.subscription, type.provider, operation) };
}
