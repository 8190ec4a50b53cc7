import { randomBytes, randomUUID } from 'node:crypto';
import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import type { World } from '../world.ts';
import { findAccount } from './account-data.ts';

const kinds = ['Storage', 'StorageV2', 'BlobStorage', 'FileStorage', 'BlockBlobStorage'];
const replications = ['LRS', 'GRS', 'RAGRS', 'ZRS', 'GZRS', 'RAGZRS'];
const skus = [...replications.map((replication) => `Standard_${replication}`), 'Premium_LRS', 'Premium_ZRS'];

/** Storage accounts; their blobs are Azurite's, under the keys that are here. */
export const storageAccount: ResourceType = {
  provider: 'Microsoft.Storage',
  type: 'storageAccounts',
  operations: 'StorageAccounts',
  nameRule: {
    pattern: /^[a-z0-9]{3,24}$/,
    sentence:
      'Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.',
  },
  // Azure answers a deletion when it is done, and clients do not poll for it.
  seconds: { create: 25, delete: 0 },
  statuses: { created: 202 },
  patch: true,
  complete,
  show,
};

/** A new key: 64 random bytes. */
export function createKey(): string {
  return randomBytes(64).toString('base64');
}

/** The name is taken by an account in whichever group. */
export function nameTaken(name: string): ArmError {
  return new ArmError(
    409,
    'StorageAccountAlreadyTaken',
    `The storage account named ${name} is already taken.`,
  );
}

function complete(draft: ResourceDraft, world: World): CompletedResource {
  const { name, body, location, existing, properties } = draft;
  const { sku, kind } = body;
  const skuName = isObject(sku) ? sku.name : undefined;
  if (typeof skuName !== 'string') throw invalidContent("The required property 'sku.name' is missing.");
  if (!skus.includes(skuName)) throw invalidValue('sku.name', skuName, skus);
  if (typeof kind !== 'string') throw invalidContent("The required property 'kind' is missing.");
  if (!kinds.includes(kind)) throw invalidValue('kind', kind, kinds);
  if (!existing && findAccount(world, name)) throw nameTaken(name);
  const now = new Date(world.clock.now()).toISOString();
  return {
    // Azure adds the tier to the SKU that was asked for.
    envelope: { sku: { name: skuName, tier: skuName.split('_')[0] } },
    properties: {
      minimumTlsVersion: 'TLS1_2',
      allowBlobPublicAccess: false,
      allowSharedKeyAccess: true,
      publicNetworkAccess: 'Enabled',
      supportsHttpsTrafficOnly: true,
      networkAcls: { bypass: 'AzureServices', virtualNetworkRules: [], ipRules: [], defaultAction: 'Allow' },
      encryption: {
        services: { blob: { keyType: 'Account', enabled: true } },
        keySource: 'Microsoft.Storage',
      },
      ...(kind !== 'Storage' && { accessTier: 'Hot' }),
      ...existing?.properties,
      ...properties,
      primaryLocation: location,
      statusOfPrimary: 'available',
      creationTime: existing?.properties.creationTime ?? now,
      keyCreationTime: existing?.properties.keyCreationTime ?? { key1: now, key2: now },
    },
    secrets: existing?.secrets ?? { key1: createKey(), key2: createKey(), incarnation: randomUUID() },
  };
}

function show({ name, properties }: StoredResource, { addresses }: World): Properties {
  return { ...properties, primaryEndpoints: { blob: `${addresses.blob}/${name}/` } };
}

function invalidValue(property: string, value: string, allowed: readonly string[]): ArmError {
  return new ArmError(
    400,
    'InvalidRequestPropertyValue',
    `The value '${value}' is not allowed for property ${property}. Allowed values are: ${allowed.join(', ')}.`,
  );
}
