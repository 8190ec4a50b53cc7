import path from 'node:path';
import process from 'node:process';
import { safeStorage } from 'electron';
import type { TokenStore } from '../azure/account.ts';
import { encryptedTokens, memoryTokens, type Encryption } from '../host/tokens.ts';

/** Newer versions of Electron encrypt without holding up the window; older ones cannot. */
interface AsyncSafeStorage {
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(bytes: Buffer): Promise<string | { readonly result: string }>;
}

/** Tokens encrypted by the system's keychain; in memory where there is none that deserves the name. */
export function systemTokens(root: string): TokenStore {
  let found: TokenStore | undefined;
  // The keychain may ask the learner for a password: it is not touched before they sign in.
  const store = (): TokenStore => {
    found ??= isSecure() ? encryptedTokens(path.join(root, 'azure-tokens'), encryption()) : memoryTokens();
    return found;
  };
  return {
    get isKept() {
      return store().isKept;
    },
    read: () => store().read(),
    write: (tokens) => store().write(tokens),
  };
}

/** On Linux Electron encrypts with a key that everybody knows where it finds no keyring. */
function isSecure(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  if (process.platform !== 'linux') return true;
  return !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
}

function encryption(): Encryption {
  const storage = safeStorage as unknown as Partial<AsyncSafeStorage>;
  return {
    encrypt: (text) => storage.encryptStringAsync?.(text) ?? Promise.resolve(safeStorage.encryptString(text)),
    async decrypt(bytes) {
      const found = await (storage.decryptStringAsync?.(bytes) ?? safeStorage.decryptString(bytes));
      return typeof found === 'string' ? found : found.result;
    },
  };
}
