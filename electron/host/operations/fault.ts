import { listDeletedKeyVaults, purgeKeyVault } from '../../azure/key-vaults.ts';
import { providerState, registerProvider } from '../../azure/providers.ts';
import { deleteFaults, dealFaults, putFault, readFaults } from '../../azure/sandbox-faults.ts';
import { signInAgain } from '../../azure/errors.ts';
import type { OperationHandlers } from '../context.ts';
import { vaultNotDeleted } from '../fault-errors.ts';
import { faultCardFile, formatFaultCard, parseFaultCard } from '../fault-card.ts';
import { readUserText } from '../user-files.ts';
import { waitUntil } from '../wait-until.ts';
import path from 'node:path';

export const faultHandlers: OperationHandlers<
  'fault.list' | 'fault.deal' | 'fault.set' | 'fault.clear' | 'fault.read-card' | 'fault.write-card'
> = {
  'fault.list': (_, { connection }) => readFaults(connection),

  'fault.deal': ({ card }, { connection }) => dealFaults(connection, card),

  async 'fault.set'({ name, fault }, { connection }) {
    await putFault(connection, name, fault);
    return {};
  },

  async 'fault.clear'({ name }, { connection }) {
    await deleteFaults(connection, name);
    return {};
  },

  async 'fault.read-card'({ file }) {
    return Promise.resolve({ card: parseFaultCard(path.basename(file), readUserText(file)) });
  },

  async 'fault.write-card'({ card }) {
    return Promise.resolve({ name: faultCardFile(card), text: formatFaultCard(card) });
  },
};

export const repairHandlers: OperationHandlers<'provider.register' | 'key-vault.purge' | 'account.renew'> = {
  async 'provider.register'({ provider }, { connection, progress, signal }) {
    progress('Asking Azure');
    await registerProvider(connection, provider);
    const { pollIntervalMs } = connection;
    const state = await waitUntil(
      async () => {
        const found = await providerState(connection, provider);
        return found === 'Registered' ? found : undefined;
      },
      { pollIntervalMs, signal },
    );
    return { state };
  },

  async 'key-vault.purge'({ keyVault }, { connection, signal }) {
    const deleted = await listDeletedKeyVaults(connection);
    const found = deleted.find(({ name }) => name.toLowerCase() === keyVault.toLowerCase());
    if (!found) throw vaultNotDeleted(keyVault);
    await purgeKeyVault(connection, found, { signal });
    return {};
  },

  async 'account.renew'(_, { connection }) {
    if (!connection.signIn) throw signInAgain(connection.tenant);
    connection.signIn();
    return Promise.resolve({});
  },
};
