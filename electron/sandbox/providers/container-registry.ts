import type { ResourceType } from './resource-type.ts';

export const containerRegistry: ResourceType = {
  provider: 'Microsoft.ContainerRegistry',
  type: 'registries',
  operations: 'Registries',
  nameRule: {
    pattern: /^[a-zA-Z0-9]{5,50}$/,
    sentence: 'A registry name has 5 to 50 letters and digits.',
  },
  seconds: { create: 15, delete: 5 },
  patch: true,
  complete: ({ properties, name }) => ({
    properties: { adminUserEnabled: false, ...properties, loginServer: `${name.toLowerCase()}.azurecr.io` },
  }),
};
