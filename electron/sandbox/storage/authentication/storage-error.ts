import azuriteError from 'azurite/dist/src/blob/errors/StorageError.js';
import { exported } from '../exported.ts';
import type { BlobRequest, CallState } from './authenticator.ts';

type Build = new (
  status: number,
  code: string,
  message: string,
  requestId: string,
  details?: Readonly<Record<string, string>>,
) => Error & { readonly headers: Record<string, string> };

const unproven =
  'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.';

/** An error as the blob service answers it, in XML; `details` are elements beside Code and Message. */
export function storageError(
  { contextId }: CallState,
  status: number,
  code: string,
  message: string,
  details?: Readonly<Record<string, string>>,
): Error {
  return new (exported<Build>(azuriteError))(status, code, message, contextId, details);
}

/** The caller has not proved who it is; `detail` says what is wrong with the proof. */
export function authenticationFailed(state: CallState, detail: string): Error {
  return storageError(state, 403, 'AuthenticationFailed', unproven, { AuthenticationErrorDetail: detail });
}

/** The token is not one for this service, or not at this time. */
export function invalidToken(state: CallState, tenant: string, detail: string): Error {
  return challenge(state, tenant, 'InvalidAuthenticationInfo', { AuthenticationErrorDetail: detail });
}

/** Tells a caller where to sign in. */
function challenge(
  { contextId }: CallState,
  tenant: string,
  code: string,
  details?: Readonly<Record<string, string>>,
): Error {
  const message =
    'Server failed to authenticate the request. Please refer to the information in the www-authenticate header.';
  const error = new (exported<Build>(azuriteError))(401, code, message, contextId, details);
  error.headers['www-authenticate'] =
    `Bearer authorization_uri=https://login.microsoftonline.com/${tenant}/oauth2/authorize resource_id=https://storage.azure.com`;
  return error;
}

/** The signature holds, and does not allow this. `what` is Azure's word in the code, such as Permission. */
export function notAllowed(
  state: CallState,
  what: 'Permission' | 'Service' | 'ResourceType' | 'Protocol',
): Error {
  const words = what === 'ResourceType' ? 'resource type' : what.toLowerCase();
  const message = `This request is not authorized to perform this operation using this ${words}.`;
  return storageError(state, 403, `Authorization${what}Mismatch`, message);
}

/** The signature holds, and not for this caller's address. */
export function foreignAddress(state: CallState, address: string): Error {
  const message = `This request is not authorized to perform this operation using this source IP ${address}.`;
  return storageError(state, 403, 'AuthorizationSourceIPMismatch', message);
}

/** The account takes no keys, nor what is signed with them. */
export function keysNotPermitted(state: CallState): Error {
  const message = 'Key based authentication is not permitted on this storage account.';
  return storageError(state, 403, 'KeyBasedAuthenticationNotPermitted', message);
}

/** There is no such account. */
export function accountNotFound(state: CallState): Error {
  return storageError(state, 404, 'ResourceNotFound', 'The specified resource does not exist.');
}

/**
 * The caller shows nothing. Newer clients are told where to sign in, as Azure does from version 2019-12-12 on; others
 * that nothing is public here.
 */
export function anonymous(state: CallState, request: BlobRequest, tenant: string, isPublic: boolean): Error {
  const version = request.getHeader('x-ms-version') ?? '';
  if (version >= '2019-12-12') return challenge(state, tenant, 'NoAuthenticationInformation');
  return isPublic
    ? storageError(state, 404, 'ResourceNotFound', 'The specified resource does not exist.')
    : storageError(
        state,
        409,
        'PublicAccessNotPermitted',
        'Public access is not permitted on this storage account.',
      );
}
