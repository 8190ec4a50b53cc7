import { ResourceManagementClient } from '@azure/arm-resources';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import type { Sandbox } from '../../electron/sandbox/server.ts';

/** Microsoft's client of Azure Resource Manager, its requests sent to a sandbox. */
export function resourceManagementClient(
  sandbox: Sandbox,
  { maxRetries = 0 } = {},
): ResourceManagementClient {
  const credential = {
    getToken: () => Promise.resolve({ token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const client = createDefaultHttpClient();
  const httpClient: HttpClient = {
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
  };
  return new ResourceManagementClient(credential, sandbox.subscription, {
    httpClient,
    retryOptions: { maxRetries, retryDelayInMs: 5 },
  });
}
