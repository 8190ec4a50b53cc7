import { invalidContent, resourceGroupBeingDeleted, scopeNotFound } from '../arm-error.ts';
import { isObject, readEnvelope } from '../envelope.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';

const suffix = '/providers/Microsoft.Resources/tags/default';
const group = '/subscriptions/{subscriptionId}/resourceGroups/{group}';
const resource = `${group}/providers/{provider}/{type}/{resource}`;
/** What bears tags: a group, a resource, and a part of a resource that has a region. */
const scopes = [group, resource, `${resource}/{partType}/{part}`];

type Tags = Readonly<Record<string, string>>;

/** Tags as a resource of their own, at what bears them. Source: Tags - Update At Scope. */
export function tagRoutes(world: World): Route[] {
  return scopes.flatMap((scope): Route[] => {
    const on = (name: string, method: Route['method'], handle: (request: ArmRequest) => ArmReply): Route => ({
      name: `Tags_${name}`,
      method,
      path: `${scope}${suffix}`,
      handle,
    });
    return [
      on('GetAtScope', 'GET', ({ path }) => show(requireScope(world, path))),
      on('CreateOrUpdateAtScope', 'PUT', ({ path, body }) =>
        show(change(world, requireScope(world, path), () => readTags(body))),
      ),
      on('UpdateAtScope', 'PATCH', ({ path, body }) =>
        show(change(world, requireScope(world, path), (tags) => patched(tags, body))),
      ),
      on('DeleteAtScope', 'DELETE', ({ path }) => {
        change(world, requireScope(world, path), () => ({}));
        return { status: 200 };
      }),
    ];
  });
}

/** What a path is about. Errors: it is not there, or bears no tags. */
function requireScope({ resources }: World, path: string): StoredResource {
  const id = path.slice(0, path.toLowerCase().lastIndexOf(suffix.toLowerCase()));
  const found = resources.find(id);
  if (!found) throw scopeNotFound(id);
  if (found.location === '') throw invalidContent(`The resource '${id}' bears no tags.`);
  return found;
}

function readTags(body: unknown): Tags {
  const properties = isObject(body) ? body.properties : undefined;
  if (!isObject(properties) || !isObject(properties.tags)) {
    throw invalidContent("The required property 'properties.tags' is missing.");
  }
  return readEnvelope('Microsoft.Resources/tags', properties, 'none').tags;
}

function patched(present: Tags, body: unknown): Tags {
  const tags = readTags(body);
  const operation = isObject(body) ? body.operation : undefined;
  if (operation === 'Merge') return { ...present, ...tags };
  if (operation === 'Replace') return tags;
  if (operation !== 'Delete') throw invalidContent("The 'operation' is Merge, Replace or Delete.");
  return Object.fromEntries(Object.entries(present).filter(([name, value]) => tags[name] !== value));
}

function change({ resources }: World, found: StoredResource, next: (present: Tags) => Tags): StoredResource {
  if (found.goneAt !== null) throw resourceGroupBeingDeleted(found.id.split('/')[4]);
  const changed = { ...found, tags: { ...next(found.tags) } };
  resources.commit([resources.toPut(changed)]);
  return changed;
}

function show({ id, tags }: StoredResource): ArmReply {
  return {
    status: 200,
    body: {
      id: `${id}${suffix}`,
      name: 'default',
      type: 'Microsoft.Resources/tags',
      properties: { tags },
    },
  };
}
