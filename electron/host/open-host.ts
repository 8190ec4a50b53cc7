import path from 'node:path';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { AzureAccount, type AccountOptions } from '../azure/account.ts';
import { connectSandbox, type Connection } from '../azure/connection.ts';
import { startSandbox, type Sandbox } from '../sandbox/server.ts';
import { Store } from '../store/store.ts';
import { Host } from './host.ts';
import { HostState } from './host-state.ts';
import { LearnerAccount } from './learner-account.ts';
import type { CallTrace } from './trace.ts';

/** How the learner signs in to Azure, and how calls travel there. */
export interface AzureOptions extends AccountOptions {
  readonly httpClient?: HttpClient;
}

/** A host with a sandbox of its own. */
export interface SandboxHost {
  readonly host: Host;
  readonly sandbox: Sandbox;
  readonly store: Store;
  close(): Promise<void>;
}

/** Opens the state under `root` and starts a sandbox on it. Errors: those of `Store` and `startSandbox`. */
export async function openSandboxHost(options: {
  readonly root: string;
  readonly seed?: number;
  readonly timeFactor?: number;
  /** Calls that go out are shown to it. */
  readonly trace?: CallTrace;
  /** How the learner signs in to Azure, where this host can. */
  readonly azure?: AzureOptions;
}): Promise<SandboxHost> {
  const { root, seed, timeFactor, trace, azure } = options;
  const store = new Store({ folder: path.join(root, 'host') });
  try {
    const sandbox = await startSandbox({
      folder: path.join(root, 'sandbox'),
      ...(timeFactor !== undefined && { timeFactor }),
    });
    const watch = (connection: Connection): Connection => trace?.watch(connection) ?? connection;
    const state = new HostState(store);
    const host = new Host({
      state,
      connection: watch(connectSandbox(sandbox)),
      account: azure && new LearnerAccount({ ...azure, account: new AzureAccount(azure), state, watch }),
      ...(seed !== undefined && { seed }),
    });
    return {
      host,
      sandbox,
      store,
      async close() {
        await sandbox.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}
