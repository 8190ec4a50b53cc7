import { isRestError, type RestError } from '@azure/core-rest-pipeline';
import { cancelled, EngineError } from '../../engine/errors.ts';
import type { CallOptions } from './connection.ts';
import * as errors from './errors.ts';

/** Does a call of Microsoft's clients. Errors: those of errors.ts, `cancelled`. */
export async function call<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw translate(error);
  }
}

/** The same; `undefined` where Azure answers that there is no such thing. */
export async function find<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isRestError(error) && error.statusCode === 404) return undefined;
    throw translate(error);
  }
}

/** All pages of a list; nothing where what should hold it is not there. */
export function list<Item>(pages: AsyncIterable<Item>): Promise<Item[]> {
  return find(async () => {
    const items: Item[] = [];
    for await (const item of pages) items.push(item);
    return items;
  }).then((items) => items ?? []);
}

/** A poller of the older kind: it does not look at an abort signal, but can be stopped. */
interface StoppablePoller<Value> {
  pollUntilDone(): Promise<Value>;
  stopPolling(): void;
}

/** Waits for a long-running operation of the machine-learning client. Errors: those of errors.ts, `cancelled`. */
export function finish<Value>(
  begin: () => Promise<StoppablePoller<Value>>,
  { signal }: CallOptions,
): Promise<Value> {
  return call(async () => {
    if (signal?.aborted) throw cancelled();
    const poller = await begin();
    const stop = (): void => poller.stopPolling();
    signal?.addEventListener('abort', stop);
    try {
      return await poller.pollUntilDone();
    } catch (error) {
      if (signal?.aborted) throw cancelled();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  });
}

/** The options of a long-running operation of the newer clients. */
export function polling(
  { pollIntervalMs }: { readonly pollIntervalMs: number },
  { signal }: CallOptions,
): { updateIntervalInMs: number; abortSignal?: AbortSignal } {
  return { updateIntervalInMs: pollIntervalMs, ...(signal && { abortSignal: signal }) };
}

/** An error of Microsoft's clients as one that a learner can read. */
export function translate(error: unknown): Error {
  if (error instanceof EngineError) return error;
  if (error instanceof Error && error.name === 'AbortError') return cancelled();
  if (!(error instanceof Error)) return new Error(String(error));
  const fault = faultOf(error);
  const { status, code } = fault;
  if (/Quota|OperationNotAllowed|OutOfQuota/i.test(code)) return errors.quotaExceeded(fault);
  if (/deleted state|[Ss]oft-deleted/.test(fault.message)) return errors.nameSoftDeleted(fault);
  if (code === 'MissingSubscriptionRegistration') return errors.providerNotRegistered(fault);
  if (code === 'ExpiredAuthenticationToken') return errors.tokenExpired(fault);
  if (code === 'ResourceNotReady') return errors.deploymentNotHealthy(fault);
  if (status === undefined) {
    // A long-running operation that failed brings Azure's error and no status.
    return code === '' || /^E[A-Z]+$|REQUEST_SEND_ERROR|PARSE_ERROR/.test(code)
      ? isOfNetwork(error)
        ? errors.connectionLost(fault)
        : error
      : errors.azureRefused(fault);
  }
  if (status === 429) return errors.throttled(fault);
  if (status === 401 || status === 403) return errors.accessDenied(fault);
  if (status === 404) return errors.notFound(fault);
  if (status === 409) return errors.conflict(fault);
  if (status === 501) return errors.notCovered(fault);
  return status >= 500 ? errors.azureUnavailable(fault) : errors.azureRefused(fault);
}

function isOfNetwork(error: Error): boolean {
  return isRestError(error) || typeof (error as NodeJS.ErrnoException).code === 'string';
}

/** What Azure said, wherever the client has put it. */
function faultOf(error: Error): errors.AzureFault {
  const { statusCode, code, response, details } = error as Partial<RestError> & {
    readonly details?: unknown;
  };
  const body = details as
    | { readonly error?: { readonly code?: string; readonly message?: string }; readonly errorCode?: string }
    | undefined;
  return {
    status: statusCode,
    code: body?.error?.code ?? body?.errorCode ?? code ?? codeInMessage(error.message),
    message: (body?.error?.message ?? error.message).split('\n')[0].replace(failedOperation, ''),
    requestId: response?.headers.get('x-ms-request-id'),
  };
}

/** How core-lro begins the message of a failed operation; Azure's own follows. */
const failedOperation = /^The long-running operation has failed\. \w+\. (?=.)/;

/** core-lro writes a failed operation as "… has failed. CODE. message". */
function codeInMessage(message: string): string {
  return /has failed\. (\w+)\./.exec(message)?.[1] ?? '';
}
