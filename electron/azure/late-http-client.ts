import type { HttpClient } from '@azure/core-rest-pipeline';

/** Sends requests as Microsoft's clients do; loaded with the first of them, for the app shows its window before that. */
export function lateHttpClient(): HttpClient {
  let client: HttpClient | undefined;
  return {
    async sendRequest(request) {
      client ??= (await import('@azure/core-rest-pipeline')).createDefaultHttpClient();
      return client.sendRequest(request);
    },
  };
}
