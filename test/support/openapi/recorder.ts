import type { HttpClient } from '@azure/core-rest-pipeline';
import type { OpenApiValidator } from './validator.ts';

/** What was recorded of all calls of a client. */
export interface Recording {
  readonly httpClient: HttpClient;
  readonly faults: readonly string[];
  /** Messages whose description is here, by operation. */
  readonly validated: ReadonlyMap<string, number>;
  /** Messages without one, by provider, version and kind of path. */
  readonly unknown: ReadonlyMap<string, number>;
}

/** Checks every exchange of a client as it goes by. */
export function recordExchanges(validator: OpenApiValidator, inner: HttpClient): Recording {
  const faults: string[] = [];
  const validated = new Map<string, number>();
  const unknown = new Map<string, number>();
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  return {
    faults,
    validated,
    unknown,
    httpClient: {
      async sendRequest(request) {
        const { url } = request;
        const response = await inner.sendRequest(request);
        const verdict = validator.check({
          method: request.method,
          url,
          requestBody: typeof request.body === 'string' ? parse(request.body) : undefined,
          status: response.status,
          replyBody: parse(response.bodyAsText ?? ''),
        });
        if (verdict.operation === undefined) count(unknown, kindOf(url));
        else count(validated, verdict.operation);
        faults.push(...verdict.faults);
        return response;
      },
    },
  };
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A call without the names in it: its provider, its types and its version. */
function kindOf(url: string): string {
  const { pathname, searchParams } = new URL(url);
  const [, provider = 'Microsoft.Resources', rest = ''] = /^.*\/providers\/([^/]+)(.*)$/.exec(pathname) ?? [];
  const types = rest.split('/').filter((_, index) => index % 2 === 1);
  return [provider, types.join('/'), searchParams.get('api-version') ?? ''].join(' ').trim();
}
