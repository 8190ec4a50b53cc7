import type { ResourceType } from './resource-type.ts';

export const keyVault: ResourceType = {
  provider: 'Microsoft.KeyVault',
  type: 'vaults',
  nameRule: {
    pattern: /^[A-Za-z](?!.*--)[A-Za-z0-9-]{1,22}[A-Za-z0-9]$/,
    sentence:
      'A vault name has 3 to 24 letters, digits and hyphens, begins with a letter, ends with a letter or digit, and has no two hyphens in a row.',
  },
  seconds: { create: 20, delete: 10 },
  complete: (properties, { name }) => ({
    enableSoftDelete: true,
    softDeleteRetentionInDays: 90,
    ...properties,
    vaultUri: `https://${name.toLowerCase()}.vault.azure.net/`,
  }),
};
