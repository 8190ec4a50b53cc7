import { isDeepStrictEqual } from 'node:util';
import { invalidContent, notCovered } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { requireAccount } from './storage-account-routes.ts';

const services =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/{account}/blobServices';

const properties = {
  cors: { corsRules: [] },
  deleteRetentionPolicy: { allowPermanentDelete: false, enabled: false },
};

/** The settings of an account's blob service, which are Azure's defaults and stay so. */
export function blobServiceRoutes(world: World): Route[] {
  const reply = (request: ArmRequest): ArmReply => ({
    status: 200,
    body: show(requireAccount(world, request)),
  });
  return [
    {
      name: 'BlobServices_List',
      method: 'GET',
      path: services,
      handle: (request) => ({ status: 200, body: { value: [show(requireAccount(world, request))] } }),
    },
    {
      name: 'BlobServices_GetServiceProperties',
      method: 'GET',
      path: `${services}/default`,
      handle: reply,
    },
    {
      name: 'BlobServices_SetServiceProperties',
      method: 'PUT',
      path: `${services}/default`,
      handle: (request) => {
        refuseChanges(request.body);
        return reply(request);
      },
    },
  ];
}

function refuseChanges(body: unknown): void {
  const asked = isObject(body) ? (body.properties ?? {}) : undefined;
  if (!isObject(asked)) throw invalidContent('The request content must be a JSON object.');
  const known: Record<string, unknown> = properties;
  const changed = Object.keys(asked).find((name) => !isDeepStrictEqual(asked[name], known[name]));
  if (changed !== undefined) {
    throw notCovered(`the blob service's setting '${changed}'`, 'the blob service', ['its defaults']);
  }
}

function show({ id, envelope }: StoredResource): object {
  return {
    id: `${id}/blobServices/default`,
    name: 'default',
    type: 'Microsoft.Storage/storageAccounts/blobServices',
    sku: envelope.sku,
    properties,
  };
}
