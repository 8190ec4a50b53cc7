import type { Sandbox } from '../../electron/sandbox/server.ts';

/** A reply as it came. */
export interface PlainReply {
  readonly status: number;
  readonly headers: Headers;
  /** The error's code and message; empty where there is none. */
  readonly code: string;
  readonly message: string;
  readonly body: Record<string, unknown>;
}

/** Calls Azure Resource Manager below the sandbox's subscription, without a client. `path` may name the api-version. */
export async function callArm(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<PlainReply> {
  const begin = path.startsWith('/subscriptions') ? '' : `/subscriptions/${sandbox.subscription}`;
  const version = path.includes('api-version')
    ? ''
    : `${path.includes('?') ? '&' : '?'}api-version=2022-09-01`;
  const reply = await fetch(`${sandbox.address}${begin}${path}${version}`, {
    method,
    headers: { authorization: 'Bearer any', 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  const content = (text === '' ? {} : JSON.parse(text)) as { error?: { code: string; message: string } };
  const { code = '', message = '' } = content.error ?? {};
  return { status: reply.status, headers: reply.headers, code, message, body: content };
}
