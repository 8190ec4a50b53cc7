import { ArmError, invalidContent, scopeNotFound } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { textOf } from '../text-of.ts';
import { roles, type Role } from './roles.ts';

const assignmentType = 'Microsoft.Authorization/roleAssignments';
const suffix = '/providers/Microsoft.Authorization';
/** The scopes at which roles are assigned, from the subscription down to a workspace. */
const scopes = [
  '/subscriptions/{subscriptionId}',
  '/subscriptions/{subscriptionId}/resourceGroups/{group}',
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/{provider}/{type}/{resource}',
];

/**
 * The assignments of a role that hold at a scope: made there, or above it. Without a role's name it is any that may
 * change something.
 */
export function assignmentsAt(
  { resources, subscription }: World,
  scope: string,
  role?: string,
): StoredResource[] {
  const here = scope.toLowerCase();
  return resources.inside(`/subscriptions/${subscription}`, assignmentType).filter(({ properties }) => {
    const at = textOf(properties.scope).toLowerCase();
    const { name = '' } = roles.find(({ id }) => textOf(properties.roleDefinitionId).endsWith(id)) ?? {};
    const fits = role === undefined ? name !== 'Reader' : name.toLowerCase() === role.toLowerCase();
    return fits && (here === at || here.startsWith(`${at}/`));
  });
}

/** Role definitions and role assignments. */
export function authorizationRoutes(world: World): Route[] {
  return scopes.flatMap((scope): Route[] => [
    {
      name: 'RoleDefinitions_List',
      method: 'GET',
      path: `${scope}${suffix}/roleDefinitions`,
      handle: ({ path, query }) => listDefinitions(world, scopeOf(path), query),
    },
    {
      name: 'RoleDefinitions_Get',
      method: 'GET',
      path: `${scope}${suffix}/roleDefinitions/{id}`,
      handle: ({ path, parameters }) => {
        requireScope(world, scopeOf(path));
        return { status: 200, body: showDefinition(world, requireRole(parameters.id)) };
      },
    },
    {
      name: 'RoleAssignments_ListForScope',
      method: 'GET',
      path: `${scope}${suffix}/roleAssignments`,
      handle: ({ path, query }) => listAssignments(world, scopeOf(path), query),
    },
    {
      name: 'RoleAssignments_Create',
      method: 'PUT',
      path: `${scope}${suffix}/roleAssignments/{name}`,
      handle: (request) => assign(world, request),
    },
    {
      name: 'RoleAssignments_Get',
      method: 'GET',
      path: `${scope}${suffix}/roleAssignments/{name}`,
      handle: ({ path }) => ({ status: 200, body: show(requireAssignment(world, path)) }),
    },
    {
      name: 'RoleAssignments_Delete',
      method: 'DELETE',
      path: `${scope}${suffix}/roleAssignments/{name}`,
      handle: ({ path }) => remove(world, path),
    },
  ]);
}

function scopeOf(path: string): string {
  return path.slice(0, path.toLowerCase().lastIndexOf(suffix.toLowerCase()));
}

function definitionId({ subscription }: World, id: string): string {
  return `/subscriptions/${subscription}${suffix}/roleDefinitions/${id}`;
}

function listDefinitions(world: World, scope: string, query: URLSearchParams): ArmReply {
  requireScope(world, scope);
  const wanted = /roleName eq '((?:[^']|'')*)'/i.exec(query.get('$filter') ?? '')?.[1].replaceAll("''", "'");
  const value = roles
    .filter(({ name }) => wanted === undefined || name.toLowerCase() === wanted.toLowerCase())
    .map((role) => showDefinition(world, role));
  return { status: 200, body: { value } };
}

function showDefinition(
  world: World,
  { id, name, description, actions, notActions, dataActions }: Role,
): object {
  return {
    id: definitionId(world, id),
    name: id,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: {
      roleName: name,
      type: 'BuiltInRole',
      description,
      assignableScopes: ['/'],
      permissions: [{ actions, notActions, dataActions, notDataActions: [] }],
    },
  };
}

