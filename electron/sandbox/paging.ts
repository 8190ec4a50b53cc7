import type { StoredResource } from './resource-store.ts';
import type { ArmReply, ArmRequest } from './router.ts';

/** How many items a page has where the caller names no number. */
const pageSize = 100;

interface Page<Item> {
  /** What the list is ordered by; no two items have the same. */
  readonly keyOf: (item: Item) => string;
  readonly show: (item: Item) => unknown;
  readonly isDescending?: boolean;
  /** How many items a page has at most. */
  readonly size?: number | undefined;
}

/**
 * A page of a list. The link to the next one bears, in `$skip`, the last item of this one; so nothing is shown twice
 * or left out where the list changes in between.
 */
export function pageReply<Item>(
  items: readonly Item[],
  { path, query }: Pick<ArmRequest, 'path' | 'query'>,
  { keyOf, show, isDescending = false, size = pageSize }: Page<Item>,
): ArmReply {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  const isBefore = (a: string, b: string): boolean => (isDescending ? a > b : a < b);
  keyed.sort((a, b) => (isBefore(a.key, b.key) ? -1 : 1));
  const skip = query.get('$skip');
  const last = skip === null ? undefined : Buffer.from(skip, 'base64url').toString();
  const rest = last === undefined ? keyed : keyed.filter(({ key }) => isBefore(last, key));
  const shown = rest.slice(0, size);
  const value = shown.map(({ item }) => show(item));
  if (shown.length === rest.length) return { status: 200, body: { value } };
  const next = new URLSearchParams(query);
  next.set('$skip', Buffer.from(shown.at(-1)?.key ?? '').toString('base64url'));
  return { status: 200, body: { value, nextLink: `https://management.azure.com${path}?${next.toString()}` } };
}

/** The order of creation. */
export function creationKey({ createdAt, id }: StoredResource): string {
  return `${String(createdAt).padStart(16, '0')} ${id.toLowerCase()}`;
}

/** A count of the query from 1; `undefined` where it is none. */
export function countOf(query: URLSearchParams, name: string): number | undefined {
  const count = Number(query.get(name) ?? Number.NaN);
  return Number.isInteger(count) && count > 0 ? count : undefined;
}
