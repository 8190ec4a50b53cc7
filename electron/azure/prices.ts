import { createDefaultHttpClient, createPipelineRequest } from '@azure/core-rest-pipeline';
import { call } from './call.ts';
import type { Connection } from './connection.ts';

/** What a machine costs while it runs, by Azure's list. */
export interface VmPrice {
  readonly perHour: number;
  readonly currency: string;
}

interface PricePage {
  readonly Items: readonly {
    readonly retailPrice: number;
    readonly currencyCode: string;
    readonly unitOfMeasure: string;
    readonly productName: string;
    readonly skuName: string;
    readonly type: string;
  }[];
}

/**
 * The list price of a size of virtual machines with Linux, or `undefined` where it is not on the list. No sign-in: the
 * learner's token is not sent there.
 * Source: https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices
 */
export async function getVmPrice(
  connection: Connection,
  { region, size }: { readonly region: string; readonly size: string },
): Promise<VmPrice | undefined> {
  const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const filter = [
    "serviceName eq 'Virtual Machines'",
    "priceType eq 'Consumption'",
    `armRegionName eq ${quote(region)}`,
    `armSkuName eq ${quote(size)}`,
  ].join(' and ');
  const query = new URLSearchParams({ $filter: filter });
  const request = createPipelineRequest({
    url: `https://prices.azure.com/api/retail/prices?${query.toString()}`,
    timeout: 10_000,
  });
  const client = connection.httpClient ?? createDefaultHttpClient();
  const { status, bodyAsText } = await call(() => client.sendRequest(request));
  if (status !== 200) return undefined;
  const { Items: items } = JSON.parse(bodyAsText ?? '{"Items":[]}') as PricePage;
  const usual = items.find(
    ({ productName, skuName, type, unitOfMeasure }) =>
      type === 'Consumption' &&
      unitOfMeasure === '1 Hour' &&
      !productName.includes('Windows') &&
      !/Spot|Low Priority/.test(skuName),
  );
  return usual && { perHour: usual.retailPrice, currency: usual.currencyCode };
}
