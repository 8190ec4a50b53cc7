import { nameOfId, workspaceId } from '../../azure/ids.ts';
import { findRoleDefinition, listRoleAssignments } from '../../azure/role-assignments.ts';
import { getWorkspace, type Workspace } from '../../azure/workspaces.ts';
import type { HostContext, PredicateHandlers } from '../context.ts';
import { requireScope } from '../scope.ts';
import { checkResult, checkState } from './result.ts';

export const workspacePredicates: PredicateHandlers<
  'target.chosen' | 'workspace.exists' | 'workspace.linked' | 'workspace.setting' | 'access.assigned'
> = {
  async 'target.chosen'({ target }, { state }) {
    const chosen = state.target;
    const holds = chosen !== undefined && (target === undefined || chosen === target);
    return Promise.resolve(checkResult(holds, target ?? 'sandbox or azure', chosen ?? 'nothing is chosen'));
  },

  async 'workspace.exists'({ resourceGroup, workspace }, { connection }) {
    const found = await getWorkspace(connection, { resourceGroup, workspace });
    return checkState(`the workspace ${workspace} in ${resourceGroup}`, found);
  },

  async 'workspace.linked'(names, context) {
    const found = await theWorkspace(context, names.workspace);
    const linked = found && {
      keyVault: nameOfId(found.keyVaultId),
      storageAccount: nameOfId(found.storageAccountId),
      applicationInsights: nameOfId(found.applicationInsightsId),
    };
    const { keyVault, storageAccount, applicationInsights } = names;
    return checkResult(
      linked?.keyVault === keyVault &&
        linked.storageAccount === storageAccount &&
        linked.applicationInsights === applicationInsights,
      `it leans on ${keyVault}, ${storageAccount} and ${applicationInsights}`,
      linked ? `it leans on ${Object.values(linked).join(', ')}` : 'there is no such workspace',
    );
  },

  async 'workspace.setting'({ workspace, setting, expect }, context) {
    const found = await theWorkspace(context, workspace);
    const value = found && (setting === 'region' ? found.location : found[setting]);
    return checkResult(
      value === expect,
      `${setting} is ${expect}`,
      found ? `it is ${value}` : 'there is no such workspace',
    );
  },

  async 'access.assigned'({ role }, context) {
    const { connection } = context;
    const scope = workspaceId(connection, requireScope(context));
    const definition = await findRoleDefinition(connection, scope, role);
    const assignments = await listRoleAssignments(connection, scope);
    const count = assignments.filter(
      ({ roleDefinitionId }) => nameOfId(roleDefinitionId) === nameOfId(definition?.id ?? ''),
    ).length;
    return checkResult(
      count > 0,
      `somebody has the role ${role}`,
      count === 0 ? 'nobody has it' : `${count} ${count === 1 ? 'has' : 'have'} it`,
    );
  },
};

async function theWorkspace(context: HostContext, workspace: string): Promise<Workspace | undefined> {
  const { resourceGroup } = requireScope(context);
  return getWorkspace(context.connection, { resourceGroup, workspace });
}
