import { noAzureHere } from '../errors.ts';
import type { HostContext, OperationHandlers } from '../context.ts';
import type { LearnerAccount } from '../learner-account.ts';

export const accountHandlers: OperationHandlers<
  | 'account.read'
  | 'account.sign-in'
  | 'account.sign-out'
  | 'account.list-tenants'
  | 'account.list-subscriptions'
> = {
  async 'account.read'(_, { account }) {
    return {
      signedIn: (await account?.findSignedIn()) ?? null,
      subscription: account?.subscription ?? null,
      isKept: account?.isKept ?? false,
    };
  },

  async 'account.sign-in'({ method, tenant }, context) {
    const { progress, signal } = context;
    progress(method === 'browser' ? 'Waiting for you to sign in, in your browser' : 'Asking Azure');
    const { username, tenant: home } = await requireAccount(context).signIn({
      method,
      tenant,
      signal,
      onDeviceCode: (code) => progress('Waiting for the code to be entered', undefined, code),
    });
    return { username, tenant: home };
  },

  async 'account.sign-out'(_, context) {
    await requireAccount(context).signOut();
    return {};
  },

  async 'account.list-tenants'(_, context) {
    return { tenants: await requireAccount(context).listTenants() };
  },

  async 'account.list-subscriptions'({ tenant }, context) {
    return { subscriptions: await requireAccount(context).listSubscriptions(tenant) };
  },
};

/** Who works at Azure. Error: `no-azure-here`. */
export function requireAccount({ account }: HostContext): LearnerAccount {
  if (!account) throw noAzureHere();
  return account;
}
