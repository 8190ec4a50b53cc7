import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { Properties } from '../resource-store.ts';
import { textOf } from '../text-of.ts';
import { accountText, serviceText, sign, type SignedFields } from './authentication/signed-url.ts';

const version = '2022-11-02';
const secondKey = 'key2';

/** The query of an account's signature. Source: Storage Accounts - List Account SAS. Errors: a field is missing. */
export function accountSas(account: string, secrets: Properties, content: unknown): string {
  const asked = readBody(content);
  const fields = {
    sv: version,
    ss: required(asked, 'signedServices'),
    srt: required(asked, 'signedResourceTypes'),
    sp: required(asked, 'signedPermission'),
    st: timeOf(asked.signedStart),
    se: timeOf(required(asked, 'signedExpiry')),
    sip: optional(asked.signedIp),
    spr: optional(asked.signedProtocol),
  };
  return queryOf(fields, accountText(account, fields), secrets, asked.keyToSign);
}

/** The query of a signature for a container or blob. Source: Storage Accounts - List Service SAS. Errors: as above. */
export function serviceSas(account: string, secrets: Properties, content: unknown): string {
  const asked = readBody(content);
  const path = required(asked, 'canonicalizedResource');
  const identifier = optional(asked.signedIdentifier);
  const [, service, name] = path.split('/');
  if (service !== 'blob' || name !== account) {
    throw new ArmError(
      400,
      'InvalidValuesForRequestParameters',
      `Values for request parameters are invalid: canonicalizedResource begins with '/blob/${account}/'.`,
    );
  }
  const fields = {
    sv: version,
    sr: required(asked, 'signedResource'),
    sp: identifier === undefined ? required(asked, 'signedPermission') : optional(asked.signedPermission),
    st: timeOf(asked.signedStart),
    se: timeOf(identifier === undefined ? required(asked, 'signedExpiry') : asked.signedExpiry),
    sip: optional(asked.signedIp),
    spr: optional(asked.signedProtocol),
    si: identifier,
    rscc: optional(asked.rscc),
    rscd: optional(asked.rscd),
    rsce: optional(asked.rsce),
    rscl: optional(asked.rscl),
    rsct: optional(asked.rsct),
  };
  return queryOf(fields, serviceText(path, fields), secrets, asked.keyToSign);
}

function queryOf(fields: SignedFields, text: string, secrets: Properties, keyToSign: unknown): string {
  const key = textOf(secrets[keyToSign === secondKey ? secondKey : 'key1']);
  const given = Object.entries({ ...fields, sig: sign(text, Buffer.from(key, 'base64')) }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

function readBody(content: unknown): Properties {
  if (!isObject(content)) throw invalidContent('The request content must be a JSON object.');
  return content;
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function required(asked: Properties, name: string): string {
  const value = optional(asked[name]);
  if (value !== undefined) return value;
  throw new ArmError(
    400,
    'InvalidValuesForRequestParameters',
    `Values for request parameters are invalid: ${name}.`,
  );
}

/** A time as it is signed: to the second. */
function timeOf(value: unknown): string | undefined {
  const text = optional(value);
  if (text === undefined) return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw invalidContent(`'${text.slice(0, 40)}' is not a time.`);
  return `${time.toISOString().slice(0, 19)}Z`;
}
