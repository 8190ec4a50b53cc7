import { ResourceManagementClient } from '@azure/arm-resources';
import { StorageManagementClient } from '@azure/arm-storage';
import type { TokenCredential } from '@azure/core-auth';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import type { Sandbox } from '../../electron/sandbox/server.ts';

/** What Microsoft's clients of Azure Resource Manager need so that their requests go to a sandbox. */
export interface ArmConnection {
  readonly credential: TokenCredential;
  readonly subscription: string;
  readonly options: {
    readonly httpClient: HttpClient;
    readonly retryOptions: { readonly maxRetries: number; readonly retryDelayInMs: number };
  };
}

/** Sends a client's requests to a sandbox. */
export function connectTo(sandbox: Sandbox, { maxRetries = 0 } = {}): ArmConnection {
  const client = createDefaultHttpClient();
  return {
    credential: {
      getToken: () => Promise.resolve({ token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    subscription: sandbox.subscription,
    options: {
      httpClient: {
        async sendRequest(request) {
          const asked = request.url;
          request.url = asked.replace('https://management.azure.com', sandbox.address);
          request.allowInsecureConnection = true;
          try {
            return await client.sendRequest(request);
          } finally {
            request.url = asked;
          }
        },
      },
      retryOptions: { maxRetries, retryDelayInMs: 5 },
    },
  };
}

/** Microsoft's client of Azure Resource Manager, its requests sent to a sandbox. */
export function resourceManagementClient(
  sandbox: Sandbox,
  retries: { maxRetries?: number } = {},
): ResourceManagementClient {
  const { credential, subscription, options } = connectTo(sandbox, retries);
  return new ResourceManagementClient(credential, subscription, options);
}

/** Microsoft's client of storage accounts and containers, its requests sent to a sandbox. */
export function storageManagementClient(sandbox: Sandbox): StorageManagementClient {
  const { credential, subscription, options } = connectTo(sandbox);
  return new StorageManagementClient(credential, subscription, options);
}
