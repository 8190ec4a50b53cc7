import {
  createPipelineRequest,
  createPipelineFromOptions,
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  RestError,
  type HttpMethods,
  type Pipeline,
} from '@azure/core-rest-pipeline';
import { setTimeout as delay } from 'node:timers/promises';
import { cancelled } from '../../engine/errors.ts';
import type { CallOptions, Connection } from './connection.ts';

const pipelines = new WeakMap<Connection, Pipeline>();
const host = 'https://management.azure.com';

function pipelineOf(connection: Connection): Pipeline {
  const known = pipelines.get(connection);
  if (known) return known;
  const made = createPipelineFromOptions({
    ...(connection.kind === 'sandbox' && { retryOptions: { retryDelayInMs: 20, maxRetryDelayInMs: 500 } }),
  });
  made.addPolicy(
    bearerTokenAuthenticationPolicy({
      credential: connection.credential,
      scopes: 'https://management.azure.com/.default',
    }),
  );
  pipelines.set(connection, made);
  return made;
}

/**
 * A call that Microsoft's typed clients lack, with the same credential, retries and errors. `path` begins with a
 * slash, or is a whole URL. Where the reply names an operation, it waits until that has ended.
 */
export async function requestJson(
  connection: Connection,
  method: HttpMethods,
  path: string,
  body?: object,
  options: CallOptions = {},
): Promise<unknown> {
  const { status, json, headers } = await send(connection, method, path, body, options);
  const operation = headers['azure-asyncoperation'] ?? (status === 202 ? headers.location : undefined);
  if (operation !== undefined) await waitForOperation(connection, operation, options);
  return json;
}

interface Reply {
  readonly status: number;
  readonly json: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

async function send(
  connection: Connection,
  method: HttpMethods,
  path: string,
  body: object | undefined,
  { signal }: CallOptions,
): Promise<Reply> {
  const request = createPipelineRequest({
    url: path.startsWith('/') ? host + path : path,
    method,
    headers: createHttpHeaders(body ? { 'content-type': 'application/json' } : {}),
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { abortSignal: signal }),
  });
  const response = await pipelineOf(connection).sendRequest(
    connection.httpClient ?? createDefaultHttpClient(),
    request,
  );
  const text = response.bodyAsText ?? '';
  const isJson = (response.headers.get('content-type') ?? '').includes('json') && text !== '';
  const json: unknown = isJson ? JSON.parse(text) : text;
  if (response.status >= 400) {
    const { error } = json as { error?: { code?: string; message?: string } };
    throw Object.assign(
      new RestError(error?.message ?? `Azure answered ${response.status}.`, {
        statusCode: response.status,
        request,
        response,
        ...(error?.code !== undefined && { code: error.code }),
      }),
      { details: json },
    );
  }
  return { status: response.status, json, headers: response.headers.toJSON() };
}

async function waitForOperation(connection: Connection, url: string, options: CallOptions): Promise<void> {
  for (;;) {
    const { json } = await send(connection, 'GET', url, undefined, options);
    const { status, error } = json as { status?: string; error?: { code?: string; message?: string } };
    if (status === undefined || status === 'Succeeded') return;
    if (status === 'Failed' || status === 'Canceled') {
      throw Object.assign(new RestError(error?.message ?? `The operation has ${status.toLowerCase()}.`), {
        details: { error: { code: error?.code ?? status, message: error?.message } },
      });
    }
    await delay(connection.pollIntervalMs, undefined, options).catch(() => {
      throw cancelled();
    });
  }
}
