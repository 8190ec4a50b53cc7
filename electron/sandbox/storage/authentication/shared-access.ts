import type { AzuriteAccount, AzuriteAccounts, BlobMetadata } from '../azurite-parts.ts';
import type { Authenticator, BlobRequest, CallState } from './authenticator.ts';
import { readCaller } from './bearer.ts';
import { delegationKey } from './delegation-key.ts';
import { checkLimits, checkTime } from './limits.ts';
import { checkAccount, checkService, operationOf } from './permissions.ts';
import {
  accountText,
  canonicalPath,
  delegationText,
  isSignedBy,
  readSignedUrl,
  serviceText,
  type SignedFields,
} from './signed-url.ts';
import { accountNotFound, authenticationFailed, keysNotPermitted } from './storage-error.ts';

const mostDelegationDays = 7;

/** Where the sandbox listens: nobody calls from elsewhere. */
const loopback = '127.0.0.1';

/** Lets shared access signatures in: of an account, of a service, and by a user delegation key. */
export function sharedAccessAuthenticator(
  accounts: AzuriteAccounts,
  metadata: BlobMetadata,
  tenant: string,
): Authenticator {
  return {
    async validate(request, state) {
      const fields = readSignedUrl(request);
      if (!fields) return undefined;
      const account = accounts.getAccount(state.context.account);
      if (!account) throw accountNotFound(state);
      if (!/^\d{4}-\d\d-\d\d$/.test(fields.sv ?? '') || (fields.sv ?? '') < '2015-04-05') {
        throw authenticationFailed(state, 'sv is mandatory, and at least 2015-04-05.');
      }
      if (state.operation === operationOf('Service_GetUserDelegationKey')) {
        throw authenticationFailed(state, 'Only authentication scheme Bearer is supported');
      }
      if (fields.ss !== undefined || fields.srt !== undefined) {
        await checkAccountSignature(state, request, fields, account, metadata);
        return true;
      }
      if (fields.skoid === undefined) await checkServiceSignature(state, request, fields, account, metadata);
      else await checkDelegation(state, request, fields, account, metadata, tenant);
      return true;
    },
  };
}

async function checkAccountSignature(
  state: CallState,
  request: BlobRequest,
  fields: SignedFields,
  account: AzuriteAccount,
  metadata: BlobMetadata,
): Promise<void> {
  if (!account.allowsKeys) throw keysNotPermitted(state);
  requireSignature(state, [account.key1, account.key2], accountText(account.name, fields), fields);
  requirePermissions(state, fields);
  checkLimits(state, fields, callerOf(request));
  await checkAccount(state, fields, metadata);
}

async function checkServiceSignature(
  state: CallState,
  request: BlobRequest,
  fields: SignedFields,
  account: AzuriteAccount,
  metadata: BlobMetadata,
): Promise<void> {
  if (!account.allowsKeys) throw keysNotPermitted(state);
  const path = signedPath(state, fields);
  requireSignature(state, [account.key1, account.key2], serviceText(path, fields), fields);
  const completed = await withPolicy(state, fields, metadata);
  requirePermissions(state, completed);
  checkLimits(state, completed, callerOf(request));
  await checkService(state, completed, metadata);
}

async function checkDelegation(
  state: CallState,
  request: BlobRequest,
  fields: SignedFields,
  account: AzuriteAccount,
  metadata: BlobMetadata,
  tenant: string,
): Promise<void> {
  const { skt, ske, sks, si, srh, srq, sduoid } = fields;
  if (si !== undefined) throw authenticationFailed(state, 'si is not allowed with a user delegation key.');
  if (sks !== 'b') throw authenticationFailed(state, 'sks is not that of the blob service.');
  const path = signedPath(state, fields);
  const text = delegationText(path, fields, signedValues(request, srh, srq));
  requireSignature(state, [delegationKey(account.delegationSecret, fields)], text, fields);
  checkTime(state, skt, ske);
  if (Date.parse(ske ?? '') - Date.parse(skt ?? '') > mostDelegationDays * 86_400_000) {
    throw authenticationFailed(state, `The key is valid for more than ${mostDelegationDays} days.`);
  }
  if (sduoid !== undefined && readCaller(request, state, tenant)?.objectId !== sduoid) {
    throw authenticationFailed(state, 'The signature is for another user than the one who has signed in.');
  }
  requirePermissions(state, fields);
  checkLimits(state, fields, callerOf(request));
  await checkService(state, fields, metadata);
}

/** The values that were signed with it, of the headers and query parameters that it names. */
function signedValues(
  request: BlobRequest,
  headers: string | undefined,
  query: string | undefined,
): { headers?: string; query?: string } {
  return {
    ...(headers !== undefined && {
      headers: headers
        .split(',')
        .map((name) => `${name}:${request.getHeader(name) ?? ''}\n`)
        .join(''),
    }),
    ...(query !== undefined && {
      query: query
        .split(',')
        .map((name) => `\n${name}:${request.getQuery(name) ?? ''}`)
        .join(''),
    }),
  };
}

/** The path that a signature is for: that of the call's blob, or of its container. */
function signedPath({ context, ...state }: CallState, { sr }: SignedFields): string {
  const { account, container = '', blob } = context;
  if (sr === undefined) throw authenticationFailed({ context, ...state }, 'sr is mandatory. Cannot be empty');
  if (!['b', 'bs', 'bv', 'c'].includes(sr)) {
    throw authenticationFailed({ context, ...state }, `sr '${sr}' is not that of a blob or container.`);
  }
  return canonicalPath(account, container, sr === 'c' ? '' : blob);
}

function requireSignature(
  state: CallState,
  keys: readonly Buffer[],
  text: string,
  { sig }: SignedFields,
): void {
  if (isSignedBy(keys, text, sig)) return;
  throw authenticationFailed(state, `Signature did not match. String to sign used was ${text}`);
}

function requirePermissions(state: CallState, { sp }: SignedFields): void {
  if (sp === undefined || sp === '') throw authenticationFailed(state, 'sp is mandatory. Cannot be empty');
}

function callerOf(request: BlobRequest): { address: string; protocol: string } {
  return { address: loopback, protocol: request.getProtocol() };
}

/** The fields with those of the container's stored access policy, where they name one. */
async function withPolicy(
  state: CallState,
  fields: SignedFields,
  metadata: BlobMetadata,
): Promise<SignedFields> {
  const { si } = fields;
  if (si === undefined) return fields;
  const { account, container = '' } = state.context;
  const { containerAcl = [] } = await metadata
    .getContainerACL(state as never, account, container)
    .catch(() => ({ containerAcl: [] }));
  const policy = containerAcl.find(({ id }) => id === si)?.accessPolicy;
  if (!policy) {
    throw authenticationFailed(state, 'SAS identifier cannot be found for specified signed identifier');
  }
  const stored: SignedFields = { sp: policy.permission, st: policy.start, se: policy.expiry };
  const isTwice = Object.entries(stored).some(([name, value]) => value && fields[name] !== undefined);
  if (isTwice) {
    throw authenticationFailed(
      state,
      'Access policy fields can be associated with signature or SAS identifier but not both',
    );
  }
  const given = Object.entries(stored).filter(([, value]) => value !== undefined && value !== '');
  return { ...fields, ...Object.fromEntries(given) };
}
