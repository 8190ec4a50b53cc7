import type { Route } from '../router.ts';
import { coreQuota, vmSizes } from './vm-sizes.ts';

const place =
  '/subscriptions/{subscriptionId}/providers/Microsoft.MachineLearningServices/locations/{location}';

/** The sizes of machines in a region, and what of the quota is used. */
export function usageRoutes(): Route[] {
  const families = [...new Set(vmSizes.map(({ family }) => family))];
  return [
    {
      name: 'VirtualMachineSizes_List',
      method: 'GET',
      path: `${place}/vmSizes`,
      handle: () => ({
        status: 200,
        body: {
          value: vmSizes.map((size) => ({
            ...size,
            supportedComputeTypes: ['AmlCompute', 'ComputeInstance'],
          })),
        },
      }),
    },
    {
      name: 'Quotas_List',
      method: 'GET',
      path: `${place}/quotas`,
      handle: ({ path }) => ({
        status: 200,
        body: {
          value: families.map((family) => ({
            id: `${path}/${family}`,
            type: 'Microsoft.MachineLearningServices/vmFamily/dedicatedCores/quotas',
            limit: coreQuota,
            unit: 'Count',
            name: { value: family, localizedValue: family },
          })),
        },
      }),
    },
  ];
}
