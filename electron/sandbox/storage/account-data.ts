import type { StoredResource } from '../resource-store.ts';
import type { World } from '../world.ts';
import type { AzuriteAccount, AzuriteAccounts, BlobMetadata, IndexCollection } from './azurite-parts.ts';

/** Storage accounts' resource type. */
const accountType = 'Microsoft.Storage/storageAccounts';

const dataKey = 'blob-data/';

/**
 * The storage accounts as the blob service sees them: straight from the resources, so that a new account, a rotated
 * key and a deletion count at once. The store says which incarnation of an account the blobs under its name belong
 * to; an account that was deleted and created again starts empty.
 */
export class AccountData implements AzuriteAccounts {
  private readonly world: World;
  private readonly metadata: () => BlobMetadata;
  private readonly save: () => void;
  private readonly idByName = new Map<string, string>();

  constructor(world: World, metadata: () => BlobMetadata, save: () => void) {
    this.world = world;
    this.metadata = metadata;
    this.save = save;
  }

  getAccount(name: string): AzuriteAccount | undefined {
    const account = this.ready(name);
    if (!account) return undefined;
    const { key1, key2, incarnation, delegation = '' } = account.secrets as Record<string, string>;
    const { allowSharedKeyAccess, allowBlobPublicAccess } = account.properties;
    return {
      name,
      key1: Buffer.from(key1, 'base64'),
      key2: Buffer.from(key2, 'base64'),
      delegationSecret: `${incarnation} ${delegation}`,
      allowsKeys: allowSharedKeyAccess !== false,
      allowsPublicAccess: allowBlobPublicAccess === true,
    };
  }

  /** An account that can be used: it is created, and not gone. */
  ready(name: string): StoredResource | undefined {
    const account = this.find(name);
    if (!account || this.isBeingCreated(account)) return undefined;
    if (this.world.store.get(dataKey + name) !== account.secrets.incarnation) {
      // This removes what an account of this name that is gone has left.
      this.save();
      this.world.store.put(dataKey + name, account.secrets.incarnation);
    }
    return account;
  }

  /** Removes the blobs of accounts that are gone from the index; the caller saves it. */
  dropGone(): void {
    const { store } = this.world;
    const names = new Set([
      ...this.collections().flatMap(({ data }) => data.map(({ accountName = '' }) => accountName)),
      ...store.keys(dataKey).map((key) => key.slice(dataKey.length)),
    ]);
    for (const name of names) {
      const account = this.find(name);
      if (account?.secrets.incarnation !== store.get(dataKey + name) || !account) this.drop(name);
      if (!account) store.delete(dataKey + name);
    }
  }

  private find(name: string): StoredResource | undefined {
    const { resources } = this.world;
    const known = resources.find(this.idByName.get(name) ?? '');
    if (known) return known;
    const account = findAccount(this.world, name);
    if (account) this.idByName.set(name, account.id);
    return account;
  }

  private isBeingCreated({ createdAt, changedAt, readyAt, failure }: StoredResource): boolean {
    return changedAt <= createdAt && (this.world.clock.now() < readyAt || failure !== null);
  }

  private collections(): IndexCollection[] {
    const names = ['$CONTAINERS_COLLECTION$', '$SERVICES_COLLECTION$'];
    return names.map((name) => this.metadata().db.getCollection(name));
  }

  private drop(name: string): void {
    const { db } = this.metadata();
    for (const part of ['CONTAINERS', 'BLOBS', 'BLOCKS', 'SERVICES']) {
      db.getCollection(`$${part}_COLLECTION$`).findAndRemove({ accountName: name });
    }
  }
}

/** The storage account of a name, whichever group it is in. */
export function findAccount({ resources, subscription }: World, name: string): StoredResource | undefined {
  return resources
    .inside(`/subscriptions/${subscription}`, accountType)
    .find((account) => account.name === name);
}
