/** Who the sandbox says that it is, unless it is told otherwise. */
export const sandboxIdentity = {
  subscription: '00000000-0000-4000-8000-000000000001',
  tenant: '00000000-0000-4000-8000-000000000002',
} as const;
