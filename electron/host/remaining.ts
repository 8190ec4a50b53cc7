import type { OperationOutput } from '../contract/operations.ts';
import { listDeletedKeyVaults } from '../azure/key-vaults.ts';
import { getResourceGroup, listResources } from '../azure/resource-groups.ts';
import type { HostContext } from './context.ts';

type Remaining = OperationOutput<'cleanup.list'>['remaining'];

/** What the host has created and is still there: groups, what is in them, and deleted vaults that hold their name. */
export async function findRemaining({ connection, state }: HostContext): Promise<Remaining> {
  const ledger = state.ledger();
  const kinds = new Map(ledger.map(({ id, kind }) => [id.toLowerCase(), kind]));
  const groups = new Set(ledger.map(({ id }) => /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? ''));
  groups.delete('');
  const remaining: Remaining = [];
  for (const group of groups) {
    const found = await getResourceGroup(connection, group);
    if (!found) continue;
    const isOurs = kinds.has(found.id.toLowerCase());
    if (isOurs) remaining.push({ kind: 'resource group', name: group, id: found.id, softDeleted: false });
    for (const { id, name, type } of await listResources(connection, group)) {
      const kind = kinds.get(id.toLowerCase()) ?? (isOurs ? type : undefined);
      if (kind !== undefined) remaining.push({ kind, name, id, softDeleted: false });
    }
  }
  for (const { vaultId, name } of await listDeletedKeyVaults(connection)) {
    if (kinds.has(vaultId.toLowerCase())) {
      remaining.push({ kind: 'key vault', name, id: vaultId, softDeleted: true });
    }
  }
  return remaining;
}
