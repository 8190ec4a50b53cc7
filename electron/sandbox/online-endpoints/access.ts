import { timingSafeEqual } from 'node:crypto';
import { ArmError } from '../arm-error.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmRequest } from '../router.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { bearerOf, refuseToken } from './bearer-token.ts';
import { readToken } from './token.ts';

/**
 * Refuses who does not show what an endpoint asks for: one of its keys, a token that it has given, or one of a sign-in.
 * The codes for keys are Azure's; it documents none for tokens. Errors: 401.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-authenticate-online-endpoint
 */
export function checkAccess(world: World, endpoint: StoredResource, { headers }: ArmRequest): void {
  const { authMode } = endpoint.properties;
  const bearer = bearerOf(headers);
  if (authMode === 'AMLToken') checkOwnToken(world, endpoint, bearer);
  else if (authMode === 'AADToken') checkSignIn(world, bearer);
  else checkKey(endpoint, bearer);
}

function checkKey({ secrets }: StoredResource, key: string | undefined): void {
  if (key === undefined) {
    throw refuse(
      'key_auth_bad_header_missing',
      'The request needs the header "Authorization: Bearer KEY" with a key of the endpoint.',
    );
  }
  const { primaryKey, secondaryKey } = secrets;
  if (![primaryKey, secondaryKey].some((own) => isSame(textOf(own), key))) {
    throw refuse('key_auth_access_denied', 'The key is not one of the endpoint’s keys.');
  }
}

function checkOwnToken(world: World, endpoint: StoredResource, token: string | undefined): void {
  if (token === undefined) {
    throw refuse(
      'token_auth_bad_header_missing',
      'The request needs the header "Authorization: Bearer TOKEN" with a token that the endpoint has given.',
    );
  }
  const expiresAt = readToken(endpoint, token);
  if (expiresAt === undefined) {
    throw refuse('token_auth_access_denied', 'The token is not one that this endpoint has given.');
  }
  if (expiresAt <= world.clock.now()) {
    throw refuse('token_auth_token_expired', 'The token has expired. Ask the endpoint for a new one.');
  }
}

function checkSignIn(world: World, token: string | undefined): void {
  if (token === undefined) {
    throw refuse(
      'token_auth_bad_header_missing',
      'The request needs the header "Authorization: Bearer TOKEN" with a Microsoft Entra token for https://ml.azure.com.',
    );
  }
  const reason = refuseToken(world, token);
  if (reason === 'expired') throw refuse('token_auth_token_expired', 'The token has expired. Sign in again.');
  if (reason === 'audience') {
    throw refuse(
      'token_auth_access_denied',
      'The token is meant for another service. Ask for one of https://ml.azure.com.',
    );
  }
}

function refuse(code: string, message: string): ArmError {
  return new ArmError(401, code, message, { 'www-authenticate': 'Bearer' });
}

/** How long it takes tells nothing of the key but its length, which all keys have in common. */
function isSame(own: string, given: string): boolean {
  const bytes = [Buffer.from(own), Buffer.from(given)] as const;
  return bytes[0].length === bytes[1].length && timingSafeEqual(...bytes);
}
