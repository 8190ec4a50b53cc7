import type { StoredResource } from '../resource-store.ts';

/** Whether a list with this query shows something that can be archived: those that are not, unless it asks for others. */
export function isInView({ properties }: StoredResource, query: URLSearchParams): boolean {
  const view = query.get('listViewType') ?? 'ActiveOnly';
  return view === 'All' || (view === 'ArchivedOnly') === (properties.isArchived === true);
}
