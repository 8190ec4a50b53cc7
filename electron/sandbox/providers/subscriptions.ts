import { displayNameOf, locations } from '../envelope.ts';
import type { Route } from '../router.ts';
import type { World } from '../world.ts';

/** The one subscription and tenant of a sandbox, and its regions. */
export function subscriptionRoutes({ subscription, tenant }: World): Route[] {
  const one = '/subscriptions/{subscriptionId}';
  const shown = {
    id: `/subscriptions/${subscription}`,
    subscriptionId: subscription,
    tenantId: tenant,
    displayName: 'Guidepost sandbox',
    state: 'Enabled',
    subscriptionPolicies: { spendingLimit: 'Off' },
    authorizationSource: 'RoleBased',
  };
  return [
    {
      name: 'Subscriptions_List',
      method: 'GET',
      path: '/subscriptions',
      handle: () => ({ status: 200, body: { value: [shown] } }),
    },
    { name: 'Subscriptions_Get', method: 'GET', path: one, handle: () => ({ status: 200, body: shown }) },
    {
      name: 'Tenants_List',
      method: 'GET',
      path: '/tenants',
      handle: () => ({
        status: 200,
        body: { value: [{ id: `/tenants/${tenant}`, tenantId: tenant, displayName: 'Guidepost' }] },
      }),
    },
    {
      name: 'Subscriptions_ListLocations',
      method: 'GET',
      path: `${one}/locations`,
      handle: () => ({
        status: 200,
        body: {
          value: locations.map((name) => ({
            id: `/subscriptions/${subscription}/locations/${name}`,
            name,
            displayName: displayNameOf(name),
            regionalDisplayName: displayNameOf(name),
            type: 'Region',
          })),
        },
      }),
    },
  ];
}
