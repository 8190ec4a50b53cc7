import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import type { World } from '../world.ts';
import { isBlobName, serverNames } from './names.ts';
import { ownCertificates } from './own-certificates.ts';

/** The sandbox over https: for clients that insist on it. */
export interface HttpsServer {
  /** Such as https://localhost:4443. */
  readonly address: string;
  readonly port: number;
  /** The file of the certificate authority that clients are told to trust. */
  readonly authorityFile: string;
  close(): Promise<void>;
}

const portKey = 'https/port';

/**
 * Starts it on loopback, under the port of the last time where that is free, with certificates of this installation.
 * Requests to an account's name go to the blob service, all others to Azure Resource Manager.
 */
export async function startHttps(
  world: World,
  listeners: { readonly arm: RequestListener; readonly blobs: RequestListener },
): Promise<HttpsServer> {
  const folder = path.join(world.folder, 'https');
  const { server: pair, authorityFile } = ownCertificates(folder, serverNames, new Date(world.clock.now()));
  const server = createServer({ cert: pair.certificate, key: pair.key }, (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    (isBlobName(host) ? listeners.blobs : listeners.arm)(request, response);
  });
  // Also those that have not said who they are yet: they would keep it open.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const last = world.store.get(portKey) as number | undefined;
  const port = await listen(server, last ?? 0).catch(() => listen(server, 0));
  world.store.put(portKey, port);
  return {
    address: `https://localhost:${port}`,
    port,
    authorityFile,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
