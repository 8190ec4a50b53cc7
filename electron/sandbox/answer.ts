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
import { headersOf } from './response-headers.ts';
import type { RateLimits } from './rate-limits.ts';
import { parseJson, tightenJson } from './parse-json.ts';
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
  readonly limits: RateLimits;
}

/** Answers one call. Errors go out as Azure writes them. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, subscription, faults, addresses, limits }: Answering,
): Promise<void> {
  const links = linksFor(request, addresses);
  let isData = false;
  let left: Record<string, string> | undefined;
  try {
    refuseForeigners(request);
    const address = request.url ?? '/';
    const path = readPath(address);
    const query = readQuery(address);
    const match = findRoute(routes, request.method ?? 'GET', path, query);
    if (!match) throw unknownPath(request.method ?? 'GET', path, routes);
    const { route, parameters } = match;
    isData = route.plane === 'data';
    if (!isData && !request.headers.authorization?.startsWith('Bearer ')) throw notSignedIn();
    const { subscriptionId } = parameters;
    if (subscriptionId !== undefined && subscriptionId.toLowerCase() !== subscription)
      throw subscriptionNotFound(subscriptionId);
    if ((route.plane ?? 'management') === 'management') left = limits.take(route.method, subscriptionId);
    const bytes = await readBytes(request, route.mostMegabytes ?? mostMegabytes);
    const isLarge = route.mostMegabytes !== undefined;
    const text = isLarge ? '' : bytes.toString('utf8');
    const call = faults.isIdle ? undefined : callOf(request, route, parameters, path, text);
    const fault = call && faults.meet(call);
    const befallen = fault && (await befall(fault, call, { request, response }));
    if (befallen === 'cut') return;
    const asked: ArmRequest = {
      method: route.method,
      // Clients write // before an id, and for a part that they leave out.
      path: isData ? path : path.replace(/\/{2,}/g, '/'),
      query,
      headers: request.headers,
      body: isData ? undefined : readJson(text),
      text,
      bytes,
      failure: befallen?.failure,
      parameters,
    };
    const reply = befallen?.reply ?? (await route.handle(asked));
    if (call && !fault && reply.status < 400) faults.succeeded(call);
    // An endpoint's reply has an id already.
    const always = reply.headers?.['x-ms-request-id'] === undefined ? headersOf(request, isData) : undefined;
    send(response, reply, { ...always, ...left }, links);
  } catch (error) {
    // Who has gone away waits for no answer.
    if (!(error instanceof ArmError) && request.destroyed && !request.complete) return;
    const known = error instanceof ArmError ? error : unexpected(error);
    const reply = { status: known.status, body: known.toBody(), headers: known.headers };
    const always = {
      ...headersOf(request, isData),
      ...left,
      ...(!isData && { 'x-ms-error-code': known.code }),
    };
    send(response, reply, always, links);
  }
}

const ownHost = /^(127\.0\.0\.1|localhost|management\.azure\.com)(:\d+)?$/;

/** A call as faults see it: its name is that of the last thing in its path, or of what a question is about. */
function callOf(
  { headers }: IncomingMessage,
  { name: operation, method }: Route,
  parameters: Readonly<Record<string, string>>,
  path: string,
  text: string,
): FaultCall {
  const asked = operation.endsWith('CheckNameAvailability') ? bodyOf({ text }).name : undefined;
  const name = typeof asked === 'string' ? asked : (Object.values(parameters).at(-1) ?? '');
  return { operation, method, path: path.replace(/\/{2,}/g, '/'), name, headers, text };
}

function refuseForeigners({ headers }: IncomingMessage): void {
  if (headers.origin !== undefined) throw foreignCaller('Origin', headers.origin);
  const { host = '' } = headers;
  if (!ownHost.test(host)) throw foreignCaller('Host', host.replace(/:\d+$/, ''));
}

/** A path with its names decoded. Errors: one that is not what it seems: it leads back, or hides a slash in a name. */
function readPath(url: string): string {
  const [written] = url.split(/[?#]/, 1);
  if (!mayTrick.test(written)) return written;
  const names = written.split('/').map(decodeURIComponent);
  const isTrick = (name: string): boolean =>
    name === '.' || name === '..' || /[/\\]/.test(name) || [...name].some((character) => character < ' ');
  if (names.some(isTrick)) throw new ArmError(400, 'InvalidUri', 'The path is not a valid URI.');
  return names.join('/');
}

/** What a path without a trick has not: it may be one where it is there. */
const mayTrick = /[^\w\-~/]/;

const noQuery = new URLSearchParams();

function readQuery(url: string): URLSearchParams {
  const begin = url.indexOf('?');
  return begin < 0 ? noQuery : new URLSearchParams(url.slice(begin + 1).split('#', 1)[0]);
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
  const own = path.split(/\/providers\/[^/]+\//i).at(-1) ?? path;
  const names = own.split('/').filter((name) => name !== '');
  return names
    .filter((_, index) => index % 2 === 0)
    .map((name) => name.slice(0, 80))
    .join('/');
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

/** A body to its end. It listens by itself: an iteration over the parts takes as long as all the rest. */
function readBytes(request: IncomingMessage, megabytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.length;
      parts.push(part);
      if (length <= megabytes << 20) return;
      // The rest is read and thrown away: who still sends would not hear the answer.
      request.removeAllListeners('data').resume();
      reject(bodyTooLarge(megabytes));
    });
    request.on('end', () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    request.on('close', () => {
      if (!request.complete) reject(new Error('The caller has gone away.'));
    });
  });
}

function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    const tight = tightenJson(text);
    try {
      if (tight !== undefined) return parseJson(tight);
    } catch {
      // What was wrong with it as it came is told.
    }
    throw invalidJson((error as Error).message);
  }
}

function send(
  response: ServerResponse,
  { status, body, headers = {} }: ArmReply,
  always: Readonly<Record<string, string>>,
  links: ((text: string) => string) | undefined,
): void {
  if (response.destroyed) return;
  const all: Record<string, string | number> = { ...always };
  for (const [name, value] of Object.entries(headers)) all[name] = links ? links(value) : value;
  let content = body;
  if (body !== undefined && !(body instanceof Uint8Array) && !isText(body, headers)) {
    all['content-type'] ??= 'application/json; charset=utf-8';
    const text = JSON.stringify(body);
    content = links ? links(text) : text;
  }
  // A head that goes out before the length is known would cut the body into chunks.
  if (typeof content === 'string') all['content-length'] = Buffer.byteLength(content);
  response.writeHead(status, all).end(content);
}

/** Whether a body goes out as it is. */
function isText(body: unknown, headers: Readonly<Record<string, string>>): body is string {
  return typeof body === 'string' && headers['content-type'] !== undefined;
}
