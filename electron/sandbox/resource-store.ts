import type { JournalEntry, Json } from '../store/journal-line.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from './clock.ts';

/** The properties of a resource. */
export type Properties = Readonly<Record<string, Json>>;

/** A resource or resource group as it is stored; what it is at a moment follows from its times. */
export interface StoredResource {
  readonly [key: string]: Json;
  readonly id: string;
  readonly name: string;
  /** Such as Microsoft.KeyVault/vaults. */
  readonly type: string;
  /** Empty for a part of another resource. */
  readonly location: string;
  readonly tags: Record<string, string>;
  /** kind, sku, identity and whatever else stands beside the properties. */
  readonly envelope: Properties;
  readonly properties: Properties;
  /** What no GET shows. */
  readonly secrets: Properties;
  readonly createdAt: number;
  readonly changedAt: number;
  /** When its creation or last change is done. */
  readonly readyAt: number;
  /** Why its creation fails at `readyAt`. */
  readonly failure: {
    readonly code: string;
    readonly message: string;
    readonly log?: readonly string[];
  } | null;
  /** When it will be gone; null where it is not being deleted. */
  readonly goneAt: number | null;
  /** Whether it keeps its name when it is gone. */
  readonly keepsName: boolean;
}

const prefix = 'resource/';
/** What else is stored under the id of what it belongs to, or inside of it. */
const belongings = [
  'deployment/',
  'job-run/',
  'node-lease/',
  'core-quota/',
  'mlflow-experiment/',
  'mlflow-run/',
  'mlflow-metric/',
  'request-count/',
];

/** Resources by their id, which is compared without case. */
export class ResourceStore {
  private readonly store: Store;
  private readonly clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Another number after each change of any resource. */
  get version(): number {
    return this.store.changesOf('resource');
  }

  /** What is there now under an id. */
  find(id: string): StoredResource | undefined {
    const resource = this.stored(id);
    return resource && !this.isGone(resource) ? resource : undefined;
  }

  /** What was deleted under an id and keeps its name until it is purged. */
  findDeleted(id: string): StoredResource | undefined {
    const resource = this.stored(id);
    return resource && this.isGone(resource) && resource.keepsName ? resource : undefined;
  }

  /** What is inside a resource, a group or the subscription, in the order of the ids; of one type where it is named. */
  inside(id: string, type?: string): StoredResource[] {
    return this.storedInside(id).filter(
      (resource) =>
        !this.isGone(resource) && (type === undefined || type.toLowerCase() === resource.type.toLowerCase()),
    );
  }

  /** All that were deleted and keep their names, of one type. */
  deleted(type: string): StoredResource[] {
    return this.storedInside('').filter(
      (resource) => resource.type === type && resource.keepsName && this.isGone(resource),
    );
  }

  /** The change that stores a resource. */
  toPut(resource: StoredResource): JournalEntry {
    return { key: prefix + resource.id.toLowerCase(), value: resource };
  }

  /**
   * The changes that store a new resource: it begins with nothing of what an older one of its id has left, but for
   * what was deleted inside of that and keeps its name.
   */
  toBegin(resource: StoredResource): JournalEntry[] {
    const id = resource.id.toLowerCase();
    const left = belongings.flatMap((belonging) => [
      ...(this.store.get(belonging + id) === undefined ? [] : [belonging + id]),
      ...this.store.keys(`${belonging}${id}/`),
    ]);
    const inside = this.storedInside(id).filter((one) => !(one.keepsName && this.isGone(one)));
    return [
      ...left.map((key) => ({ key })),
      ...inside.map((one) => this.toRemove(one.id)),
      this.toPut(resource),
    ];
  }

  /** The changes by which a deleted resource comes back in another form, with what was deleted along with it. */
  toRecover(deleted: StoredResource, resource: StoredResource): JournalEntry[] {
    const along = this.storedInside(deleted.id).filter(({ goneAt }) => goneAt === deleted.goneAt);
    return [...along.map((part) => this.toPut({ ...part, goneAt: null })), this.toPut(resource)];
  }

  /** The changes that remove all trace of a resource and of what was inside it. */
  toPurge(resource: StoredResource): JournalEntry[] {
    return [resource, ...this.storedInside(resource.id)].map(({ id }) => this.toRemove(id));
  }

  /** The change that removes all trace of a resource. */
  toRemove(id: string): JournalEntry {
    return { key: prefix + id.toLowerCase() };
  }

  /** The changes by which a resource and all that is inside it will be gone at a moment. */
  toDelete(resource: StoredResource, goneAt: number): JournalEntry[] {
    return [resource, ...this.inside(resource.id)].map((doomed) =>
      this.toPut({ ...doomed, goneAt: doomed.goneAt ?? goneAt }),
    );
  }

  /** Stores changes that a kill leaves done or undone as a whole. */
  commit(changes: readonly JournalEntry[]): void {
    this.store.batch(changes);
  }

  /** Changes some properties of a resource. */
  update(resource: StoredResource, properties: Properties, secrets: Properties = {}): StoredResource {
    const changed: StoredResource = {
      ...resource,
      properties: { ...resource.properties, ...properties },
      secrets: { ...resource.secrets, ...secrets },
      changedAt: this.clock.now(),
    };
    this.commit([this.toPut(changed)]);
    return changed;
  }

  /** A new resource; it is not stored yet. */
  create(fields: Pick<StoredResource, 'id' | 'name' | 'type'> & Partial<StoredResource>): StoredResource {
    const now = this.clock.now();
    return {
      location: '',
      tags: {},
      envelope: {},
      properties: {},
      secrets: {},
      createdAt: now,
      changedAt: now,
      readyAt: now,
      failure: null,
      goneAt: null,
      keepsName: false,
      ...fields,
    };
  }

  /** How far a resource is. */
  state({ readyAt, goneAt, failure, createdAt, changedAt }: StoredResource): string {
    if (goneAt !== null) return 'Deleting';
    if (this.clock.now() < readyAt) return changedAt > createdAt ? 'Updating' : 'Creating';
    return failure ? 'Failed' : 'Succeeded';
  }

  private stored(id: string): StoredResource | undefined {
    return this.store.get(prefix + id.toLowerCase()) as StoredResource | undefined;
  }

  private storedInside(id: string): StoredResource[] {
    const begin = id === '' ? prefix : `${prefix}${id.toLowerCase()}/`;
    return this.store.keys(begin).map((key) => this.store.get(key) as StoredResource);
  }

  private isGone({ goneAt }: StoredResource): boolean {
    return goneAt !== null && this.clock.now() >= goneAt;
  }
}

/** The id of the resource that another is part of; of its resource group where it is part of none. */
export function parentOf(id: string): string {
  const parts = id.split('/');
  // A resource directly in a group has "providers/Namespace" before its type and name.
  return parts.slice(0, parts.at(-4)?.toLowerCase() === 'providers' ? -4 : -2).join('/');
}
