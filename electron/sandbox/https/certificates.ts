import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import {
  bits,
  explicit,
  identifier,
  implicit,
  implicitSequence,
  integer,
  isTrue,
  octets,
  sequence,
  setOf,
  time,
  utf8,
} from './der.ts';

/** A certificate with its key, both as PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

const day = 24 * 60 * 60 * 1000;
const ecdsaWithSha256 = sequence(identifier('1.2.840.10045.4.3.2'));

/**
 * A certificate authority of its own. It can vouch for names of this machine only (localhost and what ends with
 * .localhost, 127.0.0.0/8): who trusts it trusts it for nothing else.
 * Source: RFC 5280.
 */
export function createAuthority(now: Date): Certificate {
  const name = `Guidepost sandbox ${randomBytes(4).toString('hex')}`;
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const loopback = Buffer.from([127, 0, 0, 0, 255, 0, 0, 0]);
  const permitted = [implicit(2, Buffer.from('localhost')), implicit(7, loopback)];
  return toPem(privateKey, {
    subject: name,
    issuer: { name, key: privateKey, publicKey },
    publicKey,
    from: now,
    to: new Date(now.getTime() + 3650 * day),
    extensions: [
      extension('2.5.29.19', sequence(isTrue), true),
      // Signs certificates and revocation lists.
      extension('2.5.29.15', bits(Buffer.from([0b0000_0110]), 1), true),
      extension('2.5.29.30', sequence(implicitSequence(0, ...permitted.map((one) => sequence(one)))), true),
    ],
  });
}

/** A server's certificate for these names, signed by an authority. */
export function createServerCertificate(
  authority: Certificate,
  names: readonly string[],
  now: Date,
): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = createPrivateKey(authority.key);
  const alternatives = [
    ...names.map((name) => implicit(2, Buffer.from(name))),
    implicit(7, Buffer.from([127, 0, 0, 1])),
  ];
  return toPem(privateKey, {
    subject: names[0],
    issuer: { name: nameOf(authority), key, publicKey: createPublicKey(key) },
    publicKey,
    from: now,
    // Longer than this no client takes one.
    to: new Date(now.getTime() + 397 * day),
    extensions: [
      extension('2.5.29.19', sequence(), true),
      // Signs what a connection agrees on.
      extension('2.5.29.15', bits(Buffer.from([0b1000_0000]), 7), true),
      extension('2.5.29.37', sequence(identifier('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.17', sequence(...alternatives)),
    ],
  });
}

/** Whether a server's certificate still serves: it is for these names, by this authority, and of at least 30 days more. */
export function isUsable(
  { certificate }: Certificate,
  authority: Certificate,
  names: readonly string[],
  now: Date,
): boolean {
  const read = new X509Certificate(certificate);
  const hasNames = names.every((name) => read.subjectAltName?.includes(`DNS:${name}`));
  const isOwn = read.verify(createPublicKey(authority.key));
  return hasNames && isOwn && new Date(read.validTo).getTime() > now.getTime() + 30 * day;
}

interface Content {
  readonly subject: string;
  readonly issuer: { readonly name: string; readonly key: KeyObject; readonly publicKey: KeyObject };
  readonly publicKey: KeyObject;
  readonly from: Date;
  readonly to: Date;
  readonly extensions: readonly Buffer[];
}

function toPem(key: KeyObject, content: Content): Certificate {
  const { subject, issuer, publicKey, from, to, extensions } = content;
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    commonName(issuer.name),
    // A clock that is a little behind does not refuse it.
    sequence(time(new Date(from.getTime() - day)), time(to)),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(
      3,
      sequence(
        ...extensions,
        extension('2.5.29.14', octets(keyIdentifier(publicKey))),
        extension('2.5.29.35', sequence(implicit(0, keyIdentifier(issuer.publicKey)))),
      ),
    ),
  );
  const signed = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, issuer.key)));
  return {
    certificate: pem('CERTIFICATE', signed),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function extension(id: string, value: Uint8Array, isCritical = false): Buffer {
  return sequence(identifier(id), ...(isCritical ? [isTrue] : []), octets(value));
}

function commonName(text: string): Buffer {
  return sequence(setOf(sequence(identifier('2.5.4.3'), utf8(text))));
}

function nameOf({ certificate }: Certificate): string {
  return new X509Certificate(certificate).subject.replace(/^CN=/, '');
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
