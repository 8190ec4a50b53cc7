import { cloudName, storageSuffix } from '../https/names.ts';
import type { Route } from '../router.ts';
import type { World } from '../world.ts';

/** A cloud, as the versions of this document have it since 2019. */
interface Cloud {
  readonly portal: string;
  readonly graph: string;
  readonly authentication: { readonly loginEndpoint: string; readonly audiences: readonly string[] };
}

/** The first version describes one cloud by other names, those in between a list of clouds, the newest one cloud. */
function describe(cloud: Cloud, version: string): object {
  if (version >= '2022-09-01') return cloud;
  if (version !== '2015-01-01') return [cloud];
  const { portal, graph, authentication } = cloud;
  const { loginEndpoint, audiences } = authentication;
  return {
    galleryEndpoint: '',
    graphEndpoint: graph,
    portalEndpoint: portal,
    authentication: { loginEndpoint, audiences },
  };
}

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
          microsoftGraphResourceId: `${origin}/graph/`,
          resourceManager: `${origin}/`,
          suffixes: { storage: suffix, keyVaultDns: 'vault.guidepost.localhost' },
        };
        return { status: 200, body: describe(cloud, query.get('api-version') ?? '') };
      },
    },
  ];
}
