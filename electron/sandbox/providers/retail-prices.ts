import type { Route } from '../router.ts';

/**
 * What a machine with Linux costs in dollars an hour in western Europe, rounded: the sandbox bills nothing, it shows
 * the order of magnitude. Source: https://azure.microsoft.com/pricing/details/virtual-machines/linux
 */
const dollarsPerHour: Readonly<Record<string, number>> = {
  Standard_D1_v2: 0.07,
  Standard_D2_v2: 0.14,
  Standard_DS1_v2: 0.07,
  Standard_DS2_v2: 0.14,
  Standard_DS3_v2: 0.27,
  Standard_DS4_v2: 0.54,
  Standard_DS11_v2: 0.19,
  Standard_E4s_v3: 0.32,
  Standard_F2s_v2: 0.1,
  Standard_F4s_v2: 0.19,
  Standard_NC6s_v3: 3.82,
};

/** The public list of prices, as far as it is about the sandbox's machines. It asks for no token. */
export const retailPriceRoutes: readonly Route[] = [
  {
    name: 'RetailPrices_List',
    method: 'GET',
    path: '/api/retail/prices',
    plane: 'data',
    handle({ query }) {
      const filter = query.get('$filter') ?? '';
      const asked = (field: string): string | undefined =>
        new RegExp(`${field} eq '([^']*)'`).exec(filter)?.[1];
      const region = asked('armRegionName') ?? 'westeurope';
      const items = Object.entries(dollarsPerHour)
        .filter(([size]) => size.toLowerCase() === (asked('armSkuName') ?? size).toLowerCase())
        .map(([armSkuName, retailPrice]) => ({
          currencyCode: 'USD',
          retailPrice,
          unitPrice: retailPrice,
          armRegionName: region,
          meterName: armSkuName.replace('Standard_', '').replace('_', ' '),
          productName: 'Virtual Machines',
          skuName: armSkuName.replace('Standard_', '').replace('_', ' '),
          serviceName: 'Virtual Machines',
          unitOfMeasure: '1 Hour',
          type: 'Consumption',
          armSkuName,
        }));
      return {
        status: 200,
        body: { BillingCurrency: 'USD', Items: items, NextPageLink: null, Count: items.length },
      };
    },
  },
];
