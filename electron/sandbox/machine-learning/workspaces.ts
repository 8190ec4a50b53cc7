import { randomBytes } from 'node:crypto';
import { ArmError, invalidContent } from '../arm-error.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import { fullName, requireResource, showResource } from '../resource-routes.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import type { ArmReply, Route } from '../router.ts';
import { ensureContainer } from '../storage/blobs.ts';
import { uuidOf } from '../uuid-of.ts';
import type { World } from '../world.ts';
import { textOf } from '../text-of.ts';

/** What a workspace leans on: the property that names it, its type, and whether there must be one. */
export const workspaceLinks = [
  ['keyVault', 'Microsoft.KeyVault/vaults', true],
  ['storageAccount', 'Microsoft.Storage/storageAccounts', true],
  ['applicationInsights', 'Microsoft.Insights/components', true],
  ['containerRegistry', 'Microsoft.ContainerRegistry/registries', false],
] as const;

/** The container of what runs leave behind. */
const artifactContainer = 'azureml';

/** What Azure keeps to itself: it is in no request, and a stored workspace need not have it. */
const computed = ['workspaceId', 'tenantId', 'mlFlowTrackingUri', 'provisioningState', 'notebookInfo'];

export const workspace: ResourceType = {
  provider: 'Microsoft.MachineLearningServices',
  type: 'workspaces',
  operations: 'Workspaces',
  nameRule: {
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$/,
    sentence:
      'Workspace name must be between 3 and 33 characters long. Its first character has to be alphanumeric, and the rest may contain hyphens and underscores. No whitespace is allowed.',
  },
  seconds: { create: 45, delete: 15 },
  statuses: { created: 202, updated: 202 },
  softDelete: true,
  patch: true,
  purges: (query) => query.get('forceToPurge') === 'true',
  complete,
  created: ensureContainers,
  show,
};

function complete(
  { properties, name, id, location, existing }: ResourceDraft,
  world: World,
): CompletedResource {
  for (const [property, type, required] of workspaceLinks) {
    const link = properties[property];
    if (link === undefined || link === null) {
      if (!required) continue;
      throw new ArmError(
        400,
        'ValidationError',
        `Missing dependent resources in workspace json: the property '${property}' is required.`,
      );
    }
    const found = typeof link === 'string' ? world.resources.find(link) : undefined;
    if (found?.type !== type) {
      throw new ArmError(
        400,
        'ValidationError',
        `The resource '${textOf(link)}', which the workspace property '${property}' names, could not be found.`,
      );
    }
    if (world.resources.state(found) !== 'Succeeded') {
      throw new ArmError(409, 'Conflict', `The resource '${found.id}' is not ready yet.`);
    }
  }
  const workspaceId = textOf(
    existing?.properties.workspaceId ?? uuidOf(`workspace ${id} ${world.clock.now()}`),
  );
  const given = Object.fromEntries(Object.entries(properties).filter(([key]) => !computed.includes(key)));
  return {
    properties: {
      friendlyName: name,
      description: '',
      hbiWorkspace: false,
      publicNetworkAccess: 'Enabled',
      allowPublicAccessWhenBehindVnet: false,
      v1LegacyMode: false,
      storageHnsEnabled: false,
      privateLinkCount: 0,
      discoveryUrl: `https://${location}.api.azureml.ms/discovery`,
      ...given,
      workspaceId,
    },
    secrets: existing?.secrets ?? { userStorageKey: randomBytes(32).toString('base64') },
    parts: defaultStores(id, { ...given, workspaceId }, world),
  };
}

function show({ id, properties, location }: StoredResource, { tenant }: World): Properties {
  return {
    ...properties,
    tenantId: tenant,
    mlFlowTrackingUri: `azureml://${location}.api.azureml.ms/mlflow/v1.0${id}`,
  };
}

/** The account that a workspace keeps its own files in. */
export function workspaceAccount({ properties }: StoredResource): string {
  const id = textOf(properties.storageAccount);
  return id.slice(id.lastIndexOf('/') + 1);
}

/** The container behind the default datastore. */
export function defaultContainer({ properties }: StoredResource): string {
  return blobContainer(properties);
}

