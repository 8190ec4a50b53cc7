import type { IncomingHttpHeaders } from 'node:http';
import { isObject } from '../envelope.ts';
import type { World } from '../world.ts';

/** Whom a token for scoring is meant for: Azure Machine Learning, by its address in any cloud or by its application id. */
const audience = /^(https:\/\/ml\.azure\.[a-z.:\d/-]+|18a66f5f-dbdf-4c17-9dd7-1634712a9cbe)$/i;

/** What stands behind "Bearer" in a request's Authorization; `undefined` where nothing does. */
export function bearerOf({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}

/**
 * Why a token of a sign-in is not taken for scoring, or `undefined` where it is. The sandbox takes any bearer token;
 * of one that says for whom and until when it is good, it believes that.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-authenticate-online-endpoint
 */
export function refuseToken({ clock }: World, token: string): 'expired' | 'audience' | undefined {
  const { aud, exp } = claimsOf(token);
  if (typeof exp === 'number' && exp * 1000 <= clock.now()) return 'expired';
  return typeof aud === 'string' && !audience.test(aud) ? 'audience' : undefined;
}

/** What a JSON web token says; nothing where it is none. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const [, claims = ''] = token.split('.');
  try {
    const said: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
    return isObject(said) ? said : {};
  } catch {
    return {};
  }
}
