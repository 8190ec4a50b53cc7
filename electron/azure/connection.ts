import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { lateHttpClient } from './late-http-client.ts';

/** Where Guidepost talks to: Azure itself, or a sandbox that answers the same calls. */
export interface Connection {
  readonly kind: 'azure' | 'sandbox';
  readonly subscription: string;
  readonly tenant: string;
  readonly credential: TokenCredential;
  /** How requests travel; without it as Microsoft's clients send them. */
  readonly httpClient?: HttpClient;
  /** Signs in anew, where one can without a learner: what was signed in with before is used no more. */
  readonly signIn?: () => void;
  /** How often a long-running operation is asked for its state. */
  readonly pollIntervalMs: number;
}

/** A workspace in its resource group. */
export interface Scope {
  readonly resourceGroup: string;
  readonly workspace: string;
}

/** What every long call takes. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A connection to Azure with a learner's credential. */
export function connectAzure(options: {
  readonly subscription: string;
  readonly tenant: string;
  readonly credential: TokenCredential;
}): Connection {
  return { kind: 'azure', pollIntervalMs: 2000, ...options };
}

const azureHosts = /^https:\/\/((management|prices)\.azure\.com|[a-z0-9]+\.api\.azureml\.ms)(?=\/)/;

const ownToken = /^Bearer sandbox(-\d+)?$/;

/**
 * A connection to a sandbox. Microsoft's clients refuse to send a token over http; so their requests are sent to
 * the sandbox's address at the last moment, and bear Azure's again when the client looks at them.
 */
export function connectSandbox(sandbox: {
  /** Asked for at each call where the sandbox may still be starting. */
  readonly address: string | (() => Promise<string>);
  readonly subscription: string;
  readonly tenant: string;
}): Connection {
  const client = lateHttpClient();
  let signIns = 0;
  const token = (): string => (signIns === 0 ? 'sandbox' : `sandbox-${signIns}`);
  return {
    kind: 'sandbox',
    subscription: sandbox.subscription,
    tenant: sandbox.tenant,
    credential: {
      getToken: () => Promise.resolve({ token: token(), expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    signIn() {
      signIns++;
    },
    httpClient: {
      async sendRequest(request) {
        const { address } = sandbox;
        const asked = request.url;
        request.url = asked.replace(azureHosts, typeof address === 'string' ? address : await address());
        request.allowInsecureConnection = true;
        // Clients keep a token for as long as it says that it lasts.
        if (ownToken.test(request.headers.get('authorization') ?? ''))
          request.headers.set('authorization', `Bearer ${token()}`);
        try {
          return await client.sendRequest(request);
        } finally {
          request.url = asked;
        }
      },
    },
    pollIntervalMs: 50,
  };
}
