import { resourceId, workspaceId } from '../../azure/ids.ts';
import { createApplicationInsights, createLogAnalytics } from '../../azure/insights.ts';
import { createKeyVault } from '../../azure/key-vaults.ts';
import { createResourceGroup, getResourceGroup } from '../../azure/resource-groups.ts';
import { createRoleAssignment } from '../../azure/role-assignments.ts';
import {
  checkStorageAccountName,
  createStorageAccount,
  getStorageAccount,
} from '../../azure/storage-accounts.ts';
import { createWorkspace } from '../../azure/workspaces.ts';
import type { OperationInput } from '../../contract/operations.ts';
import type { HostContext, OperationHandlers } from '../context.ts';
import { requireScope } from '../scope.ts';
import { requireAccount } from './account.ts';

export const workspaceHandlers: OperationHandlers<
  'target.choose' | 'workspace.validate' | 'workspace.create' | 'access.assign'
> = {
  async 'target.choose'({ target, tenant, subscription }, context) {
    const { state } = context;
    if (target === 'azure') {
      const account = requireAccount(context);
      if (tenant !== undefined && subscription !== undefined) await account.choose(tenant, subscription);
      // It is asked for before the choice is kept: without a subscription there is no such world.
      account.connection();
    }
    state.target = target;
    return { target, subscription: context.connection.subscription };
  },

  async 'workspace.validate'(input, context) {
    return { problems: await findProblems(input, context) };
  },

  async 'workspace.create'(input, context) {
    const { connection, state, progress, signal } = context;
    const { resourceGroup, region: location, workspace } = input;
    const id = (type: string, name: string): string => resourceId(connection, resourceGroup, type, name);
    const note = (type: string, name: string, kind: string): void => state.noteCreation(id(type, name), kind);

    if (!(await getResourceGroup(connection, resourceGroup))) {
      progress('Creating the resource group');
      state.noteCreation(
        `/subscriptions/${connection.subscription}/resourceGroups/${resourceGroup}`,
        'resource group',
      );
      await createResourceGroup(connection, { name: resourceGroup, location });
    }
    progress('Creating key vault, storage account and Application Insights', 0.1);
    note('Microsoft.KeyVault/vaults', input.keyVault, 'key vault');
    note('Microsoft.Storage/storageAccounts', input.storageAccount, 'storage account');
    note('Microsoft.OperationalInsights/workspaces', input.logAnalytics, 'Log Analytics workspace');
    note('Microsoft.Insights/components', input.applicationInsights, 'Application Insights');
    const options = { signal };
    const [keyVault, storageAccount, applicationInsights] = await Promise.all([
      createKeyVault(connection, { resourceGroup, name: input.keyVault, location }, options),
      createStorageAccount(connection, { resourceGroup, name: input.storageAccount, location }, options),
      createLogAnalytics(connection, { resourceGroup, name: input.logAnalytics, location }, options).then(
        (logs) =>
          createApplicationInsights(
            connection,
            { resourceGroup, name: input.applicationInsights, location, logAnalyticsId: logs.id },
            options,
          ),
      ),
    ]);
    progress('Creating the workspace', 0.5);
    note('Microsoft.MachineLearningServices/workspaces', workspace, 'workspace');
    const scope = { resourceGroup, workspace };
    const created = await createWorkspace(
      connection,
      scope,
      {
        location,
        friendlyName: workspace,
        keyVaultId: keyVault.id,
        storageAccountId: storageAccount.id,
        applicationInsightsId: applicationInsights.id,
        publicNetworkAccess: input.publicNetworkAccess,
        highBusinessImpact: input.highBusinessImpact,
      },
      options,
    );
    state.scope = { ...scope, region: location };
    return {
      id: created.id,
      resources: [keyVault.id, storageAccount.id, applicationInsights.id, created.id],
    };
  },

  async 'access.assign'({ role, principalId }, context) {
    const { connection, state } = context;
    const scope = workspaceId(connection, requireScope(context));
    const assignment = await createRoleAssignment(connection, { scope, role, principalId });
    state.noteCreation(assignment.id, 'role assignment');
    return { id: assignment.id };
  },
};

/** The rules that Azure would name one by one, each after a wait of its own. */
const nameRules = [
  [
    'resourceGroup',
    /^[\p{L}\p{N}_().-]{1,90}(?<!\.)$/u,
    '1 to 90 letters, digits, _ ( ) - and periods, no period at the end',
  ],
  [
    'workspace',
    /^[A-Za-z0-9][A-Za-z0-9_-]{2,32}$/,
    '3 to 33 letters, digits, - and _, the first a letter or digit',
  ],
  ['storageAccount', /^[a-z0-9]{3,24}$/, '3 to 24 lower-case letters and digits'],
  [
    'keyVault',
    /^[A-Za-z](?!.*--)[A-Za-z0-9-]{1,22}[A-Za-z0-9]$/,
    '3 to 24 letters, digits and single hyphens, the first a letter, the last no hyphen',
  ],
  ['applicationInsights', /^[\w().-]{1,260}(?<!\.)$/, '1 to 260 letters, digits, _ ( ) - and periods'],
  [
    'logAnalytics',
    /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
    '4 to 63 letters, digits and hyphens, no hyphen at either end',
  ],
] as const;

async function findProblems(
  input: OperationInput<'workspace.create'>,
  { connection }: HostContext,
): Promise<{ field: string; message: string }[]> {
  const problems = nameRules
    .filter(([field, pattern]) => !pattern.test(input[field]))
    .map(([field, , rule]) => ({ field, message: `"${input[field]}" does not fit: ${rule}.` }));
  if (problems.some(({ field }) => field === 'storageAccount')) return problems;
  const { resourceGroup, storageAccount } = input;
  if (await getStorageAccount(connection, { resourceGroup, name: storageAccount })) return problems;
  const { available, message } = await checkStorageAccountName(connection, storageAccount);
  return available ? problems : [...problems, { field: 'storageAccount', message }];
}
