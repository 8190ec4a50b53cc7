import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import type { Store } from '../store/store.ts';
import { ArmError, invalidContent } from './arm-error.ts';
import { fitsPattern } from './fits-pattern.ts';
import type { ArmReply, ArmRequest, Route } from './router.ts';

/** Something that goes wrong on purpose, so that a learner or a test meets it. */
const faultSchema = z.strictObject({
  operation: z
    .string()
    .describe(
      'The operation that it befalls, such as Workspaces_CreateOrUpdate; * stands for any characters.',
    ),
  kind: z.enum([
    'quota-exceeded',
    'soft-deleted-name',
    'throttled',
    'connection-cut',
    'slow',
    'operation-fails',
  ]),
  times: z.int().min(1).default(1).describe('How many calls it befalls.'),
  retryAfterSeconds: z.number().min(0).default(1).describe('For throttled: what Retry-After says.'),
  milliseconds: z.int().min(0).max(60_000).default(1000).describe('For slow: how long a call waits.'),
  code: z.string().default('InternalServerError').describe('For operation-fails: the error code.'),
  message: z.string().default('The operation failed on purpose.').describe('For operation-fails.'),
});

export type Fault = z.output<typeof faultSchema>;

const prefix = 'fault/';

/** Faults that wait for their calls; they survive a restart. */
export class Faults {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  /** The control routes: they are the sandbox's own, and not Azure's. */
  routes(): Route[] {
    const one = '/sandbox/faults/{name}';
    return [
      {
        name: 'Sandbox_ListFaults',
        method: 'GET',
        path: '/sandbox/faults',
        plane: 'data',
        handle: () => ({ status: 200, body: { value: this.list() } }),
      },
      {
        name: 'Sandbox_PutFault',
        method: 'PUT',
        path: one,
        plane: 'data',
        handle: (request) => this.put(request),
      },
      {
        name: 'Sandbox_DeleteFault',
        method: 'DELETE',
        path: one,
        plane: 'data',
        handle: ({ parameters }) => {
          this.store.delete(prefix + parameters.name);
          return { status: 204 };
        },
      },
    ];
  }

  /** The fault that befalls a call of this operation; it is used up. */
  take(operation: string): Fault | undefined {
    if (operation.startsWith('Sandbox_')) return undefined;
    for (const key of this.store.keys(prefix)) {
      const fault = this.store.get(key) as Fault;
      if (!fitsPattern(operation.toLowerCase(), fault.operation.toLowerCase(), '*')) continue;
      if (fault.times > 1) this.store.put(key, { ...fault, times: fault.times - 1 });
      else this.store.delete(key);
      return fault;
    }
    return undefined;
  }

  private list(): object[] {
    return this.store
      .keys(prefix)
      .map((key) => ({ name: key.slice(prefix.length), ...(this.store.get(key) as Fault) }));
  }

  private put({ parameters, text }: ArmRequest): ArmReply {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch (error) {
      throw invalidContent(`A fault is JSON: ${(error as Error).message}`);
    }
    const parsed = faultSchema.safeParse(body);
    if (!parsed.success) {
      const [{ path, message }] = parsed.error.issues;
      throw invalidContent(`"${path.join('.')}": ${message}`);
    }
    this.store.put(prefix + parameters.name, parsed.data);
    return { status: 200, body: { name: parameters.name, ...parsed.data } };
  }
}

/**
 * Lets a fault befall a call. Returns `cut` where the connection is gone, else how the operation will fail, if it
 * will. Errors: those that Azure would answer.
 */
export async function befall(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<'cut' | ArmRequest['failure']> {
  switch (fault.kind) {
    case 'quota-exceeded':
      throw new ArmError(
        409,
        'OperationNotAllowed',
        'Operation could not be completed as it results in exceeding approved Total Regional Cores quota. Additional details - Deployment Model: Resource Manager, Current Limit: 4, Current Usage: 4, Additional Required: 4, (Minimum) New Limit Required: 8.',
      );
    case 'soft-deleted-name':
      throw new ArmError(
        409,
        'ConflictError',
        'A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault.',
      );
    case 'throttled':
      throw new ArmError(
        429,
        'TooManyRequests',
        `The request is being throttled as the limit has been reached. Please retry after ${fault.retryAfterSeconds} seconds.`,
        { 'retry-after': String(fault.retryAfterSeconds) },
      );
    case 'connection-cut':
      request.destroy();
      response.destroy();
      return 'cut';
    case 'slow':
      await delay(fault.milliseconds);
      return undefined;
    case 'operation-fails':
      return { code: fault.code, message: fault.message };
  }
}
