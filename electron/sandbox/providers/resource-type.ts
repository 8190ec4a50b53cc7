import type { Json } from '../../store/journal-line.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import type { World } from '../world.ts';

/** A resource that a PUT or PATCH asks for. */
export interface ResourceDraft {
  readonly id: string;
  readonly name: string;
  /** The id of the resource that it is part of; of its resource group where it is part of none. */
  readonly parentId: string;
  readonly location: string;
  readonly properties: Properties;
  /** The header that says who asks for it. */
  readonly authorization: string | undefined;
  /** The whole body, with kind, sku and identity. */
  readonly body: Readonly<Record<string, Json>>;
  /** What is there already under this id. */
  readonly existing: StoredResource | undefined;
}

/** What a resource type makes of a draft. */
export interface CompletedResource {
  readonly properties: Properties;
  /** What no GET ever shows: keys and the like. */
  readonly secrets?: Properties;
  /** What stands beside the properties, where it is more than was asked for. */
  readonly envelope?: Properties;
  /** What is made with it, such as a default part of it. */
  readonly parts?: readonly StoredResource[];
  /** How long Azure takes for this one, in seconds, where it differs from the type's. */
  readonly seconds?: number;
  /** Why its creation fails at its end. */
  readonly failure?: { readonly code: string; readonly message: string };
}

/** One kind of resource that is created, read, listed and deleted like any other. */
export interface ResourceType {
  /** Such as Microsoft.KeyVault. */
  readonly provider: string;
  /** Such as vaults, or workspaces/computes for a part of another resource. */
  readonly type: string;
  /** Its path behind …/providers/ where it is not what provider and type make: for an extension of another resource. */
  readonly path?: string;
  /** The beginning of Azure's operation ids, such as Vaults. */
  readonly operations: string;
  readonly nameRule: { readonly pattern: RegExp; readonly sentence: string };
  /** Whether a body names a region; parts of others mostly have none. Default required. */
  readonly location?: 'required' | 'optional' | 'none';
  /** How long Azure takes, in seconds; what takes 0 is answered without a long-running operation. */
  readonly seconds: { readonly create: number; readonly delete: number };
  /** The status of a reply; default 201, 200 and 202. */
  readonly statuses?: {
    readonly created?: number;
    readonly updated?: number;
    readonly deleted?: number;
  };
  /** Whether a deleted one keeps its name until it is purged. */
  readonly softDelete?: boolean;
  /** Whether PATCH is answered: it merges tags and properties; `deep` merges what is inside the properties, too. */
  readonly patch?: boolean | 'deep';
  /** The property that bears the entity tag, of a type that has one; its PUT and DELETE heed If-Match and If-None-Match. */
  readonly entityTag?: {
    readonly property: 'etag' | 'eTag';
    /** The first API version that has it. */
    readonly since: string;
  };
  /** Whether a PUT brings a deleted one back, which keeps its name. */
  recovers?(properties: Properties): boolean;
  /** Whether a reply tells who made it and when. Default yes. */
  readonly systemData?: boolean;
  /** The property that tells how far a creation is; null for none. Default provisioningState. */
  readonly stateProperty?: string | null;
  /** The resource that a first one brings with it to be part of, where there is none. Errors: `ArmError`. */
  bringParent?(id: string, content: unknown, world: World): StoredResource;
  /** Checks a draft and fills in what Azure fills in. Errors: `ArmError`. */
  complete?(draft: ResourceDraft, world: World): CompletedResource | Promise<CompletedResource>;
  /** The properties as a GET shows them now, where they differ from the stored ones. */
  show?(resource: StoredResource, world: World): Properties;
  /** Whether a list shows one. Default all. */
  listed?(resource: StoredResource, query: URLSearchParams): boolean;
  /** What else is done when one has been stored; a kill may come before it. */
  created?(resource: StoredResource, world: World): void | Promise<void>;
  /** Refuses a deletion. Errors: `ArmError`. */
  checkDelete?(resource: StoredResource, query: URLSearchParams, world: World): void;
  /** Whether a deletion leaves nothing, though the type keeps deleted ones. */
  purges?(query: URLSearchParams): boolean;
}

const groupPath = '/subscriptions/{subscriptionId}/resourceGroups/{group}';

/** The path of a resource type: "…/workspaces/{workspaces}/computes/{name}". */
export function pathOf({ provider, type, path }: ResourceType): string {
  if (path !== undefined) return `${groupPath}/providers/${path}`;
  const parts = type.split('/');
  const named = parts.map((part, index) => `${part}/{${index === parts.length - 1 ? 'name' : part}}`);
  return `${groupPath}/providers/${provider}/${named.join('/')}`;
}
