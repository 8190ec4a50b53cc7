import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { EngineError } from '../../engine/errors.ts';
import {
  ArmError,
  bodyTooLarge,
  foreignCaller,
  invalidJson,
  invalidNamespace,
  noSuchPath,
  notCovered,
  notSignedIn,
  subscriptionNotFound,
} from './arm-error.ts';
import { befall } from './faults/befall.ts';
import { bodyOf, type FaultCall } from './faults/fault-call.ts';
import type { Faults } from './faults/faults.ts';
import { linksFor } from './https/links.ts';
import { parseJson } from './parse-json.ts';
import { findRoute, type ArmReply, type ArmRequest, type Route } from './router.ts';
import type { World } from './world.ts';

const mostMegabytes = 4;
const knownProviders =
  /^Microsoft\.(Authorization|ContainerRegistry|ContainerService|Insights|KeyVault|KubernetesConfiguration|MachineLearningServices|OperationalInsights|Resources|Storage)$/i;

/** What answers are made of. */
export interface Answering {
  readonly routes: readonly Route[];
  readonly subscription: string;
  readonly faults: Faults;
  readonly addresses: World['addresses'];
}

/** Answers one call. Errors go out as Azure writes them. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, subscription, faults, addresses }: Answering,
): Promise<void> {
  const correlation = request.headers['x-ms-correlation-request-id'];
  const links = linksFor(request, addresses);
  response.setHeader('x-ms-request-id', randomUUID());
  response.setHeader(
    'x-ms-correlation-request-id',
    typeof correlation === 'string' ? correlation : randomUUID(),
  );
  try {
    refuseForeigners(request);
    // Put together, not resolved: clients write // before an id, which a resolution would take for a host.
    const url = new URL(`http://127.0.0.1${request.url ?? '/'}`);
    const path = readPath(request.url ?? '/');
    const match = findRoute(routes, request.method ?? 'GET', path, url.searchParams);
    if (!match) throw unknownPath(request.method ?? 'GET', path, routes);
    const { route, parameters } = match;
    const isData = route.plane === 'data';
    if (!isData && !request.headers.authorization?.startsWith('Bearer ')) throw notSignedIn();
    const { subscriptionId } = parameters;
    if (subscriptionId !== undefined && subscriptionId.toLowerCase() !== subscription)
      throw subscriptionNotFound(subscriptionId);
    const bytes = await readBytes(request, route.mostMegabytes ?? mostMegabytes);
    const isLarge = route.mostMegabytes !== undefined;
    const text = isLarge ? '' : bytes.toString('utf8');
    const call: FaultCall = { ...callOf(route, parameters, path, text), headers: request.headers };
    const fault = faults.meet(call);
    const befallen = fault && (await befall(fault, call, { request, response }));
    if (befallen === 'cut') return;
    const asked: ArmRequest = {
      method: route.method,
      // Clients write // before an id.
      path: path.replace(/^\/{2,}/, '/'),
      query: url.searchParams,
      headers: request.headers,
      body: isData ? undefined : readJson(text),
      text,
      bytes,
      failure: befallen?.failure,
      parameters,
    };
    const reply = befallen?.reply ?? (await route.handle(asked));
    if (!fault && reply.status < 400) faults.succeeded(call);
    send(response, reply, links);
  } catch (error) {
    // Who has gone away waits for no answer.
    if (!(error instanceof ArmError) && request.destroyed && !request.complete) return;
    const known = error instanceof ArmError ? error : unexpected(error);
    send(response, { status: known.status, body: known.toBody(), headers: known.headers }, links);
  }
}

/** A call as faults see it: its name is that of the last thing in its path, or of what a question is about. */
function callOf(
  { name: operation, method }: Route,
  parameters: Readonly<Record<string, string>>,
  path: string,
  text: string,
): Omit<FaultCall, 'headers'> {
  const asked = operation.endsWith('CheckNameAvailability') ? bodyOf({ text }).name : undefined;
  const name = typeof asked === 'string' ? asked : (Object.values(parameters).at(-1) ?? '');
  return { operation, method, path: path.replace(/^\/{2,}/, '/'), name, text };
}

function refuseForeigners({ headers }: IncomingMessage): void {
  if (headers.origin !== undefined) throw foreignCaller('Origin', headers.origin);
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  if (!['127.0.0.1', 'localhost', 'management.azure.com'].includes(host)) throw foreignCaller('Host', host);
}

/** A path with its names decoded. Errors: one that is not what it seems: it leads back, or hides a slash in a name. */
function readPath(url: string): string {
  const names = url.split(/[?#]/, 1)[0].split('/').map(decodeURIComponent);
  const isTrick = (name: string): boolean =>
    name === '.' || name === '..' || /[/\\]/.test(name) || [...name].some((character) => character < ' ');
  if (names.some(isTrick)) throw new ArmError(400, 'InvalidUri', 'The path is not a valid URI.');
  return names.join('/');
}

/** Why nothing answers at a path: Azure has no such provider or path, or the sandbox does not play it. */
function unknownPath(method: string, path: string, routes: readonly Route[]): ArmError {
  const namespace = namespaceOf(path);
  if (namespace === undefined && !/^\/+(subscriptions|tenants|providers)(\/|$)/i.test(path))
    return noSuchPath(path);
  const provider = namespace ?? 'Microsoft.Resources';
  if (!knownProviders.test(provider)) return invalidNamespace(provider);
  const isSame = (route: Route): boolean =>
    (namespaceOf(route.path) ?? 'Microsoft.Resources').toLowerCase() === provider.toLowerCase();
  const covered = [...new Set(routes.filter(isSame).map(({ name }) => groupOf(name)))].sort();
  return notCovered(`${method} ${kindOf(path)} of ${provider}`, provider, covered);
}

/** The last provider that a path names. */
function namespaceOf(path: string): string | undefined {
  return [...path.matchAll(/\/providers\/(Microsoft\.[^/]+|[^/{}]+)/gi)].at(-1)?.[1];
}

/** The types in a path, without the names that stand between them. */
function kindOf(path: string): string {
  const [, , ...rest] = (path.split(/\/providers\//i).at(-1) ?? path)
    .split('/')
    .map((part) => part.slice(0, 80));
  const [first = '', ...others] = path.toLowerCase().includes('/providers/')
    ? [
        path
          .split(/\/providers\//i)
          .at(-1)
          ?.split('/')[1] ?? '',
        ...rest,
      ]
    : rest;
  return [first, ...others.filter((_, index) => index % 2 === 1)].join('/');
}

/** What an operation belongs to, such as onlineEndpoints. */
function groupOf(name: string): string {
  const group = name.split('_')[0];
  return group.slice(0, 1).toLowerCase() + group.slice(1);
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

async function readBytes(request: IncomingMessage, megabytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > megabytes << 20) throw bodyTooLarge(megabytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    throw invalidJson((error as Error).message);
  }
}

function send(
  response: ServerResponse,
  { status, body, headers = {} }: ArmReply,
  links: (text: string) => string = (text) => text,
): void {
  if (response.destroyed) return;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, links(value));
  const isRaw =
    body instanceof Uint8Array || (typeof body === 'string' && headers['content-type'] !== undefined);
  if (body !== undefined && !isRaw) response.setHeader('content-type', 'application/json; charset=utf-8');
  response.writeHead(status).end(body === undefined || isRaw ? body : links(JSON.stringify(body)));
}
