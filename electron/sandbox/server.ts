import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineError } from '../../engine/errors.ts';
import { Store } from '../store/store.ts';
import {
  ArmError,
  bodyTooLarge,
  foreignCaller,
  invalidJson,
  invalidNamespace,
  notCovered,
  notSignedIn,
  subscriptionNotFound,
} from './arm-error.ts';
import { createClock } from './clock.ts';
import { operationRoutes } from './operations.ts';
import { applicationInsights, logAnalytics } from './providers/application-insights.ts';
import { keyVault } from './providers/key-vault.ts';
import { Resources } from './resources.ts';
import { findRoute, type Route } from './router.ts';

/** What a sandbox is started with. */
export interface SandboxOptions {
  /** Where its state lies. */
  readonly folder: string;
  /** 0 takes any free one. */
  readonly port?: number;
  /** How many times faster than Azure waits pass. Default 30. */
  readonly timeFactor?: number;
  readonly subscription?: string;
}

/** A running sandbox. */
export interface Sandbox {
  /** Such as http://127.0.0.1:4100. */
  readonly address: string;
  readonly subscription: string;
  close(): Promise<void>;
}

const mostBodyBytes = 4 << 20;
const resourceTypes = [keyVault, applicationInsights, logAnalytics];
const knownProviders =
  /^Microsoft\.(Authorization|ContainerRegistry|ContainerService|Insights|KeyVault|MachineLearningServices|OperationalInsights|Resources|Storage)$/i;

/**
 * Starts the local Azure: a server on loopback that answers Azure Resource Manager's calls from a store. It
 * takes any bearer token, and refuses web pages and foreign names.
 * Errors: those of `Store`, `port-in-use`.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const {
    folder,
    port = 0,
    timeFactor = 30,
    subscription = '00000000-0000-4000-8000-000000000001',
  } = options;
  const store = new Store({ folder });
  const clock = createClock(timeFactor);
  const resources = new Resources(store, clock, subscription, resourceTypes);
  const routes = [...operationRoutes(store, clock), ...resources.routes()];
  const server = createServer((request, response) => {
    void answer(request, response, routes, subscription);
  });
  try {
    await listen(server, port);
  } catch (error) {
    store.close();
    throw error;
  }
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    subscription,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          store.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? portInUse(port) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
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

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: readonly Route[],
  subscription: string,
): Promise<void> {
  const correlation = request.headers['x-ms-correlation-request-id'];
  response.setHeader('x-ms-request-id', randomUUID());
  response.setHeader(
    'x-ms-correlation-request-id',
    typeof correlation === 'string' ? correlation : randomUUID(),
  );
  try {
    refuseForeigners(request);
    if (!request.headers.authorization?.startsWith('Bearer ')) throw notSignedIn();
    // Put together, not resolved: clients write // before an id, which a resolution would take for a host.
    const url = new URL(`http://127.0.0.1${request.url ?? '/'}`);
    const path = decodeURIComponent(url.pathname);
    const match = findRoute(routes, request.method ?? 'GET', path, url.searchParams);
    if (!match) throw unknownPath(path, routes);
    const { route, parameters } = match;
    const asked = parameters.subscriptionId;
    if (asked !== undefined && asked.toLowerCase() !== subscription) throw subscriptionNotFound(asked);
    const body = await readJson(request);
    const reply = await route.handle({
      method: route.method,
      path,
      query: url.searchParams,
      body,
      parameters,
    });
    send(response, reply.status, reply.body, reply.headers);
  } catch (error) {
    const known = error instanceof ArmError ? error : unexpected(error);
    send(response, known.status, known.toBody(), known.headers);
  }
}

function refuseForeigners({ headers }: IncomingMessage): void {
  if (headers.origin !== undefined) throw foreignCaller('Origin', headers.origin);
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  if (!['127.0.0.1', 'localhost', 'management.azure.com'].includes(host)) throw foreignCaller('Host', host);
}

function unknownPath(path: string, routes: readonly Route[]): ArmError {
  const namespace = /\/providers\/([^/]+)/i.exec(path)?.[1];
  if (namespace !== undefined && !knownProviders.test(namespace)) return invalidNamespace(namespace);
  return notCovered(path, [...new Set(routes.map(({ name }) => name.split('_')[0]))]);
}

/** What nobody foresaw: no stack trace leaves the sandbox. */
function unexpected(error: unknown): ArmError {
  if (error instanceof URIError) return new ArmError(400, 'InvalidUri', 'The path is not a valid URI.');
  if (error instanceof EngineError)
    return new ArmError(500, 'SandboxStorage', `${error.message} ${error.hint}`);
  process.stderr.write(`The sandbox met an unexpected error: ${(error as Error).stack}\n`);
  return new ArmError(
    500,
    'InternalServerError',
    'The sandbox met an unexpected error; its log has the details.',
  );
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > mostBodyBytes) throw bodyTooLarge(mostBodyBytes >> 20);
    parts.push(part);
  }
  if (length === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch (error) {
    throw invalidJson((error as Error).message);
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed) return;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body !== undefined) response.setHeader('content-type', 'application/json; charset=utf-8');
  response.writeHead(status).end(body === undefined ? undefined : JSON.stringify(body));
}
