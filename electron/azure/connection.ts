import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { ResourceManagementClient } from '@azure/arm-resources';
import { StorageManagementClient } from '@azure/arm-storage';
import type { TokenCredential } from '@azure/core-auth';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';

/** Where Guidepost talks to: Azure itself, or a sandbox that answers the same calls. */
export interface Connection {
  readonly kind: 'azure' | 'sandbox';
  readonly subscription: string;
  readonly tenant: string;
  readonly credential: TokenCredential;
  /** How requests travel; without it as Microsoft's clients send them. */
  readonly httpClient?: HttpClient;
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

/**
 * A connection to a sandbox. Microsoft's clients refuse to send a token over http; so their requests are sent to
 * the sandbox's address at the last moment, and bear Azure's again when the client looks at them.
 */
export function connectSandbox(sandbox: {
  readonly address: string;
  readonly subscription: string;
  readonly tenant: string;
}): Connection {
  const client = createDefaultHttpClient();
  return {
    kind: 'sandbox',
    subscription: sandbox.subscription,
    tenant: sandbox.tenant,
    credential: {
      getToken: () => Promise.resolve({ token: 'sandbox', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    httpClient: {
      async sendRequest(request) {
        const asked = request.url;
        request.url = asked.replace(azureHosts, sandbox.address);
        request.allowInsecureConnection = true;
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

/** Microsoft's clients of one connection. */
interface Clients {
  readonly resources: ResourceManagementClient;
  readonly storage: StorageManagementClient;
  readonly machineLearning: AzureMachineLearningWorkspaces;
}

const clients = new WeakMap<Connection, Clients>();

/** Microsoft's clients of a connection; they are made once. */
export function clientsOf(connection: Connection): Clients {
  const known = clients.get(connection);
  if (known) return known;
  const { credential, subscription, httpClient, kind } = connection;
  const options = {
    ...(httpClient && { httpClient }),
    // The sandbox is near: it need not be given time to recover.
    ...(kind === 'sandbox' && { retryOptions: { retryDelayInMs: 20, maxRetryDelayInMs: 500 } }),
  };
  const made: Clients = {
    resources: new ResourceManagementClient(credential, subscription, options),
    storage: new StorageManagementClient(credential, subscription, options),
    machineLearning: new AzureMachineLearningWorkspaces(credential, subscription, options),
  };
  clients.set(connection, made);
  return made;
}
