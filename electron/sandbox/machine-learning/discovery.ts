import type { Route } from '../router.ts';
import type { World } from '../world.ts';

/** Where a workspace's other services are: all of them are here. */
export function discoveryRoutes({ addresses }: World): Route[] {
  const names = [
    'api',
    'catalog',
    'experimentation',
    'gallery',
    'history',
    'hyperdrive',
    'labeling',
    'modelmanagement',
    'pipelines',
    'studio',
  ];
  return [
    {
      name: 'Discovery_Get',
      method: 'GET',
      path: '/discovery',
      plane: 'data',
      handle: () => ({
        status: 200,
        body: Object.fromEntries(names.map((name) => [name, addresses.arm])),
      }),
    },
  ];
}
