import { ArmError } from '../arm-error.ts';
import type { StoredResource } from '../resource-store.ts';
import type { BlobPlace } from '../storage/blobs.ts';
import type { World } from '../world.ts';
import { textOf } from '../text-of.ts';

/** Refuses a path that leads elsewhere than it says: clients take the parts . and .. of an address away. Error: 400. */
export function requireStraight(uri: string, path: string): void {
  if (!path.split('/').some((part) => part === '.' || part === '..')) return;
  throw new ArmError(400, 'UserError', `The path of '${uri.slice(0, 300)}' has a part '.' or '..'.`);
}

/**
 * The blob that a URI names: azureml://…/datastores/NAME/paths/PATH, long or short.
 * Errors: in Azure's words, where the URI or its datastore is not one of the workspace's.
 */
export function resolveDatastoreUri(world: World, workspace: StoredResource, uri: string): BlobPlace {
  const [, name, path] = /^azureml:\/\/(?:.*\/)?datastores\/([^/]+)\/paths\/(.*)$/.exec(uri) ?? [];
  if (name === undefined) {
    throw new ArmError(
      400,
      'UserError',
      `The sandbox reads URIs of datastores only, and not '${uri.slice(0, 300)}'.`,
    );
  }
  requireStraight(uri, path);
  const datastore = world.resources.find(`${workspace.id}/datastores/${name}`);
  if (datastore?.properties.datastoreType !== 'AzureBlob') {
    throw new ArmError(
      404,
      'UserError',
      `The datastore '${name}' was not found in the workspace '${workspace.name}'.`,
    );
  }
  const { accountName, containerName } = datastore.properties;
  return { account: textOf(accountName), container: textOf(containerName), blob: path };
}
