import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineError } from '../../engine/errors.ts';
import { makeFolder } from '../store/make-folder.ts';
import { Store } from '../store/store.ts';
import { answer } from './answer.ts';
import { createClock } from './clock.ts';
import type { FaultCard } from '../contract/fault-card.ts';
import { blobFaults } from './faults/blob-faults.ts';
import { faultRoutes } from './faults/control-routes.ts';
import { Faults } from './faults/faults.ts';
import { throughFaults } from './faults/through-faults.ts';
import { startHttps, type HttpsServer } from './https/https-server.ts';
import { serveTunnels } from './https/tunnels.ts';
import { sandboxIdentity } from './identity.ts';
import { startParts } from './parts.ts';
import { RateLimits } from './rate-limits.ts';
import { ResourceStore } from './resource-store.ts';
import type { Route } from './router.ts';
import type { World } from './world.ts';

/** What a sandbox is started with. */
export interface SandboxOptions {
  /** Where its state lies. */
  readonly folder: string;
  /** 0 takes any free one. */
  readonly port?: number;
  /** How many times faster than Azure waits pass. Default 120: a minute there is half a second here. */
  readonly timeFactor?: number;
  readonly subscription?: string;
  readonly tenant?: string;
  /** Whether it is there over https, too. */
  readonly https?: boolean;
  /** Whether command jobs run their commands on this machine, for who has the token of this start. */
  readonly allowCommands?: boolean;
  /** What goes wrong on purpose, in the place of the faults that wait. */
  readonly faults?: FaultCard | undefined;
}

/** A running sandbox. */
export interface Sandbox {
  /** Such as http://127.0.0.1:4100. */
  readonly address: string;
  /** Where blobs are; an account's name follows as the first part of a path. */
  readonly blobAddress: string;
  readonly subscription: string;
  readonly tenant: string;
  /** With it a caller may run commands. */
  readonly commandToken: string | undefined;
  /** Where it is over https, and the file of the authority to trust. */
  readonly https: Pick<HttpsServer, 'address' | 'authorityFile'> | undefined;
  close(): Promise<void>;
}

/**
 * Starts the local Azure: a server on loopback that answers Azure Resource Manager's calls from a store. It
 * takes any bearer token, and refuses web pages and foreign names.
 * Errors: those of `Store`, `port-in-use`.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const {
    folder,
    port = 0,
    timeFactor = 120,
    subscription = sandboxIdentity.subscription,
    tenant = sandboxIdentity.tenant,
  } = options;
  keepPrivate(folder);
  const store = new Store({ folder });
  const clock = createClock(timeFactor);
  const addresses = { arm: '', blob: '', httpsPort: '' };
  const resources = new ResourceStore(store, clock);
  const commandToken = options.allowCommands ? randomBytes(32).toString('base64url') : undefined;
  const world: World = {
    ...{ commandToken, store, clock, resources, subscription, tenant, folder, addresses },
    beforeBlobs: blobFaults(() => faults),
    throughFaults: throughFaults(() => faults),
  };
  const limits = new RateLimits(clock);
  let routes: readonly Route[] = [];
  const faults = new Faults(world, () => routes);
  const listener: RequestListener = (request, response) => {
    void answer(request, response, { routes, subscription, faults, addresses, limits });
  };
  const server = createServer(listener);
  let https: HttpsServer | undefined;
  serveTunnels(server, () => https?.port);
  try {
    await listen(server, port);
    addresses.arm = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const parts = await startParts(world);
    routes = [...parts.routes, ...faultRoutes(faults)];
    if (options.faults) faults.deal(options.faults);
    if (options.https) {
      https = await startHttps(world, { arm: listener, blobs: parts.blobs });
      addresses.httpsPort = `:${https.port}`;
    }
    return {
      address: addresses.arm,
      blobAddress: addresses.blob,
      subscription,
      tenant,
      commandToken,
      https,
      async close() {
        await https?.close();
        await closeServer(server);
        await parts.close();
        store.close();
      },
    };
  } catch (error) {
    await closeServer(server);
    store.close();
    throw error;
  }
}

/** Keys and blobs are in it: it is for this user alone, also where an earlier version has made it. */
function keepPrivate(folder: string): void {
  makeFolder(folder);
  chmodSync(folder, 0o700);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? portInUse(port) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function portInUse(port: number): EngineError {
  return new EngineError(
    'port-in-use',
    `Port ${port} is in use by another program.`,
    'Choose another with --port N, or leave it out to take any free one.',
    { port },
  );
}
