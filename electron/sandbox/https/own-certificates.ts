import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createAuthority, createServerCertificate, isUsable, type Certificate } from './certificates.ts';

/** The certificates of an installation: made once, kept in its folder, and nobody else's. */
export interface OwnCertificates {
  readonly server: Certificate;
  /** The file that clients are told to trust. */
  readonly authorityFile: string;
}

/** Reads the certificates of a folder, and makes what is missing or has run out. */
export function ownCertificates(folder: string, names: readonly string[], now: Date): OwnCertificates {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = read(folder, 'authority') ?? write(folder, 'authority', createAuthority(now));
  const known = read(folder, 'server');
  const server =
    known && isUsable(known, authority, names, now)
      ? known
      : write(folder, 'server', createServerCertificate(authority, names, now));
  return { server, authorityFile: path.join(folder, 'authority.pem') };
}

function read(folder: string, name: string): Certificate | undefined {
  const files = [`${name}.pem`, `${name}.key`].map((file) => path.join(folder, file));
  if (!files.every((file) => existsSync(file))) return undefined;
  const [certificate, key] = files.map((file) => readFileSync(file, 'utf8'));
  return { certificate, key };
}

/** The certificate comes last: where it is, its key is. */
function write(folder: string, name: string, made: Certificate): Certificate {
  for (const [ending, content] of [
    ['key', made.key],
    ['pem', made.certificate],
  ]) {
    const file = path.join(folder, `${name}.${ending}`);
    writeFileSync(`${file}.new`, content, { mode: 0o600 });
    chmodSync(`${file}.new`, 0o600);
    renameSync(`${file}.new`, file);
  }
  return made;
}
