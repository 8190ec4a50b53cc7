import { uuidOf } from '../../uuid-of.ts';
import type { AzuriteAccounts } from '../azurite-parts.ts';
import type { Authenticator, BlobRequest, CallState } from './authenticator.ts';
import { accountNotFound, invalidToken } from './storage-error.ts';

/** Who calls with a token. */
export interface Caller {
  readonly objectId: string;
  readonly tenantId: string;
}

const storageAudiences =
  /^(https:\/\/storage\.azure\.com\/?|e406a681-f3d4-42a8-90b6-c2b029497af1|https:\/\/([a-z0-9]{3,24})\.blob\.[a-z.]+(:\d+)?\/?)$/;

/**
 * Lets a bearer token in, over http too, as all stays on this machine. What a token says of itself must hold: its
 * time, and that it is for storage. One that says nothing is the learner's, as it is for Azure Resource Manager.
 */
export function bearerAuthenticator(accounts: AzuriteAccounts, tenant: string): Authenticator {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- what is thrown becomes a rejection
    async validate(request, state) {
      const caller = readCaller(request, state, tenant);
      if (!caller) return undefined;
      if (!accounts.getAccount(state.context.account)) throw accountNotFound(state);
      return true;
    },
  };
}

/** Who calls; undefined without a token. Error: InvalidAuthenticationInfo for a token that is not for now or not for here. */
export function readCaller(request: BlobRequest, state: CallState, tenant: string): Caller | undefined {
  const token = /^Bearer (.+)$/i.exec(request.getHeader('authorization') ?? '')?.[1];
  if (token === undefined) return undefined;
  const claims = readClaims(token);
  if (!claims) return { objectId: uuidOf('learner'), tenantId: tenant };
  const { exp, nbf, aud, oid, sub, tid } = claims;
  const now = state.startTime.getTime() / 1000;
  if (typeof exp === 'number' && now > exp) {
    throw invalidToken(state, tenant, 'Lifetime validation failed. The token is expired.');
  }
  if (typeof nbf === 'number' && now < nbf - 300)
    throw invalidToken(state, tenant, 'Lifetime validation failed.');
  const account = typeof aud === 'string' ? storageAudiences.exec(aud) : null;
  if (!account || (account[2] !== undefined && account[2] !== state.context.account)) {
    throw invalidToken(state, tenant, 'Audience validation failed. Audience did not match.');
  }
  const words = [oid, sub].filter((word) => typeof word === 'string');
  return { objectId: words[0] ?? uuidOf('learner'), tenantId: typeof tid === 'string' ? tid : tenant };
}

/** What a token says of itself; undefined where it is no JSON Web Token. */
function readClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
