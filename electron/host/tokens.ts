import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { TokenStore } from '../azure/account.ts';

/** Encrypts as the system does for this user. */
export interface Encryption {
  readonly encrypt: (text: string) => Promise<Buffer>;
  /** Rejects what it has not encrypted itself. */
  readonly decrypt: (bytes: Buffer) => Promise<string>;
}

/** Tokens for as long as the host runs. */
export function memoryTokens(): TokenStore {
  let kept = '';
  return {
    isKept: false,
    read: () => Promise.resolve(kept),
    write(tokens) {
      kept = tokens;
      return Promise.resolve();
    },
  };
}

/** Tokens in a file that only this user of this system can read. */
export function encryptedTokens(file: string, { encrypt, decrypt }: Encryption): TokenStore {
  return {
    isKept: true,
    async read() {
      try {
        return await decrypt(await readFile(file));
      } catch {
        // Missing, cut short, or of another user: the learner signs in again.
        return '';
      }
    },
    async write(tokens) {
      if (tokens === '') return rm(file, { force: true });
      await writeFile(`${file}.new`, await encrypt(tokens), { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
  };
}
