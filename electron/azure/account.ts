import type {
  AccountInfo,
  AuthenticationResult,
  INetworkModule,
  PublicClientApplication,
} from '@azure/msal-node';
import type { AccessToken, TokenCredential } from '@azure/core-auth';
import { cancelled, EngineError } from '../../engine/errors.ts';
import { cliNotReady, notSignedIn, signInAgain, signInFailed } from './errors.ts';

/** How a learner signs in. */
export type SignInMethod = 'browser' | 'device-code' | 'azure-cli';

/** Who is signed in; nothing of it is a secret. */
export interface SignedIn {
  readonly method: SignInMethod;
  readonly username: string;
  /** The directory in which they signed in. */
  readonly tenant: string;
}

/** Where tokens are kept: encrypted by the system, else in memory alone. */
export interface TokenStore {
  /** Whether a restart finds them again. */
  readonly isKept: boolean;
  read(): Promise<string>;
  write(tokens: string): Promise<void>;
}

/** A page that the learner opens on any device, and the code that is entered there. */
export interface DeviceCode {
  readonly url: string;
  readonly code: string;
}

/** What an account is made of. */
export interface AccountOptions {
  readonly tokens: TokenStore;
  /** Opens an address in the system's browser. */
  readonly openBrowser: (url: string) => void;
  /** How sign-in travels; without it as Microsoft's library sends it. */
  readonly network?: INetworkModule;
}

/** What signing in takes. */
export interface SignInOptions {
  readonly method: SignInMethod;
  /** The directory; without it the learner's own. */
  readonly tenant?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onDeviceCode: (code: DeviceCode) => void;
}

// The client that Microsoft registered for programs of developers; Azure CLI signs in with it too.
const clientId = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
const authorityHost = 'https://login.microsoftonline.com/';
const managementScope = 'https://management.azure.com/.default';

/**
 * A learner's account at Azure, on Microsoft's Authentication Library (MSAL). Tokens stay here: nothing that leaves
 * this class but `credential` can be used to sign in.
 */
export class AzureAccount {
  private loading: Promise<PublicClientApplication> | undefined;
  private readonly openBrowser: (url: string) => void;
  private readonly tokens: TokenStore;
  private readonly network: INetworkModule | undefined;

  constructor({ tokens, openBrowser, network }: AccountOptions) {
    this.openBrowser = openBrowser;
    this.tokens = tokens;
    this.network = network;
  }

  /** MSAL is loaded when somebody signs in: most learners play in the sandbox. */
  private application(): Promise<PublicClientApplication> {
    this.loading ??= this.load();
    return this.loading;
  }

  private async load(): Promise<PublicClientApplication> {
    const { tokens, network } = this;
    const { PublicClientApplication } = await import('@azure/msal-node');
    return new PublicClientApplication({
      auth: { clientId, authority: `${authorityHost}organizations` },
      cache: {
        cachePlugin: {
          async beforeCacheAccess(context) {
            const kept = await tokens.read();
            // What cannot be read is as good as nothing: the learner signs in again.
            if (isJson(kept)) context.tokenCache.deserialize(kept);
          },
          async afterCacheAccess(context) {
            if (context.cacheHasChanged) await tokens.write(context.tokenCache.serialize());
          },
        },
      },
      ...(network && { system: { networkClient: network } }),
    });
  }

  /** Whether a restart finds the learner signed in. */
  get isKept(): boolean {
    return this.tokens.isKept;
  }

  /** Whether the tokens of somebody who signed in are still there. */
  async knows({ method, username }: SignedIn): Promise<boolean> {
    return method === 'azure-cli' || (await this.find(username)) !== undefined;
  }

  /** Signs in. Errors: `sign-in-failed`, `cli-not-ready`, `cancelled`. */
  async signIn(options: SignInOptions): Promise<SignedIn> {
    const { method, signal, tenant } = options;
    if (signal?.aborted) throw cancelled();
    if (method === 'azure-cli') return orAborted(signInByCli(tenant), signal);
    try {
      const { account, tenantId } = await orAborted(this.acquire(options), signal);
      return { method, username: account?.username ?? '', tenant: account?.tenantId ?? tenantId };
    } catch (error) {
      throw error instanceof EngineError ? error : signInFailed(reasonOf(error));
    }
  }

