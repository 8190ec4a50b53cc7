import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { cancelled, EngineError } from '../../engine/errors.ts';
import { checkHost, guardedLookup } from './address-rules.ts';
import { endpointNotReached, endpointTimedOut, replyTooLong } from './errors.ts';

/** What an endpoint answered, whatever its status. */
export interface ScoringReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; the text where it is none. */
  readonly body: unknown;
  readonly isJson: boolean;
  readonly bytes: number;
  readonly milliseconds: number;
  /** Until the head of the answer was there. */
  readonly firstByteMilliseconds: number;
}

/** A request to an endpoint. */
export interface ScoringCall {
  readonly scoringUri: string;
  /** Without one the request bears no key. */
  readonly key?: string | undefined;
  /** A text goes out as it is. */
  readonly body: object | string;
  /** A deployment; without it the traffic decides. */
  readonly deployment?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMilliseconds?: number;
}

const mostReplyBytes = 64 << 20;
const mostRedirects = 3;

/**
 * Sends a request to an endpoint. A redirect is followed on the same origin alone: the key and the rows go nowhere
 * else. Errors: `endpoint-not-reached`, `endpoint-timed-out`, `address-refused`, `reply-too-long`, `cancelled`.
 */
export function invokeEndpoint(call: ScoringCall): Promise<ScoringReply> {
  return exchange({ ...call, method: 'POST' });
}

interface Exchange extends Omit<ScoringCall, 'body'> {
  readonly method: 'GET' | 'POST';
  readonly body?: object | string;
}

async function exchange(call: Exchange): Promise<ScoringReply> {
  const { scoringUri, signal, timeoutMilliseconds = 100_000 } = call;
  const timeout = AbortSignal.timeout(timeoutMilliseconds);
  const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const start = performance.now();
  try {
    let url = new URL(scoringUri);
    for (let redirects = 0; ; redirects++) {
      const reply = await send(url, call, stop);
      const next = redirects < mostRedirects ? sameOriginTarget(url, reply) : undefined;
      if (next === undefined) return await readReply(reply, start);
      reply.resume();
      url = next;
    }
  } catch (error) {
    if (signal?.aborted) throw cancelled();
    if (timeout.aborted) throw endpointTimedOut(scoringUri, timeoutMilliseconds / 1000);
    if (error instanceof EngineError) throw error;
    throw endpointNotReached(scoringUri, reasonOf(error), (error as NodeJS.ErrnoException).code);
  }
}

/** What an endpoint says of itself, from the description beside its address. Errors: those of `invokeEndpoint`. */
export async function readServiceDescription(
  call: Pick<ScoringCall, 'scoringUri' | 'key' | 'deployment' | 'signal'>,
): Promise<unknown> {
  const scoringUri = call.scoringUri.replace(/(\/score)?\/?(\?.*)?$/, '/swagger.json');
  const reply = await exchange({ ...call, scoringUri, method: 'GET', timeoutMilliseconds: 5000 });
  return reply.status === 200 && reply.isJson ? reply.body : undefined;
}

/** Sends the request once; once more where a connection that was kept open had been closed just then. */
async function send(url: URL, call: Exchange, signal: AbortSignal): Promise<IncomingMessage> {
  checkHost(url);
  const { method, key, body, deployment } = call;
  const bytes =
    body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const attempt = (): Promise<IncomingMessage | 'stale'> =>
    new Promise((resolve, reject) => {
      const begin = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const request = begin(url, {
        method,
        lookup: guardedLookup,
        signal,
        headers: {
          ...(bytes && { 'content-type': 'application/json', 'content-length': bytes.length }),
          accept: 'application/json',
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
          ...(deployment !== undefined && { 'azureml-model-deployment': deployment }),
        },
      });
      request.on('response', resolve);
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNRESET' && request.reusedSocket) resolve('stale');
        else reject(error);
      });
      request.end(bytes);
    });
  for (;;) {
    const reply = await attempt();
    if (reply !== 'stale') return reply;
  }
}

/** Where a reply sends the same request, on the same origin; `undefined` where nowhere, or elsewhere. */
function sameOriginTarget(from: URL, { statusCode, headers }: IncomingMessage): URL | undefined {
  if (statusCode !== 307 && statusCode !== 308) return undefined;
  const { location } = headers;
  if (location === undefined || !URL.canParse(location, from.href)) return undefined;
  const to = new URL(location, from.href);
  return to.origin === from.origin ? to : undefined;
}

async function readReply(reply: IncomingMessage, start: number): Promise<ScoringReply> {
  const firstByteMilliseconds = performance.now() - start;
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of reply as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostReplyBytes) {
      reply.destroy();
      throw replyTooLong(mostReplyBytes >> 20);
    }
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString('utf8');
  return {
    status: reply.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(reply.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    ...parseBody(text),
    bytes,
    milliseconds: performance.now() - start,
    firstByteMilliseconds,
  };
}

function parseBody(text: string): { body: unknown; isJson: boolean } {
  try {
    return { body: JSON.parse(text) as unknown, isJson: true };
  } catch {
    return { body: text, isJson: false };
  }
}

/** Why a connection failed; of several addresses that were tried, the first. */
function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const { message = '', code = '' } = first as NodeJS.ErrnoException;
  return message || code || 'the connection failed';
}
