import { cloudName, storageSuffix } from '../https/names.ts';
import type { Route } from '../router.ts';
import type { World } from '../world.ts';

/** Where the services of this cloud are: what a client reads that is told of a cloud of its own. */
export function cloudMetadataRoutes({ addresses, tenant }: World): Route[] {
  return [
    {
      name: 'Sandbox_GetCloudMetadata',
      method: 'GET',
      path: '/metadata/endpoints',
      plane: 'data',
      handle({ query }) {
        const origin = addresses.arm;
        const suffix = `${storageSuffix}${addresses.httpsPort}`;
        const cloud = {
          name: cloudName,
          portal: 'https://portal.guidepost.localhost/',
          authentication: {
            loginEndpoint: `${origin}/`,
            audiences: [origin, 'https://management.azure.com/'],
            tenant,
            identityProvider: 'AAD',
          },
          graph: `${origin}/graph/`,
          graphAudience: `${origin}/graph/`,
          resourceManager: `${origin}/`,
          suffixes: { storage: suffix, keyVaultDns: 'vault.guidepost.localhost' },
        };
        // The first version of this document describes one cloud, and by other names.
        return query.get('api-version') === '2015-01-01'
          ? {
              status: 200,
              body: {
                galleryEndpoint: '',
                graphEndpoint: cloud.graph,
                portalEndpoint: cloud.portal,
                authentication: {
                  loginEndpoint: cloud.authentication.loginEndpoint,
                  audiences: cloud.authentication.audiences,
                },
              },
            }
          : { status: 200, body: [cloud] };
      },
    },
  ];
}
