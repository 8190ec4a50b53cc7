import { Readable } from 'node:stream';
import { BlobBatchHandler } from 'azurite/dist/src/blob/handlers/BlobBatchHandler.js';
import type { Authenticator, BlobRequest, CallState } from './authentication/authenticator.ts';
import { readCaller } from './authentication/bearer.ts';
import { delegationKey, toSecond } from './authentication/delegation-key.ts';
import { accountNotFound, storageError } from './authentication/storage-error.ts';
import type { AzuriteAccounts } from './azurite-parts.ts';

/** What a call hands to a handler beside its parameters. */
interface HandlerCall extends CallState {
  readonly request: BlobRequest & { getPath(): string };
}

interface KeyInfo {
  readonly start?: string;
  readonly expiry: string;
}

interface Batch {
  authenticators: readonly Authenticator[];
  submitBatch(
    body: unknown,
    prefix: string,
    request: unknown,
    call: HandlerCall,
  ): Promise<{ readonly responseBody: string; readonly contentType: string }>;
}

const day = 24 * 60 * 60 * 1000;

/** Answers Get User Delegation Key with a key of this account and installation, where Azurite has one for all. */
export function answerDelegationKey(accounts: AzuriteAccounts, tenant: string) {
  // eslint-disable-next-line @typescript-eslint/require-await -- what is thrown becomes a rejection
  return async ({ start, expiry }: KeyInfo, _options: unknown, call: HandlerCall): Promise<object> => {
    const account = accounts.getAccount(call.context.account);
    const caller = readCaller(call.request, call, tenant);
    if (!account || !caller) throw accountNotFound(call);
    const begins = start === undefined ? call.startTime : new Date(start);
    const ends = new Date(expiry);
    const now = call.startTime.getTime();
    const isValid =
      ends.getTime() > Math.max(now, begins.getTime()) && ends.getTime() <= now + 7 * day + 300_000;
    if (!isValid) {
      throw storageError(
        call,
        400,
        'InvalidXmlNodeValue',
        'The value for one of the XML nodes is not in the correct format.',
        {
          XmlNodeName: 'Expiry',
          XmlNodeValue: expiry,
          Reason: 'A user delegation key ends after it has begun, in the future, and within 7 days.',
        },
      );
    }
    const fields = {
      skoid: caller.objectId,
      sktid: caller.tenantId,
      skt: toSecond(begins),
      ske: toSecond(ends),
      sks: 'b',
      skv: call.request.getHeader('x-ms-version') ?? '2018-11-09',
    };
    return {
      statusCode: 200,
      requestId: call.contextId,
      version: fields.skv,
      signedOid: fields.skoid,
      signedTid: fields.sktid,
      signedStart: fields.skt,
      signedExpiry: fields.ske,
      signedService: fields.sks,
      signedVersion: fields.skv,
      value: delegationKey(account.delegationSecret, fields).toString('base64'),
    };
  };
}

/**
 * Answers a batch, each of whose requests proves itself as one outside a batch does. `parts` is what Azurite's batch
 * handler is made of; `isOfContainer` tells whether the batch was sent to a container.
 */
export function answerBatch(
  parts: readonly unknown[],
  authenticators: readonly Authenticator[],
  isOfContainer: boolean,
) {
  return async (
    body: unknown,
    _length: unknown,
    _type: unknown,
    _options: unknown,
    call: HandlerCall,
  ): Promise<object> => {
    const batch = new BlobBatchHandler(...parts) as Batch;
    batch.authenticators = authenticators;
    const prefix = isOfContainer ? call.request.getPath() : '';
    const { responseBody, contentType } = await batch.submitBatch(body, prefix, call.request, call);
    return {
      statusCode: 202,
      requestId: call.contextId,
      version: call.request.getHeader('x-ms-version'),
      contentType,
      body: Readable.from([responseBody]),
    };
  };
}