/** Error: there is no such role. */
function requireRole(id: string): Role {
  const role = roles.find((known) => known.id === id.toLowerCase());
  if (role) return role;
  throw new ArmError(
    404,
    'RoleDefinitionDoesNotExist',
    `The specified role definition with ID '${id}' does not exist.`,
  );
}

/** The assignments at a scope, those above it and those below. */
function listAssignments(world: World, scope: string, query: URLSearchParams): ArmReply {
  requireScope(world, scope);
  const principal = /principalId eq '([^']*)'/i.exec(query.get('$filter') ?? '')?.[1];
  const atScope = /atScope\(\)/i.test(query.get('$filter') ?? '');
  const here = scope.toLowerCase();
  const value = world.resources
    .inside(`/subscriptions/${world.subscription}`, assignmentType)
    .filter(({ properties }) => {
      const at = textOf(properties.scope).toLowerCase();
      const isAbove = here === at || here.startsWith(`${at}/`);
      return isAbove || (!atScope && at.startsWith(`${here}/`));
    })
    .filter(({ properties }) => principal === undefined || properties.principalId === principal)
    .map(show);
  return { status: 200, body: { value } };
}

function assign(world: World, { path, body }: ArmRequest): ArmReply {
  const { resources } = world;
  const scope = scopeOf(path);
  requireScope(world, scope);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name)) {
    throw new ArmError(
      400,
      'InvalidRoleAssignmentId',
      `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`,
    );
  }
  const properties = isObject(body) && isObject(body.properties) ? body.properties : {};
  const { roleDefinitionId, principalId } = properties;
  if (typeof roleDefinitionId !== 'string' || typeof principalId !== 'string') {
    throw invalidContent("'roleDefinitionId' and 'principalId' are required.");
  }
  const role = requireRole(roleDefinitionId.slice(roleDefinitionId.lastIndexOf('/') + 1));
  const id = `${scope}${suffix}/roleAssignments/${name}`;
  const existing = resources.find(id);
  const twin = resources
    .inside(`/subscriptions/${world.subscription}`, assignmentType)
    .find(
      (other) =>
        textOf(other.properties.scope).toLowerCase() === scope.toLowerCase() &&
        other.properties.principalId === principalId &&
        textOf(other.properties.roleDefinitionId).endsWith(role.id),
    );
  if (twin) {
    throw new ArmError(409, 'RoleAssignmentExists', 'The role assignment already exists.');
  }
  const assignment = resources.create({
    id,
    name,
    type: assignmentType,
    properties: {
      principalType: 'User',
      ...properties,
      roleDefinitionId: definitionId(world, role.id),
      scope,
    },
  });
  resources.commit([resources.toPut(assignment)]);
  return { status: existing ? 200 : 201, body: show(assignment) };
}

function remove(world: World, path: string): ArmReply {
  const found = world.resources.find(path);
  if (!found) return { status: 204 };
  world.resources.commit([world.resources.toRemove(found.id)]);
  return { status: 200, body: show(found) };
}

function requireAssignment(world: World, path: string): StoredResource {
  const found = world.resources.find(path);
  if (found) return found;
  const name = path.slice(path.lastIndexOf('/') + 1);
  throw new ArmError(404, 'RoleAssignmentNotFound', `The role assignment '${name}' is not found.`);
}

function requireScope({ resources, subscription }: World, scope: string): void {
  if (scope.toLowerCase() === `/subscriptions/${subscription}` || resources.find(scope)) return;
  throw scopeNotFound(scope);
}

function show({ id, name, type, properties, createdAt, changedAt }: StoredResource): object {
  return {
    id,
    name,
    type,
    properties: {
      ...properties,
      createdOn: new Date(createdAt).toISOString(),
      updatedOn: new Date(changedAt).toISOString(),
    },
  };
}
