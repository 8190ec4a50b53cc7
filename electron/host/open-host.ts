import path from 'node:path';
import { cancelled } from '../../engine/errors.ts';
import { connectSandbox } from '../azure/connection.ts';
import { sandboxIdentity } from '../sandbox/identity.ts';
import type { Sandbox } from '../sandbox/server.ts';
import { Store } from '../store/store.ts';
import { Host } from './host.ts';
import { HostState } from './host-state.ts';
import type { CallTrace } from './trace.ts';

/** What a host is opened with. */
export interface HostOpening {
  readonly root: string;
  readonly seed?: number;
  readonly timeFactor?: number;
  /** Calls that go out are shown to it. */
  readonly trace?: CallTrace;
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
export function openHost({ root, seed, timeFactor, trace }: HostOpening): OpenedHost {
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
    const connection = trace ? trace.watch(direct) : direct;
    const host = new Host({ state: new HostState(store), connection, ...(seed !== undefined && { seed }) });
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
