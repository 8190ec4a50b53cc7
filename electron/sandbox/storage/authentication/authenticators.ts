import publicAccess from 'azurite/dist/src/blob/authentication/PublicAccessAuthenticator.js';
import sharedKey from 'azurite/dist/src/blob/authentication/BlobSharedKeyAuthenticator.js';
import type { AzuriteAccounts, BlobMetadata } from '../azurite-parts.ts';
import { exported } from '../exported.ts';
import type { Authenticator } from './authenticator.ts';
import { bearerAuthenticator } from './bearer.ts';
import { sharedAccessAuthenticator } from './shared-access.ts';
import { accountNotFound, anonymous, authenticationFailed, keysNotPermitted } from './storage-error.ts';

type Build = new (...parts: readonly unknown[]) => Authenticator;

/** What the ways to prove who calls are made of. */
export interface AuthenticationParts {
  readonly accounts: AzuriteAccounts;
  readonly metadata: BlobMetadata;
  readonly tenant: string;
  readonly logger: unknown;
}

/**
 * The ways in which a caller of the blob service may prove who it is, in the order in which they are tried: signature,
 * token, key, and nothing where the container is public. The last one tells why none was taken.
 */
export function createAuthenticators({
  accounts,
  metadata,
  tenant,
  logger,
}: AuthenticationParts): Authenticator[] {
  const byKey = new (exported<Build>(sharedKey))(accounts, logger);
  const byNothing = new (exported<Build>(publicAccess))(metadata, logger);
  return [
    sharedAccessAuthenticator(accounts, metadata, tenant),
    bearerAuthenticator(accounts, tenant),
    {
      validate: async (request, state) => {
        if (!request.getHeader('authorization')?.startsWith('SharedKey')) return undefined;
        const account = accounts.getAccount(state.context.account);
        if (account && !account.allowsKeys) throw keysNotPermitted(state);
        if ((await byKey.validate(request, state)) === true) return true;
        throw authenticationFailed(
          state,
          'The MAC signature found in the HTTP request is not the same as any computed signature.',
        );
      },
    },
    {
      validate: async (request, state) => {
        const account = accounts.getAccount(state.context.account);
        if (!account) throw accountNotFound(state);
        if (request.getHeader('authorization') !== undefined) {
          throw authenticationFailed(state, 'The scheme of the Authorization header is not supported.');
        }
        if (account.allowsPublicAccess && (await byNothing.validate(request, state)) === true) return true;
        throw anonymous(state, request, tenant, account.allowsPublicAccess);
      },
    },
  ];
}
