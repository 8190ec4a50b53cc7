import path from 'node:path';

/** Where Azure's own API descriptions are where they are at hand. */
export const azureDescriptions = path.resolve(
  import.meta.dirname,
  '../../../../shared/azure-openapi/specification',
);
