import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../../contract/fault-card.ts';
import type { FaultKind } from '../../contract/fault-kinds.ts';
import type { BlobStep } from '../world.ts';
import { travelTime } from './befall.ts';
import { blobOperation, containerOperation } from './blob-operations.ts';
import type { FaultCall } from './fault-call.ts';
import type { Faults } from './faults.ts';
import { shapeReply } from './shape-reply.ts';

/** An error of the blob service. Source: https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes */
interface BlobError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const busy: BlobError = { status: 503, code: 'ServerBusy', message: 'The server is busy.' };

/** The step at which faults befall a call to blob storage, before anything is done. */
export function blobFaults(faults: () => Faults): BlobStep {
  return (request, response, next) => {
    const found = faults();
    if (found.isIdle) return next();
    const call = blobCall(request);
    const fault = found.meet(call);
    if (fault) return void befall(fault, { request, response, next });
    response.once('finish', () => {
      if (response.statusCode < 400) found.succeeded(call);
    });
    next();
  };
}

/** Names a call to blob storage: Blobs_ and the words of the Blob service's REST API. */
function blobCall({ method = 'GET', url = '/', headers }: IncomingMessage): FaultCall {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const parts = pathname.split('/').filter((part) => part !== '');
  const comp = searchParams.get('comp');
  const isContainer = searchParams.get('restype') === 'container' || parts.length < 3;
  const operation = isContainer ? containerOperation(method, comp) : blobOperation(method, comp, headers);
  const name = decodeURIComponent((isContainer ? parts.slice(1) : parts.slice(2)).join('/'));
  return { operation, method, path: decodeURIComponent(pathname), name, headers, text: '' };
}

async function befall(
  fault: Fault,
  { request, response, next }: { request: IncomingMessage; response: ServerResponse; next: () => void },
): Promise<void> {
  if (fault.kind === 'slow') {
    await delay(fault.milliseconds + travelTime(fault, request));
    if (fault.bytesPerSecond !== undefined) shapeReply(response, { bytesPerSecond: fault.bytesPerSecond });
    return next();
  }
  if (fault.kind === 'connection-cut') return cut(fault, request, response, next);
  const error = blobError(fault);
  request.resume();
  response.setHeader('x-ms-error-code', error.code);
  response.setHeader('x-ms-request-id', randomUUID());
  response.setHeader('x-ms-version', '2023-11-03');
  if (fault.kind === 'throttled') response.setHeader('retry-after', String(fault.retryAfterSeconds));
  if (request.method !== 'HEAD') response.setHeader('content-type', 'application/xml');
  response
    .writeHead(error.status, error.message)
    .end(
      request.method === 'HEAD'
        ? undefined
        : `<?xml version="1.0" encoding="utf-8"?><Error><Code>${error.code}</Code><Message>${error.message}</Message></Error>`,
    );
}

/** Before anything, or when the first bytes of an upload have come; what is read breaks off half way. */
async function cut(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): Promise<void> {
  const isUpload = Number(request.headers['content-length'] ?? 0) > 0;
  if (fault.cut === 'middle' && !isUpload) {
    shapeReply(response, { cut: true });
    return next();
  }
  if (fault.cut === 'middle') await once(request, 'data').catch(() => undefined);
  request.destroy();
  response.destroy();
}

/** What the blob service says of a kind; of one that it does not know, that it is in trouble itself. */
const blobErrors: Partial<Record<FaultKind, BlobError>> = {
  'role-missing': {
    status: 403,
    code: 'AuthorizationPermissionMismatch',
    message: 'This request is not authorized to perform this operation using this permission.',
  },
  'token-expired': {
    status: 403,
    code: 'AuthenticationFailed',
    message:
      'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
  },
  'name-taken': { status: 409, code: 'BlobAlreadyExists', message: 'The specified blob already exists.' },
  'soft-deleted-name': {
    status: 409,
    code: 'ContainerBeingDeleted',
    message: 'The specified container is being deleted. Try operation later.',
  },
  throttled: busy,
};

function blobError({ kind, status }: Fault): BlobError {
  if (kind === 'server-error' && status === 503) return busy;
  return (
    blobErrors[kind] ?? {
      status: 500,
      code: 'InternalError',
      message: 'Server encountered an internal error. Please try again after some time.',
    }
  );
}
