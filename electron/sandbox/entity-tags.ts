import { preconditionFailed } from './arm-error.ts';
import type { StoredResource } from './resource-store.ts';
import type { ArmRequest } from './router.ts';
import { uuidOf } from './uuid-of.ts';

/** What tells one state of a resource from another: it changes with each change. */
export function entityTagOf({ id, changedAt, properties, tags }: StoredResource): string {
  return `"${uuidOf(JSON.stringify([id.toLowerCase(), changedAt, properties, tags]))}"`;
}

/**
 * Refuses a change that was meant for another state of a resource. Error: PreconditionFailed, where If-Match names no
 * tag of it, or If-None-Match one that it has.
 */
export function checkConditions(
  { headers }: Pick<ArmRequest, 'headers'>,
  existing: StoredResource | undefined,
): void {
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
