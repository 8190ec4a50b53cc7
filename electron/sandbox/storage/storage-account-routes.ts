import { randomUUID } from 'node:crypto';
import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { requireResource } from '../resource-routes.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { findAccount } from './account-data.ts';
import { accountSas, serviceSas } from './signed-tokens.ts';
import { createKey, nameTaken, storageAccount } from './storage-accounts.ts';

const provider = '/subscriptions/{subscriptionId}/providers/Microsoft.Storage';
const account =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/{account}';

/** What storage accounts answer beside create, read, change, list and delete. */
export function storageAccountRoutes(world: World): Route[] {
  return [
    {
      name: 'StorageAccounts_CheckNameAvailability',
      method: 'POST',
      path: `${provider}/checkNameAvailability`,
      handle: ({ body }) => checkName(world, body),
    },
    {
      name: 'StorageAccounts_ListKeys',
      method: 'POST',
      path: `${account}/listKeys`,
      handle: (request) => ({ status: 200, body: showKeys(requireAccount(world, request)) }),
    },
    {
      name: 'StorageAccounts_RegenerateKey',
      method: 'POST',
      path: `${account}/regenerateKey`,
      handle: (request) => regenerateKey(world, request),
    },
    {
      name: 'StorageAccounts_RevokeUserDelegationKeys',
      method: 'POST',
      path: `${account}/revokeUserDelegationKeys`,
      handle: (request) => {
        world.resources.update(requireAccount(world, request), {}, { delegation: randomUUID() });
        return { status: 200 };
      },
    },
    {
      name: 'StorageAccounts_ListAccountSAS',
      method: 'POST',
      path: `${account}/ListAccountSas`,
      handle: (request) => {
        const { name, secrets } = requireAccount(world, request);
        return { status: 200, body: { accountSasToken: accountSas(name, secrets, request.body) } };
      },
    },
    {
      name: 'StorageAccounts_ListServiceSAS',
      method: 'POST',
      path: `${account}/ListServiceSas`,
      handle: (request) => {
        const { name, secrets } = requireAccount(world, request);
        return { status: 200, body: { serviceSasToken: serviceSas(name, secrets, request.body) } };
      },
    },
  ];
}

/** The account that a path below it leads through. Errors: the group or the account is not found. */
export function requireAccount(world: World, { path }: Pick<ArmRequest, 'path'>): StoredResource {
  const id = path.split('/').slice(0, 9).join('/');
  return requireResource(storageAccount, world, id);
}

function checkName(world: World, body: unknown): ArmReply {
  if (!isObject(body) || typeof body.name !== 'string') throw invalidContent("The 'name' is missing.");
  const { name } = body;
  const { pattern, sentence } = storageAccount.nameRule;
  if (!pattern.test(name))
    return unavailable('AccountNameInvalid', `${name} is not a valid storage account name. ${sentence}`);
  if (findAccount(world, name)) return unavailable('AlreadyExists', nameTaken(name).message);
  return { status: 200, body: { nameAvailable: true } };
}

function unavailable(reason: string, message: string): ArmReply {
  return { status: 200, body: { nameAvailable: false, reason, message } };
}

function showKeys({ secrets, properties }: StoredResource): object {
  const times = properties.keyCreationTime as Record<string, string>;
  return {
    keys: ['key1', 'key2'].map((keyName) => ({
      creationTime: times[keyName],
      keyName,
      value: secrets[keyName],
      permissions: 'FULL',
    })),
  };
}

function regenerateKey(world: World, request: ArmRequest): ArmReply {
  const resource = requireAccount(world, request);
  const keyName = isObject(request.body) ? request.body.keyName : undefined;
  if (keyName !== 'key1' && keyName !== 'key2') {
    throw new ArmError(400, 'InvalidRequestPropertyValue', "The value of 'keyName' is key1 or key2.");
  }
  const times = resource.properties.keyCreationTime as Record<string, string>;
  const now = new Date(world.clock.now()).toISOString();
  const changed = world.resources.update(
    resource,
    { keyCreationTime: { ...times, [keyName]: now } },
    { [keyName]: createKey() },
  );
  return { status: 200, body: showKeys(changed) };
}
