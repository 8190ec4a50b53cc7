import { randomBytes } from 'node:crypto';
import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { acceptOperation } from '../operations.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import { requireResource } from '../resource-routes.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { readAuthMode } from './auth-mode.ts';
import { forgetRequests, refusalsOf } from './request-counts.ts';
import { checkMirrorTraffic, checkTraffic, type Shares } from './traffic.ts';

/** What endpoints and deployments may be called. */
export const nameRule = {
  pattern: /^[a-zA-Z][a-zA-Z0-9-]{1,30}[a-zA-Z0-9]$/,
  sentence:
    'A name has 3 to 32 letters, digits and hyphens, begins with a letter and ends with a letter or digit.',
};

export const onlineEndpoint: ResourceType = {
  provider: 'Microsoft.MachineLearningServices',
  type: 'workspaces/onlineEndpoints',
  operations: 'OnlineEndpoints',
  nameRule,
  seconds: { create: 90, delete: 60 },
  patch: true,
  complete,
  show,
  created({ id, createdAt, changedAt }, world) {
    if (createdAt === changedAt) forgetRequests(world, refusalsOf(id));
  },
};

function complete(draft: ResourceDraft, world: World): CompletedResource {
  const { properties, existing, parentId } = draft;
  const { compute, traffic, mirrorTraffic } = properties;
  const authMode = readAuthMode(properties.authMode, ['Key', 'AMLToken', 'AADToken']);
  checkNameIsFree(draft, world);
  if (compute !== undefined && compute !== null) checkCompute(compute, parentId, world);
  if (existing && (existing.properties.compute ?? null) !== (compute ?? null)) {
    throw new ArmError(409, 'Conflict', `The compute of the endpoint '${existing.name}' cannot be changed.`);
  }
  const shares = traffic ?? existing?.properties.traffic ?? {};
  checkTraffic(shares, existing, world);
  const isManaged = compute === undefined || compute === null;
  checkMirrorTraffic(mirrorTraffic, shares as Shares, { existing, world, isManaged });
  const newKey = (): string => randomBytes(32).toString('base64url');
  return {
    properties: {
      publicNetworkAccess: 'Enabled',
      ...properties,
      authMode,
      traffic: shares,
    },
    secrets: existing?.secrets ?? { primaryKey: newKey(), secondaryKey: newKey() },
  };
}

/** Its name is part of its address, so a region has each only once. */
function checkNameIsFree({ id, name, location }: ResourceDraft, world: World): void {
  const other = findEndpoint(world, location, name);
  if (!other || other.id.toLowerCase() === id.toLowerCase()) return;
  throw new ArmError(
    400,
    'UserError',
    `There is an endpoint with the name '${name}' in the region '${location}' already. Choose another name.`,
  );
}

function checkCompute(compute: unknown, parentId: string, world: World): void {
  const found = typeof compute === 'string' ? world.resources.find(compute) : undefined;
  const isOwn = found?.id.toLowerCase().startsWith(`${parentId.toLowerCase()}/computes/`) ?? false;
  if (!found || !isOwn || found.properties.computeType !== 'Kubernetes') {
    throw new ArmError(
      400,
      'UserError',
      `The compute '${textOf(compute)}' is no Kubernetes compute of this workspace.`,
    );
  }
  if (world.resources.state(found) !== 'Succeeded') {
    throw new ArmError(409, 'Conflict', `The compute '${found.name}' is not ready yet.`);
  }
}

function show(resource: StoredResource, world: World): Properties {
  const address = endpointAddress(resource, world);
  return { ...resource.properties, scoringUri: `${address}/score`, swaggerUri: `${address}/swagger.json` };
}

function endpointAddress({ name, location }: StoredResource, { addresses }: World): string {
  return `${addresses.arm}/online-endpoints/${location}/${name}`;
}

/** Under which ids endpoints were found; a name that is kept here may be gone, or have moved. */
const idsOfNames = new WeakMap<World, Map<string, string>>();

/** The endpoint that a region has under a name, or `undefined`. */
export function findEndpoint(world: World, location: string, name: string): StoredResource | undefined {
  const { resources, subscription } = world;
  const isIt = (endpoint: StoredResource): boolean =>
    endpoint.name.toLowerCase() === name.toLowerCase() && endpoint.location === location.toLowerCase();
  const ids = idsOfNames.get(world) ?? new Map<string, string>();
  idsOfNames.set(world, ids);
  const key = `${location}/${name}`;
  const id = ids.get(key);
  const known = id === undefined ? undefined : resources.find(id);
  if (known && isIt(known)) return known;
  const found = resources
    .inside(`/subscriptions/${subscription}`, `${onlineEndpoint.provider}/${onlineEndpoint.type}`)
    .find(isIt);
  if (found) ids.set(key, found.id);
  else ids.delete(key);
  return found;
}

const one =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/onlineEndpoints/{endpoint}';

/** What endpoints answer beside create, read, change, list and delete. */
export function onlineEndpointRoutes(world: World): Route[] {
  return [
    {
      name: 'OnlineEndpoints_ListKeys',
      method: 'POST',
      path: `${one}/listKeys`,
      handle({ path }) {
        const endpoint = requireEndpoint(world, path);
        checkHasKeys(endpoint);
        const { primaryKey, secondaryKey } = endpoint.secrets;
        return { status: 200, body: { primaryKey, secondaryKey } };
      },
    },
    {
      name: 'OnlineEndpoints_RegenerateKeys',
      method: 'POST',
      path: `${one}/regenerateKeys`,
      handle: (request) => regenerate(world, request),
    },
  ];
}

/** The endpoint that a path leads into. Errors: the group, workspace or endpoint is not found. */
export function requireEndpoint(world: World, path: string): StoredResource {
  return requireResource(onlineEndpoint, world, path.split('/').slice(0, 11).join('/'));
}

/** Refuses keys of an endpoint that asks for tokens. */
function checkHasKeys({ name, properties }: StoredResource): void {
  if (properties.authMode === 'Key') return;
  throw new ArmError(
    400,
    'BadArgument',
    `The endpoint '${name}' has the authentication mode ${textOf(properties.authMode)}, and no keys. Ask for a token.`,
  );
}

function regenerate(world: World, { path, body }: ArmRequest): ArmReply {
  const endpoint = requireEndpoint(world, path);
  checkHasKeys(endpoint);
  const { keyType, keyValue } = isObject(body) ? body : {};
  if (keyType !== 'Primary' && keyType !== 'Secondary') {
    throw invalidContent("'keyType' is Primary or Secondary.");
  }
  if (keyValue !== undefined && keyValue !== null && typeof keyValue !== 'string') {
    throw invalidContent("'keyValue' is a text.");
  }
  const value = keyValue ?? randomBytes(32).toString('base64url');
  world.resources.update(
    endpoint,
    {},
    keyType === 'Primary' ? { primaryKey: value } : { secondaryKey: value },
  );
  return acceptOperation(world, onlineEndpoint.provider, 5);
}
