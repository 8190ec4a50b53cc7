import { setTimeout as delay } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from '../../contract/fault-card.ts';
import { ArmError } from '../arm-error.ts';
import type { ArmReply, ArmRequest } from '../router.ts';
import { askedMachines } from './asked-cores.ts';
import { actionOf, bodyOf, propertiesOf, providerOf, type FaultCall } from './fault-call.ts';
import { shapeReply } from './shape-reply.ts';
import { textOf } from '../text-of.ts';

/** What has become of a call: its connection is cut, another reply goes out, or its operation will fail. */
export type Befallen = 'cut' | BefallenOperation;

interface BefallenOperation {
  readonly reply?: ArmReply;
  readonly failure?: ArmRequest['failure'];
}

/** Lets a fault befall a call of Azure Resource Manager or of an endpoint. Errors: those that Azure would answer. */
export async function befall(
  fault: Fault,
  call: FaultCall,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<Befallen> {
  if (fault.kind === 'slow') {
    await delay(fault.milliseconds + travelTime(fault, request));
    if (fault.bytesPerSecond !== undefined) shapeReply(response, { bytesPerSecond: fault.bytesPerSecond });
  }
  if (fault.kind === 'connection-cut') {
    if (fault.cut === 'middle') shapeReply(response, { cut: true });
    else {
      request.destroy();
      response.destroy();
      return 'cut';
    }
  }
  return befallOperation(fault, call);
}

/** What a fault does to an operation, whoever asks for it. Errors: those that Azure would answer. */
export function befallOperation(fault: Fault, call: FaultCall): BefallenOperation {
  switch (fault.kind) {
    case 'connection-cut':
    case 'slow':
      return {};
    case 'quota-exceeded':
      throw quotaExceeded(fault, call);
    case 'name-taken':
      return nameTaken(call);
    case 'soft-deleted-name':
      // Where the deleted one is really there, it is in the way by itself.
      if (fault.until === 'repaired') return {};
      throw new ArmError(
        409,
        'ConflictError',
        'A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault.',
      );
    case 'provider-not-registered':
      throw new ArmError(
        409,
        'MissingSubscriptionRegistration',
        `The subscription is not registered to use namespace '${providerOf(call)}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
      );
    case 'role-missing':
      throw new ArmError(
        403,
        'AuthorizationFailed',
        `The client 'learner@example.com' does not have authorization to perform action '${actionOf(call)}' over scope '${call.path}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
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
      throw serverError(fault.status);
    case 'operation-fails':
      return {
        failure: {
          code: fault.code,
          message: fault.message,
          ...(fault.afterPolls !== null && { afterPolls: fault.afterPolls }),
        },
      };
    case 'deployment-never-healthy':
      return { failure: neverHealthy(fault, call) };
    case 'node-never-comes':
      return { failure: { code: 'NodeNeverComes', message: 'No node of the compute is available.' } };
  }
}

/** How long what was sent takes on a slow network, in milliseconds; a minute at most. */
export function travelTime({ bytesPerSecond }: Fault, { headers }: IncomingMessage): number {
  if (bytesPerSecond === undefined) return 0;
  return Math.min(60_000, (1000 * Number(headers['content-length'] ?? 0)) / bytesPerSecond);
}

function serverError(status: Fault['status']): ArmError {
  if (status === 503)
    return new ArmError(503, 'ServiceUnavailable', 'The service is unavailable now. Please retry.');
  if (status === 424) {
    return new ArmError(424, 'ModelError', 'The model has failed on purpose.', {
      'ms-azureml-model-error-statuscode': '500',
      'ms-azureml-model-error-reason': 'model_error',
    });
  }
  return new ArmError(status, 'InternalServerError', 'An internal error occurred. Please retry.');
}

/** Azure says it of computes, of deployments and of the rest in three ways. */
function quotaExceeded({ cores }: Fault, call: FaultCall): ArmError {
  const asked = askedMachines(call);
  if (asked && /^Compute_/i.test(call.operation)) {
    return new ArmError(
      400,
      'ClusterCoreQuotaReached',
      `Operation results in exceeding quota limits of Core for ${asked.size.family}. Maximum allowed: ${cores}, Current in use: 0, Additional requested: ${asked.cores}.`,
    );
  }
  if (asked && /Deployments_/i.test(call.operation)) {
    return new ArmError(
      400,
      'OutOfQuota',
      `Not enough quota available for ${asked.size.name} in the subscription. Current usage/limit: 0/${cores}. Additional needed: ${asked.cores}.`,
    );
  }
  return new ArmError(
    409,
    'OperationNotAllowed',
    'Operation could not be completed as it results in exceeding approved Total Regional Cores quota. Additional details - Deployment Model: Resource Manager, Current Limit: 4, Current Usage: 4, Additional Required: 4, (Minimum) New Limit Required: 8.',
  );
}

function nameTaken(call: FaultCall): BefallenOperation {
  const { operation, name } = call;
  const storage = `The storage account named ${name} is already taken.`;
  if (/CheckNameAvailability$/i.test(operation)) {
    const message =
      providerOf(call) === 'Microsoft.Storage' ? storage : `The name '${name}' is already in use.`;
    return { reply: { status: 200, body: { nameAvailable: false, reason: 'AlreadyExists', message } } };
  }
  throw providerOf(call) === 'Microsoft.Storage'
    ? new ArmError(409, 'StorageAccountAlreadyTaken', storage)
    : new ArmError(409, 'Conflict', `The name '${name}' is already in use. Choose another name.`);
}

/** Why a deployment never turns healthy. One that can be repaired has too little memory, and its log says so. */
function neverHealthy({ until }: Fault, call: FaultCall): NonNullable<ArmRequest['failure']> {
  const size = askedMachines(call)?.size;
  if (until !== 'repaired') {
    return {
      code: 'ResourceNotReady',
      message:
        "User container has crashed or terminated: Liveness probe failed: HTTP probe failed with statuscode: 500. See the deployment's logs.",
    };
  }
  const memory = size
    ? `${size.name} has ${size.memoryGB} GB of memory`
    : 'its instance type has too little memory';
  return {
    code: 'ResourceNotReady',
    message: `User container has crashed or terminated: it was killed for want of memory (exit code 137). See the deployment's logs.`,
    log: [
      `Loading the model ${textOf(propertiesOf(call).model ?? bodyOf(call).model ?? '')
        .split('/')
        .slice(-3)
        .join('/')}.`,
      `The container needs more memory than there is: ${memory}.`,
      'OOMKilled: the container ended with exit code 137.',
      'Choose a larger size, or a smaller model, and deploy again.',
    ],
  };
}
