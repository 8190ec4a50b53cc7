import type { Json } from '../store/journal-line.ts';
import type { Store } from '../store/store.ts';
import {
  ArmError,
  invalidResourceName,
  locationConflict,
  locationNotAvailable,
  locationRequired,
  resourceGroupBeingDeleted,
  resourceGroupNotFound,
  resourceNotFound,
} from './arm-error.ts';
import type { Clock } from './clock.ts';
import { beginOperation, operationHeaders } from './operations.ts';
import type { Properties, ResourceType } from './providers/resource-type.ts';
import type { ArmReply, ArmRequest, Route } from './router.ts';

/** The regions that the sandbox knows. */
export const locations = [
  'westeurope',
  'northeurope',
  'eastus',
  'eastus2',
  'westus2',
  'uksouth',
  'southeastasia',
];

/** A resource or resource group as it is stored; what it is at a moment follows from its two times. */
interface StoredResource {
  readonly [key: string]: Json;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly tags: Record<string, string>;
  readonly properties: Properties;
  /** When its creation or last change is done. */
  readonly readyAt: number;
  /** When it will be gone; null where it is not being deleted. */
  readonly goneAt: number | null;
}

const groupType = 'Microsoft.Resources/resourceGroups';
const groupSeconds = { delete: 30 };
const prefix = 'resource/';

/** Resource groups and the resources in them: what every provider of Azure Resource Manager has in common. */
export class Resources {
  private readonly store: Store;
  private readonly clock: Clock;
  private readonly subscription: string;
  private readonly types: readonly ResourceType[];

  constructor(store: Store, clock: Clock, subscription: string, types: readonly ResourceType[]) {
    this.store = store;
    this.clock = clock;
    this.subscription = subscription;
    this.types = types;
  }

  /** The routes of resource groups and of each resource type. */
  routes(): Route[] {
    const group = '/subscriptions/{subscriptionId}/resourceGroups/{group}';
    return [
      {
        name: 'ResourceGroups_List',
        method: 'GET',
        path: '/subscriptions/{subscriptionId}/resourceGroups',
        handle: () => this.list((resource) => resource.type === groupType),
      },
      {
        name: 'ResourceGroups_CreateOrUpdate',
        method: 'PUT',
        path: group,
        handle: (request) => this.putGroup(request),
      },
      {
        name: 'ResourceGroups_Get',
        method: 'GET',
        path: group,
        handle: ({ parameters }) => ({ status: 200, body: this.show(this.requireGroup(parameters.group)) }),
      },
      {
        name: 'ResourceGroups_CheckExistence',
        method: 'HEAD',
        path: group,
        handle: ({ parameters }) => ({ status: this.find(this.groupId(parameters.group)) ? 204 : 404 }),
      },
      {
        name: 'ResourceGroups_Delete',
        method: 'DELETE',
        path: group,
        handle: ({ parameters }) => this.deleteGroup(parameters.group),
      },
      {
        name: 'Resources_ListByResourceGroup',
        method: 'GET',
        path: `${group}/resources`,
        handle: ({ parameters }) => this.listGroup(parameters.group),
      },
      {
        name: 'Resources_List',
        method: 'GET',
        path: '/subscriptions/{subscriptionId}/resources',
        handle: () => this.list((resource) => resource.type !== groupType),
      },
      ...this.types.flatMap((type) => this.typeRoutes(type, group)),
    ];
  }

  private typeRoutes(type: ResourceType, group: string): Route[] {
    const name = `${type.provider}/${type.type}`;
    const all = `${group}/providers/${name}`;
    const one = `${all}/{name}`;
    return [
      {
        name: `${name}_CreateOrUpdate`,
        method: 'PUT',
        path: one,
        handle: (request) => this.put(type, request),
      },
      {
        name: `${name}_Get`,
        method: 'GET',
        path: one,
        handle: ({ parameters }) => ({ status: 200, body: this.show(this.require(type, parameters)) }),
      },
      {
        name: `${name}_Delete`,
        method: 'DELETE',
        path: one,
        handle: ({ parameters }) => this.delete(type, parameters),
      },
      {
        name: `${name}_ListByResourceGroup`,
        method: 'GET',
        path: all,
        handle: ({ parameters }) => this.listGroup(parameters.group, name),
      },
    ];
  }

  private groupId(name: string): string {
    return `/subscriptions/${this.subscription}/resourceGroups/${name}`;
  }

  private resourceId(type: ResourceType, { group, name }: Readonly<Record<string, string>>): string {
    return `${this.groupId(group)}/providers/${type.provider}/${type.type}/${name}`;
  }

  /** What is stored under an id, unless it is gone by now. Ids are compared without case. */
  private find(id: string): StoredResource | undefined {
    const resource = this.store.get(prefix + id.toLowerCase()) as StoredResource | undefined;
    return resource && (resource.goneAt === null || this.clock.now() < resource.goneAt)
      ? resource
      : undefined;
  }

  private all(): StoredResource[] {
    return this.store
      .keys(prefix)
      .map((key) => this.find(key.slice(prefix.length)))
      .filter((resource) => resource !== undefined);
  }

  private requireGroup(name: string): StoredResource {
    const group = this.find(this.groupId(name));
    if (!group) throw resourceGroupNotFound(name);
    return group;
  }

  private require(type: ResourceType, parameters: Readonly<Record<string, string>>): StoredResource {
    const group = this.requireGroup(parameters.group);
    const resource = this.find(this.resourceId(type, parameters));
    if (!resource) throw resourceNotFound(`${type.provider}/${type.type}`, parameters.name, group.name);
    return resource;
  }

