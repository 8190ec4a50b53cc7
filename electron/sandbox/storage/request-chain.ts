import type { RequestListener } from 'node:http';
import middlewareFactory from 'azurite/dist/src/blob/generated/ExpressMiddlewareFactory.js';
import appendBlob from 'azurite/dist/src/blob/handlers/AppendBlobHandler.js';
import blob from 'azurite/dist/src/blob/handlers/BlobHandler.js';
import blockBlob from 'azurite/dist/src/blob/handlers/BlockBlobHandler.js';
import container from 'azurite/dist/src/blob/handlers/ContainerHandler.js';
import pageBlob from 'azurite/dist/src/blob/handlers/PageBlobHandler.js';
import pageRanges from 'azurite/dist/src/blob/handlers/PageBlobRangesManager.js';
import service from 'azurite/dist/src/blob/handlers/ServiceHandler.js';
import authenticationFactory from 'azurite/dist/src/blob/middlewares/AuthenticationMiddlewareFactory.js';
import contextMiddleware from 'azurite/dist/src/blob/middlewares/blobStorageContext.middleware.js';
import express from 'express';
import { createAuthenticators } from './authentication/authenticators.ts';
import type { AzuriteAccounts, BlobMetadata } from './azurite-parts.ts';
import { exported } from './exported.ts';
import { answerBatch, answerDelegationKey } from './own-handlers.ts';

type Build = new (...parts: readonly unknown[]) => unknown;

interface MiddlewareFactory {
  createDispatchMiddleware(): unknown;
  createDeserializerMiddleware(): unknown;
  createHandlerMiddleware(handlers: object): unknown;
  createSerializerMiddleware(): unknown;
  createErrorMiddleware(): unknown;
  createEndMiddleware(): unknown;
}

/** What the steps of a request work on. */
export interface ChainParts {
  readonly metadata: BlobMetadata;
  readonly extents: unknown;
  readonly accounts: AzuriteAccounts;
  /** The tenant of who signs in with a token that names none. */
  readonly tenant: string;
  readonly logger: unknown;
}

const contextPath = 'azurite_blob_context';
const anyApiVersion = true;
const pathStyleOnly = false;
// Clients send headers that Azurite does not know yet; it ignores them where it is loose.
const loose = true;

/**
 * The steps that a request to the blob service goes through: those of Azurite's BlobRequestListenerFactory but for
 * web pages' cross-origin requests, telemetry, and how a caller proves who it is.
 */
export function createRequestChain({
  metadata,
  extents,
  accounts,
  tenant,
  logger,
}: ChainParts): RequestListener {
  const build = (module: { readonly default: unknown }, ...parts: unknown[]): unknown =>
    new (exported<Build>(module))(...parts);
  const factory = build(middlewareFactory, logger, contextPath) as MiddlewareFactory;
  const ranges = build(pageRanges);
  const data = [metadata, extents, logger, loose];
  const owned = [accounts, undefined, ...data, pathStyleOnly];
  const authenticators = createAuthenticators({ accounts, metadata, tenant, logger });
  const handlers = {
    appendBlobHandler: build(appendBlob, ...data),
    blobHandler: build(blob, ...data, ranges),
    blockBlobHandler: build(blockBlob, ...data),
    containerHandler: Object.assign(build(container, ...owned) as object, {
      submitBatch: answerBatch(owned, authenticators, true),
    }),
    pageBlobHandler: build(pageBlob, ...data, ranges),
    serviceHandler: Object.assign(build(service, ...owned) as object, {
      getUserDelegationKey: answerDelegationKey(accounts, tenant),
      submitBatch: answerBatch(owned, authenticators, false),
    }),
  };
  const authentication = build(authenticationFactory, logger) as {
    createAuthenticationMiddleware(authenticators: readonly unknown[]): unknown;
  };
  const context =
    exported<(anyVersion: boolean, pathStyle: boolean, loose: boolean) => unknown>(contextMiddleware);
  return express()
    .disable('x-powered-by')
    .use(context(anyApiVersion, pathStyleOnly, loose))
    .use(factory.createDispatchMiddleware())
    .use(authentication.createAuthenticationMiddleware(authenticators))
    .use(factory.createDeserializerMiddleware())
    .use(factory.createHandlerMiddleware(handlers))
    .use(factory.createSerializerMiddleware())
    .use(factory.createErrorMiddleware())
    .use(factory.createEndMiddleware());
}
