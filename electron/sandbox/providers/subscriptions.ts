import { locations } from '../envelope.ts';
import type { ArmReply, Route } from '../router.ts';
import type { World } from '../world.ts';
import { isRegistered, toRegister } from './registrations.ts';

const namespaces = [
  'Microsoft.Authorization',
  'Microsoft.ContainerRegistry',
  'Microsoft.ContainerService',
  'Microsoft.Insights',
  'Microsoft.KeyVault',
  'Microsoft.KubernetesConfiguration',
  'Microsoft.MachineLearningServices',
  'Microsoft.OperationalInsights',
  'Microsoft.Resources',
  'Microsoft.Storage',
];

/** The one subscription and tenant of a sandbox, its regions, and the providers that can be registered in it. */
export function subscriptionRoutes(world: World): Route[] {
  const { subscription, tenant, store } = world;
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
  const provider = (namespace: string): object => ({
    id: `/subscriptions/${subscription}/providers/${namespace}`,
    namespace,
    registrationState: isRegistered(world, namespace) ? 'Registered' : 'NotRegistered',
    registrationPolicy: 'RegistrationRequired',
    resourceTypes: [],
  });
  const find = (name: string): ArmReply => {
    const namespace = namespaces.find((known) => known.toLowerCase() === name.toLowerCase());
    return namespace === undefined
      ? {
          status: 404,
          body: {
            error: {
              code: 'InvalidResourceNamespace',
              message: `The resource namespace '${name}' is invalid.`,
            },
          },
        }
      : { status: 200, body: provider(namespace) };
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
            displayName: name,
          })),
        },
      }),
    },
    {
      name: 'Providers_List',
      method: 'GET',
      path: `${one}/providers`,
      handle: () => ({ status: 200, body: { value: namespaces.map(provider) } }),
    },
    {
      name: 'Providers_Get',
      method: 'GET',
      path: `${one}/providers/{namespace}`,
      handle: ({ parameters }) => find(parameters.namespace),
    },
    {
      name: 'Providers_Register',
      method: 'POST',
      path: `${one}/providers/{namespace}/register`,
      handle({ parameters }) {
        if (find(parameters.namespace).status === 200) store.batch([toRegister(parameters.namespace, true)]);
        return find(parameters.namespace);
      },
    },
  ];
}
