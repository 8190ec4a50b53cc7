import type { EngineError } from '../../../engine/errors.ts';
import type { ScoringReply } from '../../azure/scoring.ts';
import type { OperationOutput } from '../../contract/operations.ts';

/** What a reply that is no answer means, and what can be done about it. */
export type ReplyProblem = NonNullable<OperationOutput<'endpoint.invoke'>['problem']>;

/** Who was asked, as far as sentences about it need it. */
interface Asked {
  readonly scoringUri: string;
  readonly key: string | undefined;
}

const longest = 300;

/** What is wrong with a reply; null where it is an answer. */
export function problemOf(reply: ScoringReply, { scoringUri, key }: Asked): ReplyProblem | null {
  const { status, headers, isJson } = reply;
  const { host } = new URL(scoringUri);
  const own = saidBy(reply);
  const said = (sentence: string): string => (own === '' ? sentence : `${sentence} ${own}`);
  if (status >= 200 && status < 300) return isJson ? null : notJson(reply, host);
  if (status >= 300 && status < 400) return redirected(headers.location, scoringUri);
  switch (status) {
    case 401:
      return key === undefined
        ? {
            code: 'key-missing',
            message: 'The endpoint asks for a key, and none was sent.',
            hint: 'Enter the key of the endpoint.',
          }
        : {
            code: 'key-wrong',
            message: said('The endpoint does not take the key.'),
            hint: 'Enter the key again. If it was made anew, programs need the new one.',
          };
    case 403:
      return {
        code: 'forbidden',
        message: said('The endpoint knows the key and refuses the request.'),
        hint: 'Ask its owner whether this address may be called from here.',
      };
    case 404:
      return {
        code: 'no-such-endpoint',
        message: said('There is no endpoint or deployment at this address.'),
        hint: 'Look at the address: it usually ends with /score. Look whether the deployment is there and has traffic.',
      };
    case 400:
    case 422:
    case 424:
      return {
        code: 'model-refused',
        message: said('The model refused the request.'),
        hint: 'Compare the request with the columns that the deployment takes.',
      };
    case 408:
    case 504:
      return {
        code: 'timeout',
        message: 'The endpoint itself gave up waiting for its model.',
        hint: 'Send fewer rows at once, or give the deployment a larger machine.',
      };
    case 429:
      return {
        code: 'throttled',
        message: 'The endpoint is asked more often than it can answer.',
        hint: `Wait ${headers['retry-after'] ?? '10'} s and send it again, or give the deployment more instances.`,
      };
    default:
      return status >= 500
        ? {
            code: 'unavailable',
            message: said(`The endpoint is there and cannot answer now (${status}).`),
            hint: 'Look at the state of its deployment, and send it again in a minute.',
          }
        : {
            code: 'status',
            message: said(`The endpoint answered with the status ${status}.`),
            hint: 'Look at what it says, under JSON and Headers.',
          };
  }
}

/** What an error of the connection means; undefined where it is no fault of the endpoint's. */
export function problemOfError(
  { code, details }: EngineError,
  { scoringUri }: Asked,
): ReplyProblem | undefined {
  const { host } = new URL(scoringUri);
  if (code === 'endpoint-timed-out') {
    return {
      code: 'timeout',
      message: `${host} has not answered within ${Number(details.seconds)} s.`,
      hint: 'Send it again, wait longer, or send fewer rows at once.',
    };
  }
  if (code !== 'endpoint-not-reached') return undefined;
  if (details.code === 'ENOTFOUND' || details.code === 'EAI_AGAIN') {
    return {
      code: 'not-found',
      message: `There is no host ${host}.`,
      hint: 'Look whether the address is right and you are online.',
    };
  }
  const isRefused = details.code === 'ECONNREFUSED';
  return {
    code: 'refused',
    message: isRefused
      ? `Nothing answers at ${host}: the connection was refused.`
      : `The connection to ${host} failed: ${String(details.reason)}.`,
    hint: 'Look whether the endpoint is running and the address is right, and send it again.',
  };
}

function notJson({ body }: ScoringReply, host: string): ReplyProblem {
  return {
    code: 'not-json',
    message: isHtml(body)
      ? `${host} answered with a web page, not with JSON.`
      : `${host} answered with a text that is no JSON.`,
    hint: 'Look at the address: a page for people is no scoring address. It usually ends with /score.',
  };
}

function redirected(location: string | undefined, scoringUri: string): ReplyProblem {
  if (location === undefined || !URL.canParse(location, scoringUri)) {
    return {
      code: 'redirected',
      message: 'The endpoint sends requests on, and does not say where to.',
      hint: 'Look at the address.',
    };
  }
  const to = new URL(location, scoringUri);
  return {
    code: 'redirected',
    message: `The endpoint sends requests on to ${to.host}. Neither the rows nor the key were sent there.`,
    hint: `If you trust it, enter ${to.href} as the address.`,
  };
}

/** What the endpoint says about it itself; empty where it says nothing to people. */
function saidBy({ body }: ScoringReply): string {
  const text = textIn(body);
  if (text === undefined || text.trim() === '' || isHtml(text)) return '';
  const short = text.trim().length > longest ? `${text.trim().slice(0, longest)}…` : text.trim();
  return short;
}

function textIn(body: unknown): string | undefined {
  if (typeof body === 'string') return body;
  if (typeof body !== 'object' || body === null) return undefined;
  const { error, message, detail } = body as Readonly<Record<string, unknown>>;
  if (typeof error === 'object' && error !== null) return textIn(error);
  return [message, error, detail].find((text) => typeof text === 'string');
}

function isHtml(body: unknown): boolean {
  return typeof body === 'string' && /^\s*<(!doctype|html|head|body|\?xml)/i.test(body);
}
