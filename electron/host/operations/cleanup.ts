import { deleteCompute } from '../../azure/computes.ts';
import { listDeletedKeyVaults, purgeKeyVault } from '../../azure/key-vaults.ts';
import { deleteOnlineEndpoint } from '../../azure/online-endpoints.ts';
import { deleteResourceGroup, getResourceGroup, listResources } from '../../azure/resource-groups.ts';
import { deleteRoleAssignment } from '../../azure/role-assignments.ts';
import { deleteResource } from '../../azure/resources.ts';
import { deleteWorkspace } from '../../azure/workspaces.ts';
import type { OperationHandlers } from '../context.ts';
import { findRemaining } from '../remaining.ts';
import type { HostContext } from '../context.ts';
import type { LedgerEntry } from '../host-state.ts';

export const cleanupHandlers: OperationHandlers<'cleanup.list' | 'cleanup.run'> = {
  async 'cleanup.list'(_, context) {
    return { remaining: await findRemaining(context) };
  },

  async 'cleanup.run'(_, context) {
    const { connection, state, progress, signal } = context;
    const ledger = state.ledger();
    const options = { signal };
    const of = (kind: string): LedgerEntry[] => ledger.filter((entry) => entry.kind === kind);

    progress('Deleting the endpoints');
    await Promise.all(
      of('online endpoint').map(({ id }) =>
        deleteOnlineEndpoint(connection, workspaceOf(id), nameOf(id), options),
      ),
    );
    progress('Deleting the computes', 0.2);
    const computes = ['compute cluster', 'compute instance', 'Kubernetes compute'].flatMap(of);
    await Promise.all(
      computes.map(({ id }) => deleteCompute(connection, workspaceOf(id), nameOf(id), options)),
    );
    await Promise.all(of('role assignment').map(({ id }) => deleteRoleAssignment(connection, id)));
    progress('Deleting the workspace, and its name', 0.4);
    for (const { id } of of('workspace')) {
      await deleteWorkspace(connection, workspaceOf(id), { permanently: true, ...options });
    }
    progress('Deleting the resource group', 0.6);
    const groups = of('resource group').map(({ id }) => nameOf(id));
    for (const group of groups) {
      if (await getResourceGroup(connection, group)) await deleteResourceGroup(connection, group, options);
    }
    await deleteOthers(context, ledger, groups);
    progress('Freeing the names of deleted key vaults', 0.9);
    const vaults = new Set(of('key vault').map(({ id }) => id.toLowerCase()));
    for (const vault of await listDeletedKeyVaults(connection)) {
      if (vaults.has(vault.vaultId.toLowerCase())) await purgeKeyVault(connection, vault, options);
    }
    return { remaining: await findRemaining(context) };
  },
};

/** What was made in a group that was there before: it is deleted one by one, and nothing else of the group. */
async function deleteOthers(
  { connection, signal }: HostContext,
  ledger: readonly LedgerEntry[],
  deletedGroups: readonly string[],
): Promise<void> {
  for (const { id } of ledger.toReversed()) {
    const [, group, rest] = /\/resourceGroups\/([^/]+)\/providers\/[^/]+\/[^/]+\/([^/]+)$/i.exec(id) ?? [];
    if (rest === undefined || deletedGroups.includes(group)) continue;
    const found = (await listResources(connection, group)).find(
      (resource) => resource.id.toLowerCase() === id.toLowerCase(),
    );
    if (found) await deleteResource(connection, id, { signal });
  }
}

/** The workspace that an id lies in. */
function workspaceOf(id: string): { resourceGroup: string; workspace: string } {
  const [, resourceGroup, workspace] = /\/resourceGroups\/([^/]+)\/.*?\/workspaces\/([^/]+)/i.exec(id) ?? [];
  return { resourceGroup, workspace };
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
