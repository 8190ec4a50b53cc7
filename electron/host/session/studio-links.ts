import type { Connection, Scope } from '../../azure/connection.ts';
import { workspaceId } from '../../azure/ids.ts';

/** Pages of Azure ML studio: of a list, and where it has one of a single thing. */
const pages: Readonly<Record<string, { readonly list: string; readonly item?: (name: string) => string }>> = {
  data: { list: 'data' },
  datastores: { list: 'data/datastore' },
  computes: { list: 'compute/list', item: (name) => `compute/${name}/details` },
  jobs: { list: 'runs', item: (name) => `runs/${name}` },
  experiments: { list: 'experiments' },
  components: { list: 'component' },
  environments: { list: 'environments' },
  models: { list: 'model/list' },
  endpoints: { list: 'endpoints', item: (name) => `endpoints/realtime/${name}/detail` },
  pipelines: { list: 'Draft' },
};

/** Where Microsoft's own pages show the same; nothing in the sandbox, which they cannot see. */
export interface StudioLinks {
  readonly studio: string | null;
  readonly portal: string | null;
}

/** Links to a workspace, a list in it, or one thing of the list. */
export function studioLinks(
  connection: Connection,
  scope: Scope | undefined,
  section?: string,
  name?: string,
): StudioLinks {
  if (connection.kind === 'sandbox' || !scope) return { studio: null, portal: null };
  const id = workspaceId(connection, scope);
  const page = section === undefined ? undefined : pages[section];
  const path = (name === undefined ? undefined : page?.item?.(encodeURIComponent(name))) ?? page?.list ?? '';
  const query = new URLSearchParams({ wsid: id, tid: connection.tenant });
  return {
    studio: `https://ml.azure.com/${path}?${query.toString()}`,
    portal: `https://portal.azure.com/#@${connection.tenant}/resource${id}`,
  };
}
