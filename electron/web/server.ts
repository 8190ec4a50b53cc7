import { createWriteStream, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { CallName } from '../contract/bridge.ts';
import type { Session } from '../host/session/session.ts';
import { Access, foreignness } from './access.ts';
import { securityHeaders } from './security-headers.ts';
import { findStaticFile } from './static-files.ts';

const mostCallBytes = 4 << 20;

/** A running browser host. */
export interface WebServer {
  /** The address to open: it works once. */
  readonly url: string;
  close(): Promise<void>;
}

/** Shows a session in a browser: pages from a folder, calls, events and files; on loopback alone. */
export async function startWebServer(options: {
  readonly session: Session;
  /** The built pages. */
  readonly folder: string;
  readonly port: number;
}): Promise<WebServer> {
  const { session, folder } = options;
  const access = new Access();
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    void new Exchange(request, response, { session, folder, access, port }).answer();
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/?token=${access.token}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

interface Surroundings {
  readonly session: Session;
  readonly folder: string;
  readonly access: Access;
  readonly port: number;
}

/** One request and its reply. */
class Exchange {
  private readonly request: IncomingMessage;
  private readonly response: ServerResponse;
  private readonly around: Surroundings;

  constructor(request: IncomingMessage, response: ServerResponse, around: Surroundings) {
    this.request = request;
    this.response = response;
    this.around = around;
  }

  async answer(): Promise<void> {
    const { access, port } = this.around;
    for (const [name, value] of Object.entries(securityHeaders)) this.response.setHeader(name, value);
    try {
      const why = foreignness(this.request, port);
      if (why !== undefined) return this.end(403, `Refused: ${why}.`);
      const url = new URL(this.request.url ?? '/', `http://127.0.0.1:${port}`);
      const token = url.searchParams.get('token');
      if (url.pathname === '/' && token !== null && this.request.method === 'GET') {
        const cookie = access.exchange(token, port);
        if (cookie !== undefined) {
          return this.end(303, '', { 'set-cookie': cookie, location: '/', 'cache-control': 'no-store' });
        }
        if (access.isKnown(this.request, port)) return this.end(303, '', { location: '/' });
      }
      if (!access.isKnown(this.request, port)) {
        return this.end(401, 'Open the address that was printed when Guidepost was started. It works once.');
      }
      await this.route(url);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      if (!this.response.headersSent) this.end(500, 'Something went wrong that nobody foresaw.');
    }
  }

  private async route(url: URL): Promise<void> {
    const { method } = this.request;
    if (method === 'POST' && url.pathname === '/api/call') return this.call();
    if (method === 'PUT' && url.pathname === '/api/files')
      return this.takeFile(url.searchParams.get('name') ?? '');
    if (method === 'GET' && url.pathname === '/api/events') {
      return this.tellEvents(Number(url.searchParams.get('after') ?? 0));
    }
    if (method !== 'GET' && method !== 'HEAD') return this.end(405, 'This cannot be done here.');
    const found = findStaticFile(this.around.folder, url.pathname);
    if (!found) return this.end(404, 'There is no such page.');
    this.response.writeHead(200, {
      'content-type': found.type,
      'content-length': found.bytes.length,
      'cache-control': found.isImmutable ? 'max-age=31536000, immutable' : 'no-cache',
    });
    this.response.end(method === 'HEAD' ? undefined : found.bytes);
  }

  private async call(): Promise<void> {
    const text = await this.readText();
    if (text === undefined) return this.end(413, 'The call is too large.');
    let asked: { name?: unknown; input?: unknown } | null;
    try {
      asked = JSON.parse(text) as typeof asked;
    } catch {
      return this.end(400, 'The call is not valid JSON.');
    }
    if (typeof asked?.name !== 'string') return this.end(400, 'The call has no name.');
    const reply = await this.around.session.call(asked.name as CallName, asked.input);
    this.end(200, JSON.stringify(reply), {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
  }

  private async readText(): Promise<string | undefined> {
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of this.request as AsyncIterable<Buffer>) {
      length += part.length;
      // What is too much is read to its end, and not kept: who sends it gets an answer.
      if (length <= mostCallBytes) parts.push(part);
    }
    return length > mostCallBytes ? undefined : Buffer.concat(parts).toString('utf8');
  }

  /** A file of the learner's: all of it, or nothing. */
  private async takeFile(name: string): Promise<void> {
    const { files } = this.around.session;
    const file = files.newSpoolFile(name);
    try {
      await pipeline(this.request, createWriteStream(file));
      if (!this.request.complete) throw new Error('The connection was cut.');
    } catch {
      rmSync(file, { force: true });
      if (!this.response.destroyed) this.end(400, 'The file did not arrive whole. Choose it again.');
      return;
    }
    this.end(200, JSON.stringify(files.add(file)), { 'content-type': 'application/json; charset=utf-8' });
  }

  /** Server-sent events: those that were missed first. */
  private tellEvents(after: number): Promise<void> {
    const last = Number(this.request.headers['last-event-id'] ?? after);
    this.response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    this.response.write(': hello\n\n');
    const unsubscribe = this.around.session.work.subscribe(Number.isFinite(last) ? last : 0, (event) => {
      this.response.write(`id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`);
    });
    this.response.on('close', unsubscribe);
    return Promise.resolve();
  }

  private end(status: number, body: string, headers: Record<string, string> = {}): void {
    this.response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(body);
  }
}
