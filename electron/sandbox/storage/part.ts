import type { RequestListener } from 'node:http';
import type { Route } from '../router.ts';
import type { World } from '../world.ts';
import { startBlobService } from './blob-service.ts';
import { blobServiceRoutes } from './blob-service-properties.ts';
import { containerRoutes } from './containers.ts';
import { pendingUploadRoutes } from './pending-upload.ts';
import { storageAccountRoutes } from './storage-account-routes.ts';

/** Starts the sandbox's storage: blobs, and what accounts and containers answer by Azure Resource Manager. */
export async function startStorage(world: World): Promise<{
  routes: Route[];
  listener: RequestListener;
  close(): Promise<void>;
}> {
  const service = await startBlobService(world);
  return {
    routes: [
      ...storageAccountRoutes(world),
      ...blobServiceRoutes(world),
      ...containerRoutes(world, service),
      ...pendingUploadRoutes(world),
    ],
    listener: service.listener,
    close: () => service.close(),
  };
}
