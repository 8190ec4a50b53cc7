import { createHmac, timingSafeEqual } from 'node:crypto';
import type { BlobRequest } from './authenticator.ts';

/** The fields of a shared access signature by their names in a URL, such as sp for what it permits. */
export type SignedFields = Readonly<Record<string, string | undefined>>;

const names = [
  ...['sv', 'ss', 'srt', 'sr', 'sp', 'st', 'se', 'sip', 'spr', 'si', 'sig', 'ses', 'snapshot', 'versionid'],
  ...['rscc', 'rscd', 'rsce', 'rscl', 'rsct'],
  ...[
    'skoid',
    'sktid',
    'skt',
    'ske',
    'sks',
    'skv',
    'saoid',
    'suoid',
    'scid',
    'skdutid',
    'sduoid',
    'srh',
    'srq',
  ],
];

/** The fields of a signed request; undefined where it bears no signature. */
export function readSignedUrl(request: BlobRequest): SignedFields | undefined {
  if (request.getQuery('sig') === undefined) return undefined;
  return Object.fromEntries(names.map((name) => [name, request.getQuery(name)]));
}

/** Where a service or user delegation signature leads, as it is signed. */
export function canonicalPath(account: string, container: string, blob = ''): string {
  return `/blob/${account}/${container}${blob === '' ? '' : `/${blob}`}`;
}

/**
 * What an account's signature is made over.
 * Source: https://learn.microsoft.com/rest/api/storageservices/create-account-sas
 */
export function accountText(account: string, fields: SignedFields): string {
  const { sv = '', sp, ss, srt, st, se, sip, spr, ses } = fields;
  const scope = sv >= '2020-12-06' ? [ses] : [];
  return lines([account, sp, ss, srt, st, se, sip, spr, sv, ...scope, '']);
}

/**
 * What a service signature is made over, in the order of its version.
 * Source: https://learn.microsoft.com/rest/api/storageservices/create-service-sas
 */
export function serviceText(path: string, fields: SignedFields): string {
  const { sv = '', sp, st, se, si, sip, spr, sr, ses } = fields;
  const resource = sv >= '2018-11-09' ? [sr, moment(fields)] : [];
  const scope = sv >= '2020-12-06' ? [ses] : [];
  return lines([sp, st, se, path, si, sip, spr, sv, ...resource, ...scope, ...replyHeaders(fields)]);
}

/**
 * What a user delegation signature is made over, in the order of its version. `signed` gives the values of the request
 * headers and query parameters that belong to it.
 * Source: https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas
 */
export function delegationText(
  path: string,
  fields: SignedFields,
  signed: { readonly headers?: string; readonly query?: string } = {},
): string {
  const { sv = '', sp, st, se, sip, spr, sr, ses } = fields;
  const { skoid, sktid, skt, ske, sks, skv, saoid, suoid, scid, skdutid, sduoid } = fields;
  const users = sv >= '2020-02-10' ? [saoid, suoid, scid] : [];
  const delegated = sv >= '2025-07-05' ? [skdutid, sduoid] : [];
  const scope = sv >= '2020-12-06' ? [ses] : [];
  const request = sv >= '2026-04-06' ? [signed.headers, signed.query] : [];
  return lines([
    ...[sp, st, se, path, skoid, sktid, skt, ske, sks, skv],
    ...users,
    ...delegated,
    ...[sip, spr, sv, sr, moment(fields)],
    ...scope,
    ...request,
    ...replyHeaders(fields),
  ]);
}

/** The signature over a text, in base64. */
export function sign(text: string, key: Buffer): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64');
}

/** Whether a signature is that of a text by one of some keys. */
export function isSignedBy(keys: readonly Buffer[], text: string, signature = ''): boolean {
  const shown = Buffer.from(signature);
  return keys.some((key) => {
    const right = Buffer.from(sign(text, key));
    return right.length === shown.length && timingSafeEqual(right, shown);
  });
}

/** Which state of a blob is meant, where it is not the present one. */
function moment({ sr, snapshot, versionid }: SignedFields): string | undefined {
  return sr === 'bs' ? snapshot : sr === 'bv' ? versionid : undefined;
}

function replyHeaders({ rscc, rscd, rsce, rscl, rsct }: SignedFields): (string | undefined)[] {
  return [rscc, rscd, rsce, rscl, rsct];
}

function lines(parts: readonly (string | undefined)[]): string {
  return parts.map((part) => part ?? '').join('\n');
}