  /** Forgets the learner and their tokens. */
  async signOut(): Promise<void> {
    const cache = (await this.application()).getTokenCache();
    for (const account of await cache.getAllAccounts()) await cache.removeAccount(account);
    await this.tokens.write('');
  }

  /** What Microsoft's clients ask for tokens, in one directory. Errors: `not-signed-in`, `sign-in-again`. */
  credential({ method, username }: SignedIn, tenant: string): TokenCredential {
    if (method === 'azure-cli') return cliCredential(tenant);
    return {
      getToken: async (scopes) => {
        const account = await this.find(username);
        if (!account) throw notSignedIn();
        try {
          const application = await this.application();
          const result = await application.acquireTokenSilent({
            // MSAL looks for a cached token in the account's directory, whatever authority is named.
            account: { ...account, tenantId: tenant },
            scopes: [scopes].flat(),
            authority: authorityHost + tenant,
          });
          return accessToken(result);
        } catch (error) {
          if (error instanceof Error && error.name === 'InteractionRequiredAuthError')
            throw signInAgain(tenant);
          throw signInFailed(reasonOf(error));
        }
      },
    };
  }

  private async find(username: string): Promise<AccountInfo | undefined> {
    const accounts = await (await this.application()).getTokenCache().getAllAccounts();
    return accounts.find((account) => account.username === username);
  }

  private async acquire(options: SignInOptions): Promise<AuthenticationResult> {
    const { method, tenant, signal, onDeviceCode } = options;
    const application = await this.application();
    const request = {
      scopes: [managementScope],
      ...(tenant !== undefined && { authority: authorityHost + tenant }),
    };
    if (method === 'browser') {
      return application.acquireTokenInteractive({
        ...request,
        prompt: 'select_account',
        openBrowser: (url) => Promise.resolve(this.openBrowser(url)),
        successTemplate: '<p>You are signed in. Go back to Guidepost; this page can be closed.</p>',
        errorTemplate: '<p>Signing in failed. Go back to Guidepost; it says why.</p>',
      });
    }
    const asked = {
      ...request,
      cancel: false,
      deviceCodeCallback: ({ verificationUri, userCode }: { verificationUri: string; userCode: string }) =>
        onDeviceCode({ url: verificationUri, code: userCode }),
    };
    signal?.addEventListener('abort', () => (asked.cancel = true));
    const result = await application.acquireTokenByDeviceCode(asked);
    if (!result) throw signInFailed('the code was not entered in time');
    return result;
  }
}

/** Azure CLI's own account. Error: `cli-not-ready`. */
async function signInByCli(tenant: string | undefined): Promise<SignedIn> {
  const token = await cliCredential(tenant).getToken(managementScope);
  const claims = claimsOf(token?.token ?? '');
  return {
    method: 'azure-cli',
    username: claims.upn ?? claims.unique_name ?? claims.appid ?? 'Azure CLI',
    tenant: claims.tid ?? tenant ?? '',
  };
}

function cliCredential(tenant: string | undefined): TokenCredential {
  return {
    async getToken(scopes) {
      // It is large, and few learners come this way.
      const { AzureCliCredential } = await import('@azure/identity');
      try {
        return await new AzureCliCredential(tenant === undefined ? {} : { tenantId: tenant }).getToken(
          scopes,
        );
      } catch (error) {
        throw cliNotReady(reasonOf(error));
      }
    },
  };
}

interface Claims {
  readonly tid?: string;
  readonly upn?: string;
  readonly unique_name?: string;
  readonly appid?: string;
}

/** What a token says of who bears it; it is shown, and nothing is granted on its word. */
function claimsOf(token: string): Claims {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
  } catch {
    return {};
  }
}

function accessToken({ accessToken: token, expiresOn }: AuthenticationResult): AccessToken {
  return { token, expiresOnTimestamp: expiresOn?.getTime() ?? Date.now() };
}

/** The work's result; `cancelled` as soon as the learner gives up, whatever the work still waits for. */
function orAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(cancelled()), { once: true });
    work.then(resolve, reject);
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error));
  return message
    .split('\n')[0]
    .replace(/^\w+: /, '')
    .trim();
}
