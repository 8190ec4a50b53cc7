import type { IncomingMessage, Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isBlobName } from './names.ts';

/**
 * Lets clients that cannot find the blob service's names (they end with .localhost, which not every system resolves)
 * use the sandbox as their proxy. It leads to its own https server and nowhere else.
 */
export function serveTunnels(server: Server, port: () => number | undefined): void {
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const target = port();
    const name = (request.url ?? '').replace(/:\d+$/, '').toLowerCase();
    const isOwn = name === 'localhost' || name === '127.0.0.1' || isBlobName(name);
    if (target === undefined || !isOwn) {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const inner: Socket = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      // What a client has sent before it heard that the way is free.
      inner.write(head);
      inner.pipe(socket).pipe(inner);
    });
    inner.on('error', () => socket.destroy());
    socket.on('close', () => inner.destroy());
    inner.on('close', () => socket.destroy());
  });
}
