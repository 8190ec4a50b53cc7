import type { CallOptions, Connection } from './connection.ts';
import { createResource, getResource, type GenericResource, type ResourceKind } from './resources.ts';

const logAnalytics: ResourceKind = {
  type: 'Microsoft.OperationalInsights/workspaces',
  apiVersion: '2022-10-01',
};
const applicationInsights: ResourceKind = { type: 'Microsoft.Insights/components', apiVersion: '2020-02-02' };

interface Place {
  readonly resourceGroup: string;
  readonly name: string;
}

/** Creates the Log Analytics workspace that Application Insights writes to. */
export function createLogAnalytics(
  connection: Connection,
  { location, ...place }: Place & { readonly location: string },
  options: CallOptions = {},
): Promise<GenericResource> {
  const body = { location, properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30 } };
  return createResource(connection, logAnalytics, place, body, options);
}

/** Creates Application Insights, on a Log Analytics workspace. */
export function createApplicationInsights(
  connection: Connection,
  {
    location,
    logAnalyticsId,
    ...place
  }: Place & { readonly location: string; readonly logAnalyticsId: string },
  options: CallOptions = {},
): Promise<GenericResource> {
  const body = {
    location,
    kind: 'web',
    properties: {
      Application_Type: 'web',
      WorkspaceResourceId: logAnalyticsId,
      IngestionMode: 'LogAnalytics',
    },
  };
  return createResource(connection, applicationInsights, place, body, options);
}

/** Application Insights, or `undefined`. */
export function getApplicationInsights(
  connection: Connection,
  place: Place,
): Promise<GenericResource | undefined> {
  return getResource(connection, applicationInsights, place);
}
