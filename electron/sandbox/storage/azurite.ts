import fileExtentStore from 'azurite/dist/src/common/persistence/FSExtentStore.js';
import extentMetadataStore from 'azurite/dist/src/common/persistence/LokiExtentMetadataStore.js';
import logger from 'azurite/dist/src/common/Logger.js';
import blobMetadataStore from 'azurite/dist/src/blob/persistence/LokiBlobMetadataStore.js';
import { createRequestChain } from './request-chain.ts';
import { exported } from './exported.ts';
import type { Azurite, AzuriteAccounts, BlobMetadata, ExtentMetadata, ExtentStore } from './azurite-parts.ts';

const concurrentExtents = 8;

/**
 * Azurite's blob server without its HTTP server, account store and garbage collector, which are the sandbox's own,
 * and without its telemetry, which is not even loaded.
 */
export function createAzurite(
  files: { readonly metadata: string; readonly extentMetadata: string; readonly extents: string },
  accounts: AzuriteAccounts,
  tenant: string,
): Azurite {
  const MetadataStore = exported<new (file: string) => BlobMetadata>(blobMetadataStore);
  const ExtentMetadataStore = exported<new (file: string) => ExtentMetadata>(extentMetadataStore);
  const FileExtentStore =
    exported<new (metadata: ExtentMetadata, locations: readonly object[], logger: unknown) => ExtentStore>(
      fileExtentStore,
    );
  const silent = exported<unknown>(logger);
  const metadata = new MetadataStore(files.metadata);
  const extentMetadata = new ExtentMetadataStore(files.extentMetadata);
  for (const { db } of [metadata, extentMetadata]) {
    db.autosaveDisable();
    db.autosave = false;
  }
  const location = { locationId: 'Default', locationPath: files.extents, maxConcurrency: concurrentExtents };
  const extents = new FileExtentStore(extentMetadata, [location], silent);
  return {
    metadata,
    extentMetadata,
    extents,
    answer: createRequestChain({ metadata, extents, accounts, tenant, logger: silent }),
  };
}