  private list(wanted: (resource: StoredResource) => boolean): ArmReply {
    return {
      status: 200,
      body: {
        value: this.all()
          .filter(wanted)
          .map((resource) => this.show(resource)),
      },
    };
  }

  private listGroup(name: string, type?: string): ArmReply {
    const inside = `${this.requireGroup(name).id}/`.toLowerCase();
    return this.list(
      (resource) => resource.id.toLowerCase().startsWith(inside) && (type ?? resource.type) === resource.type,
    );
  }

  /** A resource as Azure shows it now. */
  private show({ id, name, type, location, tags, properties, readyAt, goneAt }: StoredResource): object {
    const isReady = this.clock.now() >= readyAt;
    const provisioningState = goneAt !== null ? 'Deleting' : isReady ? 'Succeeded' : 'Creating';
    return { id, name, type, location, tags, properties: { ...properties, provisioningState } };
  }

  private putGroup({ parameters, body }: ArmRequest): ArmReply {
    const { group: name } = parameters;
    if (!/^[\p{L}\p{N}_().-]{1,90}(?<!\.)$/u.test(name)) {
      const rule =
        'It has 1 to 90 letters, digits, underscores, hyphens, periods and brackets, and does not end with a period.';
      throw invalidResourceName('Resource group', name, rule);
    }
    const { location, tags } = envelope(groupType, body);
    const existing = this.find(this.groupId(name));
    if (existing && existing.goneAt !== null) throw resourceGroupBeingDeleted(name);
    if (existing && existing.location !== location) throw locationConflict(name, existing.location, location);
    const group: StoredResource = {
      id: existing?.id ?? this.groupId(name),
      name: existing?.name ?? name,
      type: groupType,
      location,
      tags,
      properties: {},
      readyAt: this.clock.now(),
      goneAt: null,
    };
    this.store.put(prefix + group.id.toLowerCase(), group);
    return { status: existing ? 200 : 201, body: this.show(group) };
  }

  private deleteGroup(name: string): ArmReply {
    const group = this.requireGroup(name);
    const { operation, key } = beginOperation(this.clock, groupSeconds.delete);
    const inside = `${group.id}/`.toLowerCase();
    const doomed = this.all().filter(({ id }) => id === group.id || id.toLowerCase().startsWith(inside));
    this.store.batch([
      { key, value: operation },
      ...doomed.map((resource) => ({
        key: prefix + resource.id.toLowerCase(),
        value: { ...resource, goneAt: resource.goneAt ?? operation.endsAt },
      })),
    ]);
    return { status: 202, headers: operationHeaders(this.subscription, 'Microsoft.Resources', operation) };
  }

  private put(type: ResourceType, { parameters, body }: ArmRequest): ArmReply {
    const group = this.requireGroup(parameters.group);
    if (group.goneAt !== null) throw resourceGroupBeingDeleted(group.name);
    const { name } = parameters;
    const { pattern, sentence } = type.nameRule;
    const fullType = `${type.provider}/${type.type}`;
    if (!pattern.test(name)) throw invalidResourceName(fullType, name, sentence);
    const { location, tags, properties } = envelope(fullType, body);
    const existing = this.find(this.resourceId(type, parameters));
    if (existing && existing.location !== location) throw locationConflict(name, existing.location, location);
    const id = existing?.id ?? `${group.id}/providers/${fullType}/${name}`;
    const { operation, key } = beginOperation(this.clock, existing ? 1 : type.seconds.create);
    const resource: StoredResource = {
      id,
      name: existing?.name ?? name,
      type: fullType,
      location,
      tags,
      properties: type.complete?.(properties, { id, name }) ?? properties,
      readyAt: operation.endsAt,
      goneAt: null,
    };
    this.store.batch([
      { key, value: operation },
      { key: prefix + id.toLowerCase(), value: resource },
    ]);
    return {
      status: existing ? 200 : 201,
      body: this.show(resource),
      headers: operationHeaders(this.subscription, type.provider, operation),
    };
  }

  private delete(type: ResourceType, parameters: Readonly<Record<string, string>>): ArmReply {
    this.requireGroup(parameters.group);
    const resource = this.find(this.resourceId(type, parameters));
    if (!resource) return { status: 204 };
    const { operation, key } = beginOperation(this.clock, type.seconds.delete);
    this.store.batch([
      { key, value: operation },
      {
        key: prefix + resource.id.toLowerCase(),
        value: { ...resource, goneAt: resource.goneAt ?? operation.endsAt },
      },
    ]);
    return { status: 202, headers: operationHeaders(this.subscription, type.provider, operation) };
  }
}

/** The parts of a request's body that all resources share. Errors: in Azure's words. */
function envelope(
  type: string,
  body: unknown,
): { location: string; tags: Record<string, string>; properties: Properties } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ArmError(400, 'InvalidRequestContent', 'The request content must be a JSON object.');
  }
  const { location, tags = {}, properties = {} } = body as Record<string, unknown>;
  if (typeof location !== 'string' || location === '') throw locationRequired(type);
  const normalized = location.toLowerCase().replaceAll(' ', '');
  if (!locations.includes(normalized)) throw locationNotAvailable(location, locations);
  if (
    typeof tags !== 'object' ||
    tags === null ||
    Object.values(tags).some((tag) => typeof tag !== 'string')
  ) {
    throw new ArmError(400, 'InvalidTags', 'Tags are an object of texts.');
  }
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    throw new ArmError(400, 'InvalidRequestContent', "The 'properties' of a resource are an object.");
  }
  return { location: normalized, tags: tags as Record<string, string>, properties: properties as Properties };
}
