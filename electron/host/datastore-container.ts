import { getDatastore } from '../azure/datastores.ts';
import type { HostContext } from './context.ts';
import { notInWorkspace } from './errors.ts';
import { requireScope } from './scope.ts';

/** The account and container behind a datastore. Error: `not-in-workspace`. */
export async function datastoreContainer(
  context: HostContext,
  datastore: string,
): Promise<{ resourceGroup: string; account: string; container: string }> {
  const scope = requireScope(context);
  const found = await getDatastore(context.connection, scope, datastore);
  if (!found) throw notInWorkspace('datastore', datastore);
  return { resourceGroup: scope.resourceGroup, account: found.account, container: found.container };
}
