import { checkHost, isLoopbackHost } from '../../azure/address-rules.ts';
import { getOnlineEndpoint, listEndpointKeys, listOnlineEndpoints } from '../../azure/online-endpoints.ts';
import type { HostContext } from '../context.ts';
import { addressNotUsable, hostNotConfirmed, notInWorkspace } from '../errors.ts';
import { requireScope } from '../scope.ts';

/** Who is asked: an endpoint of the workspace by its name, or another address by its URL. */
export interface PlaceInput {
  readonly endpoint?: string | undefined;
  readonly url?: string | undefined;
}

/** A place that may be asked. */
export interface Place {
  /** What its history is kept under. */
  readonly id: string;
  readonly scoringUri: string;
  readonly key: string | undefined;
  /** The endpoint's name, where it is one of the workspace. */
  readonly endpoint: string | undefined;
}

/** What a place's history is kept under. */
export function placeId({ endpoint, url }: PlaceInput): string {
  return endpoint !== undefined ? `endpoint:${endpoint}` : `url:${parseAddress(url ?? '').href}`;
}

/**
 * Who is asked, with their key. Errors: `not-in-workspace`, `address-not-usable`, `address-refused`,
 * `host-not-confirmed`.
 */
export async function resolvePlace(context: HostContext, input: PlaceInput): Promise<Place> {
  const { connection, state } = context;
  const id = placeId(input);
  const { endpoint } = input;
  if (endpoint !== undefined) {
    const scope = requireScope(context);
    const found = await getOnlineEndpoint(connection, scope, endpoint);
    if (found?.scoringUri === undefined) throw notInWorkspace('endpoint', endpoint);
    const { primary } = await listEndpointKeys(connection, scope, endpoint);
    return { id, scoringUri: found.scoringUri, key: primary, endpoint };
  }
  const url = parseAddress(input.url ?? '');
  if (await needsConfirmation(context, url)) throw hostNotConfirmed(url.host);
  return { id, scoringUri: url.href, key: state.console.key(url.href), endpoint: undefined };
}

/** A URL that the learner has entered. Errors: `address-not-usable`, `address-refused`. */
export function parseAddress(written: string): URL {
  const text = written.trim();
  if (!URL.canParse(text)) throw addressNotUsable(text, 'is no web address');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw addressNotUsable(text, 'begins with neither http nor https');
  }
  if (url.username !== '' || url.password !== '') throw addressNotUsable(text, 'holds a password');
  url.hash = '';
  checkHost(url);
  return url;
}

/** Whether a host is neither this machine, nor one of the workspace's, nor one that the learner trusts already. */
export async function needsConfirmation(context: HostContext, { host, hostname }: URL): Promise<boolean> {
  const { state, connection } = context;
  if (isLoopbackHost(hostname) || state.console.isTrusted(host)) return false;
  if (!state.scope) return true;
  const own = await listOnlineEndpoints(connection, state.scope);
  return !own.some(({ scoringUri }) => scoringUri !== undefined && new URL(scoringUri).host === host);
}
