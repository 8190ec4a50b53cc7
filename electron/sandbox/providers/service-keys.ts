import { randomBytes } from 'node:crypto';
import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { requireResource } from '../resource-routes.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, Route } from '../router.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { logAnalytics } from './application-insights.ts';
import { containerRegistry } from './container-registry.ts';
import { pathOf, type ResourceType } from './resource-type.ts';

/** Two keys of a service: they are made when they are first asked for. */
interface KeyPair {
  readonly type: ResourceType;
  readonly names: readonly [string, string];
  readonly bytes: number;
}

const registryPasswords: KeyPair = { type: containerRegistry, names: ['password', 'password2'], bytes: 24 };
const logKeys: KeyPair = { type: logAnalytics, names: ['primarySharedKey', 'secondarySharedKey'], bytes: 64 };

/** The passwords of registries and the keys of Log Analytics workspaces. */
export function serviceKeyRoutes(world: World): Route[] {
  const registry = pathOf(containerRegistry);
  const logs = pathOf(logAnalytics);
  const post = (name: string, path: string, work: (path: string, body: unknown) => ArmReply): Route => ({
    name,
    method: 'POST',
    path,
    handle: (request) => work(request.path.slice(0, request.path.lastIndexOf('/')), request.body),
  });
  return [
    post('Registries_ListCredentials', `${registry}/listCredentials`, (id) =>
      showPasswords(withKeys(world, registryPasswords, requireAdmin(world, id))),
    ),
    post('Registries_RegenerateCredential', `${registry}/regenerateCredential`, (id, body) => {
      const name = isObject(body) ? body.name : undefined;
      return showPasswords(renew(world, registryPasswords, requireAdmin(world, id), name));
    }),
    post('SharedKeys_GetSharedKeys', `${logs}/sharedKeys`, (id) =>
      showLogKeys(withKeys(world, logKeys, requireResource(logAnalytics, world, id))),
    ),
    post('SharedKeys_Regenerate', `${logs}/regenerateSharedKey`, (id) => {
      const [first, second] = logKeys.names;
      const once = renew(world, logKeys, requireResource(logAnalytics, world, id), first);
      return showLogKeys(renew(world, logKeys, once, second));
    }),
  ];
}

/** Errors: it is not there, or has no admin user. */
function requireAdmin(world: World, id: string): StoredResource {
  const found = requireResource(containerRegistry, world, id);
  if (found.properties.adminUserEnabled === true) return found;
  throw new ArmError(
    400,
    'UnAuthorizedForCredentialOperations',
    `Cannot perform credential operations for ${found.id} as admin user is disabled. Kindly enable admin user as per docs: https://docs.microsoft.com/en-us/azure/container-registry/container-registry-authentication#admin-account`,
  );
}

function withKeys({ resources }: World, { names, bytes }: KeyPair, found: StoredResource): StoredResource {
  const missing = names.filter((name) => found.secrets[name] === undefined);
  if (missing.length === 0) return found;
  return resources.update(found, {}, Object.fromEntries(missing.map((name) => [name, createKey(bytes)])));
}

function renew(world: World, pair: KeyPair, found: StoredResource, name: unknown): StoredResource {
  const known = pair.names.find((other) => other === name);
  if (known === undefined) throw invalidContent("The 'name' is password or password2.");
  return world.resources.update(withKeys(world, pair, found), {}, { [known]: createKey(pair.bytes) });
}

function createKey(bytes: number): string {
  return randomBytes(bytes).toString('base64');
}

function showPasswords({ name, secrets }: StoredResource): ArmReply {
  const passwords = registryPasswords.names.map((key) => ({ name: key, value: textOf(secrets[key]) }));
  return { status: 200, body: { username: name, passwords } };
}

function showLogKeys({ secrets }: StoredResource): ArmReply {
  return { status: 200, body: Object.fromEntries(logKeys.names.map((key) => [key, textOf(secrets[key])])) };
}
