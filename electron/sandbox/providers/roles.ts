/** A role of Azure, and what it lets do. */
export interface Role {
  /** The id that it has everywhere. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
}

const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers';
const learning = 'Microsoft.MachineLearningServices/workspaces';

function role(
  id: string,
  name: string,
  description: string,
  {
    actions = [],
    notActions = [],
    dataActions = [],
  }: Partial<Pick<Role, 'actions' | 'notActions' | 'dataActions'>>,
): Role {
  return { id, name, description, actions, notActions, dataActions };
}

/** Azure's roles that matter to a workspace. Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
export const roles: readonly Role[] = [
  role(
    '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    'Owner',
    'Grants full access to manage all resources, and to assign roles.',
    { actions: ['*'] },
  ),
  role(
    'b24988ac-6180-42a0-ab88-20f7382dd24c',
    'Contributor',
    'Grants full access to manage all resources, but not to assign roles.',
    {
      actions: ['*'],
      notActions: [
        'Microsoft.Authorization/*/Delete',
        'Microsoft.Authorization/*/Write',
        'Microsoft.Authorization/elevateAccess/Action',
      ],
    },
  ),
  role(
    'acdd72a7-3385-48ef-bd42-f606fba81ae7',
    'Reader',
    'View all resources, but does not allow you to make any changes.',
    { actions: ['*/read'] },
  ),
  role(
    '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    'User Access Administrator',
    'Lets you manage who may do what in Azure.',
    { actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'] },
  ),
  role(
    'f6c7c914-8db3-469d-8ca1-694a8f32e121',
    'AzureML Data Scientist',
    'Can perform all actions within a workspace, except for creating or deleting compute resources and modifying the workspace itself.',
    {
      actions: [`${learning}/*/read`, `${learning}/*/action`, `${learning}/*/delete`, `${learning}/*/write`],
      notActions: [
        `${learning}/delete`,
        `${learning}/write`,
        `${learning}/computes/*/write`,
        `${learning}/computes/*/delete`,
        `${learning}/computes/listKeys/action`,
        `${learning}/listKeys/action`,
      ],
    },
  ),
  role(
    'e503ece1-11d0-4e8e-8e2c-7a6c3bf38815',
    'AzureML Compute Operator',
    'Can access and perform CRUD operations on Azure Machine Learning compute resources.',
    { actions: [`${learning}/computes/*`, `${learning}/notebooks/vm/*`] },
  ),
  role(
    '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
    'Storage Blob Data Reader',
    'Allows for read access to blobs and containers.',
    {
      actions: [
        `${blobs}/read`,
        'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action',
      ],
      dataActions: [`${blobs}/blobs/read`],
    },
  ),
  role(
    'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
    'Storage Blob Data Contributor',
    'Allows for read, write and delete access to blobs and containers.',
    {
      actions: [
        `${blobs}/delete`,
        `${blobs}/read`,
        `${blobs}/write`,
        'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action',
      ],
      dataActions: [
        `${blobs}/blobs/delete`,
        `${blobs}/blobs/read`,
        `${blobs}/blobs/write`,
        `${blobs}/blobs/move/action`,
        `${blobs}/blobs/add/action`,
      ],
    },
  ),
  role(
    'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
    'Storage Blob Data Owner',
    'Allows for full access to blobs and containers, their access control included.',
    {
      actions: [
        `${blobs}/*`,
        'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action',
      ],
      dataActions: [`${blobs}/blobs/*`],
    },
  ),
  role('7f951dda-4ed3-4680-a7ca-43fe172d538d', 'AcrPull', 'Can pull images from a registry.', {
    actions: ['Microsoft.ContainerRegistry/registries/pull/read'],
  }),
];
