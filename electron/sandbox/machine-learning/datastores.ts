import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import { requireResource } from '../resource-routes.ts';
import { showResource } from '../show-resource.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import { findAccount } from '../storage/account-data.ts';
import type { World } from '../world.ts';
import { requireWorkspace } from './workspaces.ts';
import { textOf } from '../text-of.ts';

const types = ['AzureBlob', 'AzureFile', 'AzureDataLakeGen1', 'AzureDataLakeGen2'];
const credentialTypes = ['AccountKey', 'Certificate', 'None', 'Sas', 'ServicePrincipal'];

export const datastore: ResourceType = {
  provider: 'Microsoft.MachineLearningServices',
  type: 'workspaces/datastores',
  operations: 'Datastores',
  nameRule: {
    pattern: /^[a-z0-9_]{1,255}$/i,
    sentence: 'Datastore name can only contain alphanumeric characters and underscores.',
  },
  location: 'none',
  seconds: { create: 0, delete: 0 },
  stateProperty: null,
  complete,
};

function complete({ properties, name, parentId }: ResourceDraft, world: World): CompletedResource {
  const { datastoreType, credentials } = properties;
  if (typeof datastoreType !== 'string' || !types.includes(datastoreType)) {
    throw invalidContent(`'datastoreType' is one of ${types.join(', ')}.`);
  }
  if (!isObject(credentials) || !credentialTypes.includes(textOf(credentials.credentialsType))) {
    throw invalidContent(`'credentials.credentialsType' is one of ${credentialTypes.join(', ')}.`);
  }
  const { secrets, ...shown } = credentials;
  const isBlob = datastoreType === 'AzureBlob';
  if (
    isBlob &&
    (typeof properties.accountName !== 'string' || typeof properties.containerName !== 'string')
  ) {
    throw invalidContent("'accountName' and 'containerName' are required for a datastore of type AzureBlob.");
  }
  if (isBlob && isObject(secrets) && credentials.credentialsType === 'AccountKey') {
    const account = findAccount(world, textOf(properties.accountName));
    const keys = [account?.secrets.key1, account?.secrets.key2];
    if (!account || !keys.includes(secrets.key)) {
      throw new ArmError(
        400,
        'ValidationError',
        `The credentials of the datastore '${name}' are not valid for the storage account '${textOf(properties.accountName)}'.`,
      );
    }
  }
  const isFirst = !world.resources.inside(parentId, 'Microsoft.MachineLearningServices/workspaces/datastores')
    .length;
  return {
    properties: {
      endpoint: 'core.windows.net',
      protocol: 'https',
      ...properties,
      isDefault: isFirst,
      credentials: shown,
    },
    secrets: isObject(secrets) ? { secrets } : {},
  };
}

const all =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/datastores';

/** What datastores answer beside create, read and delete. */
export function datastoreRoutes(world: World): Route[] {
  return [
    {
      name: 'Datastores_List',
      method: 'GET',
      path: all,
      handle: (request) => list(world, request),
    },
    {
      name: 'Datastores_ListSecrets',
      method: 'POST',
      path: `${all}/{name}/listSecrets`,
      handle: ({ path }) => listSecrets(world, path.slice(0, path.lastIndexOf('/'))),
    },
  ];
}

/** All datastores; with ?isDefault=true only that one. */
function list(world: World, { path, query }: ArmRequest): ArmReply {
  const parent = requireWorkspace(world, path);
  const isDefault = query.get('isDefault');
  const value = world.resources
    .inside(parent.id, 'Microsoft.MachineLearningServices/workspaces/datastores')
    .filter(({ properties }) => isDefault === null || textOf(properties.isDefault) === isDefault)
    .map((resource) => showResource(resource, world, datastore));
  return { status: 200, body: { value } };
}

function listSecrets(world: World, id: string): ArmReply {
  const found = requireResource(datastore, world, id);
  const { secrets } = found.secrets;
  if (isObject(secrets)) return { status: 200, body: secrets };
  return { status: 200, body: { secretsType: 'AccountKey', key: workspaceKey(world, found) } };
}

/** The datastores of the workspace itself take the key of its account as it is now. */
function workspaceKey(world: World, { properties }: StoredResource): string {
  return textOf(findAccount(world, textOf(properties.accountName))?.secrets.key1 ?? '');
}
