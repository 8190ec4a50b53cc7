import { randomUUID } from 'node:crypto';
import { ArmError, invalidContent, resourceNotFound } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import { textOf } from '../text-of.ts';
import { uuidOf } from '../uuid-of.ts';
import type { World } from '../world.ts';
import { ensureContainer } from './blobs.ts';
import { serviceSas } from './signed-tokens.ts';

const workspaces =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}';
const kinds = [
  ['Code', 'codes'],
  ['Data', 'data'],
  ['Model', 'models'],
];
const day = 24 * 60 * 60 * 1000;

/**
 * Where the files of an asset go before the asset is made: a container of its own in the workspace's account, and a
 * signature for it. Source: Code Versions - Create Or Get Start Pending Upload, from 2023-04-01 on.
 */
export function pendingUploadRoutes(world: World): Route[] {
  return kinds.map(([operations, path]) => ({
    name: `${operations}Versions_CreateOrGetStartPendingUpload`,
    method: 'POST',
    path: `${workspaces}/${path}/{name}/versions/{version}/startPendingUpload`,
    handle: (request) => startUpload(world, request),
  }));
}

async function startUpload(world: World, { path, body }: ArmRequest): Promise<ArmReply> {
  const account = accountOf(world, path);
  if (!isObject(body)) throw invalidContent('The request content must be a JSON object.');
  const { pendingUploadType = 'TemporaryBlobReference', pendingUploadId } = body;
  if (pendingUploadType !== 'TemporaryBlobReference') {
    throw invalidContent("'pendingUploadType' is TemporaryBlobReference.");
  }
  const id = typeof pendingUploadId === 'string' && pendingUploadId !== '' ? pendingUploadId : randomUUID();
  // Who asks again with the same id goes on where it was.
  const container = uuidOf(`upload ${path.toLowerCase()} ${id}`);
  await ensureContainer(world, { account: account.name, container });
  const blobUri = `${world.addresses.blob}/${account.name}/${container}`;
  const query = serviceSas(account.name, account.secrets, {
    canonicalizedResource: `/blob/${account.name}/${container}`,
    signedResource: 'c',
    signedPermission: 'rcwl',
    signedExpiry: new Date(world.clock.now() + day).toISOString(),
  });
  return {
    status: 200,
    body: {
      pendingUploadId: id,
      pendingUploadType,
      blobReferenceForConsumption: {
        blobUri,
        storageAccountArmId: account.id,
        credential: { credentialType: 'SAS', sasUri: `${blobUri}?${query}` },
      },
    },
  };
}

/** The storage account of the workspace that a path leads through. Errors: there is none. */
function accountOf({ resources }: World, path: string): StoredResource {
  const parts = path.split('/');
  const workspace = resources.find(parts.slice(0, 9).join('/'));
  if (!workspace) {
    throw resourceNotFound('Microsoft.MachineLearningServices/workspaces', parts[8], parts[4]);
  }
  const account = resources.find(textOf(workspace.properties.storageAccount));
  if (account) return account;
  throw new ArmError(
    400,
    'UserError',
    `The storage account of the workspace '${workspace.name}' was not found.`,
  );
}
