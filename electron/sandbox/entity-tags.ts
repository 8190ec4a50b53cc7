import { preconditionFailed } from './arm-error.ts';
import type { ResourceType } from './providers/resource-type.ts';
import type { StoredResource } from './resource-store.ts';
import type { ArmRequest } from './router.ts';
import { uuidOf } from './uuid-of.ts';

/** What tells one state of a resource from another: it changes with each change. */
function entityTagOf({ id, changedAt, properties, tags }: StoredResource): string {
  return `"${uuidOf(JSON.stringify([id.toLowerCase(), changedAt, properties, tags]))}"`;
}

/** Whether resources of a type bear a tag in a version of the API. */
function bearsTag({ entityTag }: ResourceType, apiVersion: string | null): boolean {
  return entityTag !== undefined && (apiVersion ?? '') >= entityTag.since;
}

/** The tag of a resource by the name that its type has for it, where it bears one. */
export function shownTag(
  resource: StoredResource,
  type: ResourceType | undefined,
  query: URLSearchParams | undefined,
): object {
  if (!type?.entityTag || !bearsTag(type, query?.get('api-version') ?? null)) return {};
  return { [type.entityTag.property]: entityTagOf(resource) };
}

/**
 * Refuses a change that was meant for another state of a resource. Error: PreconditionFailed, where If-Match names no
 * tag of it, or If-None-Match one that it has.
 */
export function checkConditions(
  type: ResourceType,
  { headers, query }: Pick<ArmRequest, 'headers' | 'query'>,
  existing: StoredResource | undefined,
): void {
  if (!bearsTag(type, query.get('api-version'))) return;
  const tag = existing && entityTagOf(existing);
  const names = (header: string): boolean =>
    header.split(',').some((part) => (part.trim() === '*' ? tag !== undefined : unweak(part) === tag));
  const { 'if-match': wanted, 'if-none-match': unwanted } = headers;
  if (wanted !== undefined && !names(wanted)) throw preconditionFailed();
  if (unwanted !== undefined && names(unwanted)) throw preconditionFailed();
}

/** A tag as it is compared: clients leave its quotes out. */
function unweak(part: string): string {
  const bare = part.trim().replace(/^W\//, '').replaceAll('"', '');
  return `"${bare}"`;
}