function blobContainer({ workspaceId }: Properties): string {
  return `azureml-blobstore-${textOf(workspaceId)}`;
}

/** The two datastores that a workspace has from its beginning; jobs write to the first. */
function defaultStores(id: string, properties: Properties, { resources }: World): StoredResource[] {
  const [store, artifacts] = ['workspaceblobstore', 'workspaceartifactstore'];
  const [account] = textOf(properties.storageAccount).split('/').slice(-1);
  return [store, artifacts]
    .filter((name) => !resources.find(`${id}/datastores/${name}`))
    .map((name) =>
      resources.create({
        id: `${id}/datastores/${name}`,
        name,
        type: 'Microsoft.MachineLearningServices/workspaces/datastores',
        properties: {
          datastoreType: 'AzureBlob',
          accountName: account,
          containerName: name === store ? blobContainer(properties) : artifactContainer,
          endpoint: 'core.windows.net',
          protocol: 'https',
          isDefault: name === store,
          credentials: { credentialsType: 'AccountKey' },
        },
      }),
    );
}

/** Makes the containers behind the datastores of a workspace, where they are missing. */
async function ensureContainers(resource: StoredResource, world: World): Promise<void> {
  const account = workspaceAccount(resource);
  for (const container of [defaultContainer(resource), artifactContainer]) {
    await ensureContainer(world, { account, container });
  }
}

/** Makes what a kill has left unmade of the workspaces. */
export async function repairWorkspaces(world: World): Promise<void> {
  const { resources, subscription } = world;
  const all = resources.inside(`/subscriptions/${subscription}`, fullName(workspace));
  for (const one of all) {
    const account = resources.find(textOf(one.properties.storageAccount));
    if (one.goneAt !== null || !account || resources.state(account) !== 'Succeeded') continue;
    // An account that answers nothing is no reason for the sandbox not to start.
    await ensureContainers(one, world).catch(() => undefined);
  }
}

const one =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}';

/** What workspaces answer beside create, read, change, list and delete. */
export function workspaceRoutes(world: World): Route[] {
  return [
    {
      name: 'Workspaces_ListBySubscription',
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/providers/Microsoft.MachineLearningServices/workspaces',
      handle: () => ({
        status: 200,
        body: {
          value: world.resources
            .inside(`/subscriptions/${world.subscription}`, 'Microsoft.MachineLearningServices/workspaces')
            .map((resource) => showResource(resource, world, workspace)),
        },
      }),
    },
    {
      name: 'Workspaces_ListKeys',
      method: 'POST',
      path: `${one}/listKeys`,
      handle: ({ path }) => listKeys(requireWorkspace(world, path), world),
    },
    {
      name: 'Workspaces_ListStorageAccountKeys',
      method: 'POST',
      path: `${one}/listStorageAccountKeys`,
      handle: ({ path }) => ({
        status: 200,
        body: { userStorageKey: storageKey(requireWorkspace(world, path), world) },
      }),
    },
    {
      name: 'Workspaces_ResyncKeys',
      method: 'POST',
      path: `${one}/resyncKeys`,
      handle: ({ path }) => {
        requireWorkspace(world, path);
        return { status: 200 };
      },
    },
  ];
}

function listKeys(resource: StoredResource, world: World): ArmReply {
  const insights = world.resources.find(textOf(resource.properties.applicationInsights));
  return {
    status: 200,
    body: {
      userStorageKey: storageKey(resource, world),
      userStorageResourceId: resource.properties.storageAccount,
      appInsightsInstrumentationKey: insights?.properties.InstrumentationKey ?? '',
    },
  };
}

function storageKey({ properties }: StoredResource, world: World): string {
  const account = world.resources.find(textOf(properties.storageAccount));
  if (!account) throw invalidContent('The storage account of the workspace is gone.');
  return textOf(account.secrets.key1);
}

/** The workspace that a path leads into. Errors: the group or the workspace is not found. */
export function requireWorkspace(world: World, path: string): StoredResource {
  return requireResource(workspace, world, path.split('/').slice(0, 9).join('/'));
}
