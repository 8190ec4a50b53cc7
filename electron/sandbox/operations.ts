import { randomUUID } from 'node:crypto';
import type { JournalEntry, Json } from '../store/journal-line.ts';
import type { Store } from '../store/store.ts';
import { ArmError } from './arm-error.ts';
import type { Clock } from './clock.ts';
import type { ArmReply, Route } from './router.ts';
import type { World } from './world.ts';

/** A long-running operation, as it is stored: its end is a moment, not a timer, so a restart changes nothing. */
export interface Operation {
  readonly [key: string]: Json;
  readonly id: string;
  readonly startedAt: number;
  readonly endsAt: number;
  /** Why it fails at its end; null where it succeeds. */
  readonly failure: {
    readonly code: string;
    readonly message: string;
    readonly afterPolls?: number;
  } | null;
  /** How often its state was asked for, where it fails by that. */
  readonly polls?: number;
  /** What it brings at its end, where it is a reply of its own. */
  readonly result?: Json;
}

const prefix = 'operation/';

/** Begins an operation that takes Azure so many seconds; the caller stores what depends on its end. */
export function beginOperation(
  clock: Clock,
  azureSeconds: number,
  failure: Operation['failure'] = null,
): { operation: Operation; key: string } {
  const startedAt = clock.now();
  const operation: Operation = {
    id: randomUUID(),
    startedAt,
    endsAt: startedAt + clock.duration(azureSeconds),
    failure,
  };
  return { operation, key: prefix + operation.id };
}

/** The headers that lead a client to the state of an operation. */
export function operationHeaders(
  subscription: string,
  provider: string,
  { id, startedAt, endsAt, failure }: Operation,
): Record<string, string> {
  const url =
    `https://management.azure.com/subscriptions/${subscription}/providers/${provider}` +
    `/locations/sandbox/operationStatuses/${id}?api-version=2022-09-01`;
  return {
    'azure-asyncoperation': url,
    ...retryHeader(failure?.afterPolls === undefined ? endsAt - startedAt : 0),
  };
}

/** The same, and where its result will be. */
export function resultHeaders(
  subscription: string,
  provider: string,
  operation: Operation,
): Record<string, string> {
  const headers = operationHeaders(subscription, provider, operation);
  const location = headers['azure-asyncoperation'].replace('/operationStatuses/', '/operationResults/');
  return { ...headers, location };
}

/**
 * When to ask again, of what takes so many milliseconds. What takes minutes in Azure is over in a moment here, and
 * clients that know no better wait for half a minute; whole seconds are told where it takes any.
 */
function retryHeader(milliseconds: number): Record<string, string> {
  const wait = Math.round(Math.min(5000, Math.max(20, milliseconds)));
  return {
    'retry-after-ms': String(wait),
    ...(wait >= 1000 && { 'retry-after': String(Math.floor(wait / 1000)) }),
  };
}

/** Begins an operation that brings a reply of its own at its end: clients follow the Location. */
export function acceptResult(
  { clock, store, subscription }: World,
  provider: string,
  azureSeconds: number,
  result: Json,
): ArmReply {
  const { operation, key } = beginOperation(clock, azureSeconds);
  store.put(key, { ...operation, result });
  return { status: 202, headers: resultHeaders(subscription, provider, operation) };
}

/** Begins an operation whose changes are stored at once, and answers that it goes on. */
export function acceptOperation(
  { clock, store, subscription }: World,
  provider: string,
  azureSeconds: number,
  changes: readonly JournalEntry[] = [],
): ArmReply {
  const { operation, key } = beginOperation(clock, azureSeconds);
  store.batch([{ key, value: operation }, ...changes]);
  return { status: 202, headers: operationHeaders(subscription, provider, operation) };
}

/** The route under which clients poll. */
export function operationRoutes(store: Store, clock: Clock): Route[] {
  return [
    {
      name: 'Operations_GetStatus',
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/providers/{provider}/locations/{location}/operationStatuses/{operationId}',
      handle: ({ path, parameters }) => statusReply(store, clock, path, parameters.operationId),
    },
    {
      name: 'Operations_GetResult',
      method: 'GET',
      path: '/subscriptions/{subscriptionId}/providers/{provider}/locations/{location}/operationResults/{operationId}',
      handle: ({ parameters }) => resultReply(store, clock, parameters.operationId),
    },
  ];
}

function requireOperation(store: Store, id: string): Operation {
  const operation = store.get(prefix + id) as Operation | undefined;
  if (!operation) throw new ArmError(404, 'OperationNotFound', `The operation '${id}' was not found.`);
  return operation;
}

/** What an operation has brought; that it goes on, as long as it does. */
function resultReply(store: Store, clock: Clock, id: string): ArmReply {
  const { endsAt, failure, result } = requireOperation(store, id);
  if (clock.now() < endsAt) return { status: 202, headers: retryHeader(endsAt - clock.now()) };
  if (failure) throw new ArmError(409, failure.code, failure.message);
  return result === undefined ? { status: 204 } : { status: 200, body: result };
}

function statusReply(store: Store, clock: Clock, path: string, id: string): ArmReply {
  const operation = requireOperation(store, id);
  const { startedAt, endsAt, failure, polls = 0 } = operation;
  const most = failure?.afterPolls;
  if (most !== undefined) store.put(prefix + id, { ...operation, polls: polls + 1 });
  const isOver = most === undefined ? clock.now() >= endsAt : polls >= most;
  const status = !isOver ? 'InProgress' : failure ? 'Failed' : 'Succeeded';
  return {
    status: 200,
    headers: isOver ? {} : retryHeader(most === undefined ? endsAt - clock.now() : 0),
    body: {
      id: path,
      name: id,
      status,
      startTime: new Date(startedAt).toISOString(),
      ...(isOver && { endTime: new Date(endsAt).toISOString() }),
      ...(status === 'Failed' && { error: { code: failure?.code, message: failure?.message } }),
    },
  };
}
