import { AsyncLocalStorage } from 'node:async_hooks';
import type { HttpClient, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Connection } from '../azure/connection.ts';
import { lateHttpClient } from '../azure/late-http-client.ts';
import type { CallView } from '../contract/session.ts';

const current = new AsyncLocalStorage<string>();

/** Does some work; the calls that it makes belong to an operation. */
export function belongsTo<Value>(operationId: string, work: () => Promise<Value>): Promise<Value> {
  return current.run(operationId, work);
}

const mostOperations = 50;
const mostCalls = 40;
const mostCharacters = 4000;

/** Remembers the calls that operations make, without their secrets: for learners who want to see them. */
export class CallTrace {
  private readonly calls = new Map<string, CallView[]>();

  /** The calls of an operation, in their order. */
  callsOf(operationId: string): readonly CallView[] {
    return this.calls.get(operationId) ?? [];
  }

  /** A connection whose calls are remembered. */
  watch(connection: Connection): Connection {
    const inner = connection.httpClient ?? lateHttpClient();
    const httpClient: HttpClient = {
      sendRequest: async (request) => {
        const { url, method, body } = request;
        const at = new Date();
        const response = await inner.sendRequest(request);
        this.note(current.getStore(), {
          at: at.toISOString(),
          method,
          url,
          request: typeof body === 'string' ? withoutSecrets(body) : '',
          status: response.status,
          response: responseOf(response),
          milliseconds: Date.now() - at.getTime(),
        });
        return response;
      },
    };
    return { ...connection, httpClient };
  }

  private note(operationId: string | undefined, call: CallView): void {
    if (operationId === undefined) return;
    const calls = this.calls.get(operationId) ?? [];
    // Polling says the same again and again: the last of it is enough.
    const last = calls.at(-1);
    if (last?.method === 'GET' && last.url === call.url && call.method === 'GET') calls.pop();
    calls.push(call);
    this.calls.set(operationId, calls.slice(-mostCalls));
    for (const id of this.calls.keys()) {
      if (this.calls.size <= mostOperations) break;
      this.calls.delete(id);
    }
  }
}

function responseOf({ bodyAsText }: PipelineResponse): string {
  return withoutSecrets(bodyAsText ?? '').slice(0, mostCharacters);
}

const secret = /(key|secret|password|token|signature|connectionstring)s?$/i;

/** A body without the values of its secrets; what is no JSON is left out. */
export function withoutSecrets(body: string): string {
  if (body === '') return '';
  try {
    return JSON.stringify(hide(JSON.parse(body), false), null, 2);
  } catch {
    return '';
  }
}

function hide(value: unknown, isSecret: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => hide(item, isSecret));
  if (typeof value === 'object' && value !== null) {
    const isKeyList = 'keyName' in value && 'value' in value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [
        name,
        hide(part, isSecret || secret.test(name) || (isKeyList && name === 'value')),
      ]),
    );
  }
  return isSecret && typeof value === 'string' && value !== '' ? '••••••' : value;
}
