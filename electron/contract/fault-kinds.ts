/** What can go wrong on purpose. */
export const faultKinds = [
  'quota-exceeded',
  'name-taken',
  'soft-deleted-name',
  'provider-not-registered',
  'role-missing',
  'token-expired',
  'throttled',
  'server-error',
  'connection-cut',
  'slow',
  'operation-fails',
  'deployment-never-healthy',
  'node-never-comes',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** The kinds that a learner can repair: what each waits for stands in the README's table. */
export const repairableKinds: readonly FaultKind[] = [
  'quota-exceeded',
  'name-taken',
  'soft-deleted-name',
  'provider-not-registered',
  'role-missing',
  'token-expired',
  'deployment-never-healthy',
  'node-never-comes',
];

/** Operations of Azure that faults are dealt to most often; any other can be named, too. */
export const commonOperations: readonly string[] = [
  'Workspaces_CreateOrUpdate',
  'Vaults_CreateOrUpdate',
  'StorageAccounts_CreateOrUpdate',
  'BlobContainers_Create',
  'Datastores_CreateOrUpdate',
  'DataVersions_CreateOrUpdate',
  'Compute_CreateOrUpdate',
  'Jobs_CreateOrUpdate',
  'ModelVersions_CreateOrUpdate',
  'OnlineEndpoints_CreateOrUpdate',
  'OnlineDeployments_CreateOrUpdate',
  'Scoring_Score',
  'Blobs_Put',
  'Blobs_PutBlock',
  'Blobs_Get',
];

/** The operation that a kind befalls by its nature, where it has one. */
export const usualOperation: Partial<Readonly<Record<FaultKind, string>>> = {
  'quota-exceeded': 'Compute_CreateOrUpdate',
  'name-taken': 'StorageAccounts_CreateOrUpdate',
  'soft-deleted-name': 'Vaults_CreateOrUpdate',
  'deployment-never-healthy': 'OnlineDeployments_CreateOrUpdate',
  'node-never-comes': 'Jobs_CreateOrUpdate',
};
