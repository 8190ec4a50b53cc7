import { uuidOf } from '../uuid-of.ts';
import type { ResourceType } from './resource-type.ts';

const nameRule = {
  pattern: /^[\w().-]{1,260}(?<!\.)$/,
  sentence:
    'A name has 1 to 260 letters, digits, hyphens, periods, underscores and brackets, and does not end with a period.',
};

export const applicationInsights: ResourceType = {
  provider: 'Microsoft.Insights',
  type: 'components',
  operations: 'Components',
  nameRule,
  seconds: { create: 8, delete: 4 },
  patch: true,
  entityTag: { property: 'etag', since: '2020-02-02' },
  statuses: { created: 200 },
  systemData: false,
  complete: ({ properties, id, name }) => ({
    properties: {
      Application_Type: 'web',
      ...properties,
      ApplicationId: name,
      AppId: uuidOf(`app ${id}`),
      InstrumentationKey: uuidOf(`key ${id}`),
    },
  }),
};

export const logAnalytics: ResourceType = {
  provider: 'Microsoft.OperationalInsights',
  type: 'workspaces',
  operations: 'LogAnalyticsWorkspaces',
  nameRule: {
    pattern: /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
    sentence: 'A name has 4 to 63 letters, digits and hyphens, and neither begins nor ends with a hyphen.',
  },
  seconds: { create: 15, delete: 5 },
  patch: true,
  entityTag: { property: 'etag', since: '2022-10-01' },
  complete: ({ properties, id }) => ({
    properties: {
      sku: { name: 'PerGB2018' },
      retentionInDays: 30,
      ...properties,
      customerId: uuidOf(id),
    },
  }),
};
