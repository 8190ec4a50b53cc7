import path from 'node:path';
import { connectSandbox } from '../azure/connection.ts';
import { startSandbox, type Sandbox } from '../sandbox/server.ts';
import { Store } from '../store/store.ts';
import { Host } from './host.ts';
import { HostState } from './host-state.ts';
import type { CallTrace } from './trace.ts';

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
}): Promise<SandboxHost> {
  const { root, seed, timeFactor, trace } = options;
  const store = new Store({ folder: path.join(root, 'host') });
  try {
    const sandbox = await startSandbox({
      folder: path.join(root, 'sandbox'),
      ...(timeFactor !== undefined && { timeFactor }),
    });
    const direct = connectSandbox(sandbox);
    const connection = trace ? trace.watch(direct) : direct;
    const host = new Host({ state: new HostState(store), connection, ...(seed !== undefined && { seed }) });
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
