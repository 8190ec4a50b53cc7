import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { ArmError } from './arm-error.ts';
import type { ArmRequest } from './router.ts';

/** Something that goes wrong on purpose, so that a learner or a test meets it. */
export const faultSchema = z.strictObject({
  operation: z
    .string()
    .max(200)
    .describe(
      'The operation that it befalls, such as Workspaces_CreateOrUpdate; * stands for any characters.',
    ),
  kind: z.enum([
    'quota-exceeded',
    'name-taken',
    'soft-deleted-name',
    'provider-not-registered',
    'role-missing',
    'token-expired',
    'throttled',
    'server-error',
    'connection-cut',
    'slow',
    'operation-fails',
    'deployment-never-healthy',
    'node-never-comes',
  ]),
  times: z.int().min(1).default(1).describe('How many calls it befalls.'),
  retryAfterSeconds: z.number().min(0).default(1).describe('For throttled: what Retry-After says.'),
  milliseconds: z.int().min(0).max(60_000).default(1000).describe('For slow: how long a call waits.'),
  status: z
    .union([z.literal(500), z.literal(502), z.literal(503)])
    .default(500)
    .describe('For server-error.'),
  code: z.string().default('InternalServerError').describe('For operation-fails: the error code.'),
  message: z.string().default('The operation failed on purpose.').describe('For operation-fails.'),
  afterPolls: z
    .int()
    .min(0)
    .nullable()
    .default(null)
    .describe('For operation-fails: after how many questions for its state.'),
});

export type Fault = z.output<typeof faultSchema>;

/** A card of faults: what a teacher hands out, as one small file. */
export const faultCardSchema = z.strictObject({
  title: z.string().max(200).default('Faults'),
  /** What is to be repaired, in a sentence for the learner. */
  task: z.string().max(2000).optional(),
  faults: z.record(z.string().regex(/^[\w.-]{1,80}$/), faultSchema),
});

export type FaultCard = z.output<typeof faultCardSchema>;

/** What befalls a call: its path and its operation. */
interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly operation: string;
}

/**
 * Lets a fault befall a call. Returns `cut` where the connection is gone, else how the operation will fail, if it
 * will. Errors: those that Azure would answer.
 */
export async function befall(fault: Fault, call: Call): Promise<'cut' | ArmRequest['failure']> {
  const { request, response, path, operation } = call;
  const name = path.split('/').at(-1) ?? '';
  const provider = /\/providers\/([^/]+)/i.exec(path)?.[1] ?? 'Microsoft.Resources';
  const refuse = (status: number, code: string, message: string): never => {
    throw new ArmError(status, code, message);
  };
  switch (fault.kind) {
    case 'quota-exceeded':
      return refuse(
        409,
        'OperationNotAllowed',
        'Operation could not be completed as it results in exceeding approved Total Regional Cores quota. Additional details - Deployment Model: Resource Manager, Current Limit: 4, Current Usage: 4, Additional Required: 4, (Minimum) New Limit Required: 8.',
      );
    case 'name-taken':
      return provider === 'Microsoft.Storage'
        ? refuse(409, 'StorageAccountAlreadyTaken', `The storage account named ${name} is already taken.`)
        : refuse(409, 'Conflict', `The name '${name}' is already in use. Choose another name.`);
    case 'soft-deleted-name':
      return refuse(
        409,
        'ConflictError',
        'A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault.',
      );
    case 'provider-not-registered':
      return refuse(
        409,
        'MissingSubscriptionRegistration',
        `The subscription is not registered to use namespace '${provider}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
      );
    case 'role-missing':
      return refuse(
        403,
        'AuthorizationFailed',
        `The client 'learner@example.com' does not have authorization to perform action '${operation}' over scope '${path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      );
    case 'token-expired':
      throw new ArmError(401, 'ExpiredAuthenticationToken', 'The access token has expired. Sign in again.', {
        'www-authenticate': 'Bearer error="invalid_token", error_description="The access token has expired."',
      });
    case 'throttled':
      throw new ArmError(
        429,
        'TooManyRequests',
        `The request is being throttled as the limit has been reached. Please retry after ${fault.retryAfterSeconds} seconds.`,
        { 'retry-after': String(fault.retryAfterSeconds) },
      );
    case 'server-error':
      return fault.status === 503
        ? refuse(503, 'ServiceUnavailable', 'The service is unavailable now. Please retry.')
        : refuse(fault.status, 'InternalServerError', 'An internal error occurred. Please retry.');
    case 'connection-cut':
      request.destroy();
      response.destroy();
      return 'cut';
    case 'slow':
      await delay(fault.milliseconds);
      return undefined;
    case 'operation-fails':
      return {
        code: fault.code,
        message: fault.message,
        ...(fault.afterPolls !== null && { afterPolls: fault.afterPolls }),
      };
    case 'deployment-never-healthy':
      return {
        code: 'ResourceNotReady',
        message:
          "User container has crashed or terminated: Liveness probe failed: HTTP probe failed with statuscode: 500. See the deployment's logs.",
      };
    case 'node-never-comes':
      return { code: 'NodeNeverComes', message: 'No node of the compute is available.' };
  }
}
