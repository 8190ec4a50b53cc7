import path from 'node:path';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { cancelled } from '../../engine/errors.ts';
import { AzureAccount, type AccountOptions } from '../azure/account.ts';
import { connectSandbox, type Connection } from '../azure/connection.ts';
import { sandboxIdentity } from '../sandbox/identity.ts';
import type { Sandbox } from '../sandbox/server.ts';
import { Store } from '../store/store.ts';
import { Host } from './host.ts';
import { HostState } from './host-state.ts';
import { LearnerAccount } from './learner-account.ts';
import type { CallTrace } from './trace.ts';

/** How the learner signs in to Azure, and how calls travel there. */
export interface AzureOptions extends AccountOptions {
  readonly httpClient?: HttpClient;
}

/** What a host is opened with. */
export interface HostOpening {
  readonly root: string;
  readonly seed?: number;
  readonly timeFactor?: number;
  /** Calls that go out are shown to it. */
  readonly trace?: CallTrace;
  /** How the learner signs in to Azure, where this host can. */
  readonly azure?: AzureOptions;
}

/** A host whose sandbox starts with its first call. */
export interface OpenedHost {
  readonly host: Host;
  readonly store: Store;
  /** Starts the sandbox, once; what it plays goes on from there. Errors: those of `startSandbox`. */
  startSandbox(): Promise<Sandbox>;
  close(): Promise<void>;
}

/** A host with a sandbox that runs. */
export interface SandboxHost extends OpenedHost {
  readonly sandbox: Sandbox;
}

/** Opens the state under `root`. Errors: those of `Store`. */
export function openHost({ root, seed, timeFactor, trace, azure }: HostOpening): OpenedHost {
  const store = new Store({ folder: path.join(root, 'host') });
  let isClosed = false;
  let starting: Promise<Sandbox> | undefined;

  const start = async (): Promise<Sandbox> => {
    // The sandbox is most of the program: it is loaded when it is needed.
    const { startSandbox } = await import('../sandbox/server.ts');
    if (isClosed) throw cancelled();
    return startSandbox({
      folder: path.join(root, 'sandbox'),
      ...(timeFactor !== undefined && { timeFactor }),
    });
  };
  const startSandbox = (): Promise<Sandbox> => {
    starting ??= start().catch((error: unknown) => {
      starting = undefined;
      throw error;
    });
    return starting;
  };

  try {
    const direct = connectSandbox({
      ...sandboxIdentity,
      address: async () => (await startSandbox()).address,
    });
    const watch = (connection: Connection): Connection => trace?.watch(connection) ?? connection;
    const state = new HostState(store);
    const host = new Host({
      state,
      connection: watch(direct),
      account: azure && new LearnerAccount({ ...azure, account: new AzureAccount(azure), state, watch }),
      ...(seed !== undefined && { seed }),
    });
    return {
      host,
      store,
      startSandbox,
      async close() {
        isClosed = true;
        const sandbox = await starting?.catch(() => undefined);
        await sandbox?.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** Opens the state under `root` and starts a sandbox on it. Errors: those of `openHost` and `startSandbox`. */
export async function openSandboxHost(options: HostOpening): Promise<SandboxHost> {
  const opened = openHost(options);
  try {
    return { ...opened, sandbox: await opened.startSandbox() };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
