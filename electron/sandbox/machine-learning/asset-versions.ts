import {
  ArmError,
  invalidContent,
  invalidResourceName,
  parentNotFound,
  resourceBeingDeleted,
} from '../arm-error.ts';
import { countOf, creationKey, pageReply } from '../paging.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import { fullName } from '../resource-routes.ts';
import { showResource } from '../show-resource.ts';
import { parentOf, type Properties, type StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { textOf } from '../text-of.ts';
import { isInView } from './list-view.ts';

/** A kind of asset: it has a container by its name, and versions in it. */
interface AssetKind {
  /** The part of a path, such as models. */
  readonly path: string;
  /** The beginning of Azure's operation ids, such as Model. */
  readonly operations: string;
  /** The properties of a version that cannot change once it is there. */
  readonly immutable: readonly string[];
  /** What a version has that says nothing about it. */
  readonly defaults?: Properties;
  /** Checks the properties of a version. Errors: `ArmError`. */
  check(properties: Properties): void;
}

const provider = 'Microsoft.MachineLearningServices';
const dataTypes = ['uri_file', 'uri_folder', 'mltable'];

const kinds: readonly AssetKind[] = [
  {
    path: 'data',
    operations: 'Data',
    immutable: ['dataUri', 'dataType'],
    check({ dataType, dataUri }) {
      if (!dataTypes.includes(textOf(dataType)))
        throw invalidContent(`'dataType' is one of ${dataTypes.join(', ')}.`);
      requireText('dataUri', dataUri);
    },
  },
  {
    path: 'models',
    operations: 'Model',
    immutable: ['modelUri', 'modelType'],
    defaults: { flavors: {}, properties: {}, tags: {} },
    check: ({ modelUri }) => requireText('modelUri', modelUri),
  },
  {
    path: 'components',
    operations: 'Component',
    immutable: ['componentSpec'],
    check({ componentSpec }) {
      if (typeof componentSpec !== 'object')
        throw invalidContent("The required property 'componentSpec' is missing.");
    },
  },
  { path: 'codes', operations: 'Code', immutable: ['codeUri'], check: () => undefined },
  {
    path: 'environments',
    operations: 'Environment',
    immutable: ['image', 'condaFile'],
    check: () => undefined,
  },
];

function requireText(property: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') {
    throw invalidContent(`The required property '${property}' is missing.`);
  }
}

const nameRule = {
  pattern: /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,254}$/,
  sentence:
    'A name begins with a letter or digit, and has 1 to 255 letters, digits, periods, hyphens and underscores.',
};

function containerType(kind: AssetKind): ResourceType {
  return {
    provider,
    type: `workspaces/${kind.path}`,
    operations: `${kind.operations}Containers`,
    nameRule,
    location: 'none',
    seconds: { create: 0, delete: 0 },
    stateProperty: null,
    listed: isInView,
    complete: ({ properties }) => ({ properties: { isArchived: false, ...properties } }),
    show: (resource, world) => ({ ...resource.properties, ...newestOf(resource, world) }),
  };
}

function versionType(kind: AssetKind): ResourceType {
  return {
    provider,
    type: `workspaces/${kind.path}/versions`,
    operations: `${kind.operations}Versions`,
    nameRule,
    location: 'none',
    seconds: { create: 0, delete: 0 },
    stateProperty: null,
    bringParent: (id, content, world) => newContainer(kind, id, content, world),
    complete: (draft) => completeVersion(kind, draft),
  };
}

function completeVersion(kind: AssetKind, { properties, existing, name }: ResourceDraft): CompletedResource {
  kind.check(properties);
  for (const property of kind.immutable) {
    const before = JSON.stringify(existing?.properties[property]);
    if (existing && before !== JSON.stringify(properties[property])) {
      throw new ArmError(
        400,
        'UserError',
        `The property '${property}' of version '${name}' cannot be changed. Register a new version instead.`,
      );
    }
  }
  return {
    properties: {
      ...kind.defaults,
      isAnonymous: false,
      isArchived: false,
      ...existing?.properties,
      ...properties,
    },
  };
}

/** The newest version of a container, and the number of the next. */
function newestOf({ id }: StoredResource, { resources }: World): Properties {
  const versions = resources.inside(`${id}/versions`).sort((a, b) => a.createdAt - b.createdAt);
  const numbers = versions.map(({ name }) => Number(name)).filter(Number.isInteger);
  const next = String(Math.max(0, ...numbers) + 1);
  const latest = versions.at(-1)?.name;
  return { ...(latest !== undefined && { latestVersion: latest }), nextVersion: next };
}

/** The containers and versions of all kinds of assets. */
export const assetTypes: readonly ResourceType[] = kinds.flatMap((kind) => [
  containerType(kind),
  versionType(kind),
]);

const workspacePath = `/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/${provider}/workspaces/{workspaces}`;

/** A list of versions has an order and an end. */
export function assetRoutes(world: World): Route[] {
  return kinds.flatMap((kind): Route[] => {
    const version = versionType(kind);
    const versions = `${workspacePath}/${kind.path}/{container}/versions`;
    return [
      {
        name: `${kind.operations}Versions_List`,
        method: 'GET',
        path: versions,
        handle: (request) => listVersions(world, version, request),
      },
    ];
  });
}

/** The container that a first version brings with it. Errors: its name, or its workspace. */
function newContainer(kind: AssetKind, id: string, content: unknown, { resources }: World): StoredResource {
  const type = containerType(kind);
  const workspace = resources.find(parentOf(id));
  if (!workspace) throw parentNotFound(fullName(type), parentOf(id));
  if (workspace.goneAt !== null) throw resourceBeingDeleted(workspace.id);
  const name = id.slice(id.lastIndexOf('/') + 1);
  if (!nameRule.pattern.test(name)) throw invalidResourceName(fullName(type), name, nameRule.sentence);
  const { properties } = (content ?? {}) as { properties?: { dataType?: string } };
  return resources.create({
    id: `${workspace.id}${id.slice(parentOf(id).length)}`,
    name,
    type: fullName(type),
    properties: {
      isArchived: false,
      ...(kind.path === 'data' && { dataType: properties?.dataType ?? 'uri_file' }),
    },
  });
}

function listVersions(world: World, type: ResourceType, request: ArmRequest): ArmReply {
  const { path, query } = request;
  const id = path.slice(0, path.lastIndexOf('/'));
  if (!world.resources.find(id)) throw new ArmError(404, 'UserError', `The asset '${id}' was not found.`);
  const isDescending = !(query.get('$orderBy')?.includes('asc') ?? false);
  const found = world.resources.inside(path).filter((version) => isInView(version, query));
  const page = {
    keyOf: creationKey,
    show: (one: StoredResource) => showResource(one, world, type),
    isDescending,
  };
  const top = countOf(query, '$top');
  const reply = pageReply(found, request, { ...page, size: top });
  // Who asks for the first few wants no more of them.
  return top === undefined ? reply : { ...reply, body: { value: (reply.body as { value: unknown }).value } };
}
