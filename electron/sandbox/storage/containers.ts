import { randomBytes, randomUUID } from 'node:crypto';
import { ArmError, invalidContent, invalidResourceName } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { countOf } from '../paging.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import type { CallContext, ContainerDocument } from './azurite-parts.ts';
import type { BlobService } from './blob-service.ts';
import { requireAccount } from './storage-account-routes.ts';

type PublicAccess = 'container' | 'blob' | undefined;

const containerType = 'Microsoft.Storage/storageAccounts/blobServices/containers';
const account =
  '/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/{account}';
const containers = `${account}/blobServices/default/containers`;
const nameRule = {
  pattern: /^(\$root|\$web|\$logs|(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9])$/,
  sentence:
    'A container name has 3 to 63 lower-case letters, digits and hyphens, begins and ends with a letter or digit, and has no two hyphens in a row.',
};

/** Containers by Azure Resource Manager: the same ones that the blob service has. */
export function containerRoutes(world: World, service: BlobService): Route[] {
  const on = (
    name: string,
    method: Route['method'],
    path: string,
    handle: (call: ContainerCall) => Promise<ArmReply>,
  ): Route => ({
    name: `BlobContainers_${name}`,
    method,
    path,
    handle: (request) => handle(createCall(world, service, request)),
  });
  return [
    on('List', 'GET', containers, listContainers),
    on('Create', 'PUT', `${containers}/{container}`, putContainer),
    on('Update', 'PATCH', `${containers}/{container}`, patchContainer),
    on('Get', 'GET', `${containers}/{container}`, async (call) => {
      const found = await findContainer(call);
      if (!found) throw containerNotFound();
      return { status: 200, body: show(call, found) };
    }),
    on('Delete', 'DELETE', `${containers}/{container}`, deleteContainer),
  ];
}

interface ContainerCall {
  readonly service: BlobService;
  readonly request: ArmRequest;
  readonly context: CallContext;
  readonly accountId: string;
  readonly account: string;
  readonly container: string;
  readonly allowsPublicAccess: boolean;
}

/** Errors: the account is not found or not ready. */
function createCall(world: World, service: BlobService, request: ArmRequest): ContainerCall {
  const { id, name, properties } = requireAccount(world, request);
  if (!service.accounts.ready(name)) {
    throw new ArmError(
      409,
      'StorageAccountIsNotProvisioned',
      "The storage account provisioning state must be 'Succeeded' before executing the operation.",
    );
  }
  return {
    service,
    request,
    context: { contextId: randomUUID(), startTime: new Date(world.clock.now()) },
    accountId: id,
    account: name,
    container: request.parameters.container ?? '',
    allowsPublicAccess: properties.allowBlobPublicAccess === true,
  };
}

async function findContainer({
  service,
  context,
  account,
  container,
}: ContainerCall): Promise<Omit<ContainerDocument, 'accountName'> | undefined> {
  try {
    return await service.metadata.getContainerProperties(context, account, container);
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined;
    throw error;
  }
}

async function listContainers(call: ContainerCall): Promise<ArmReply> {
  const { service, request, context, account } = call;
  const { query, path } = request;
  const [found, next] = await service.metadata.listContainers(
    context,
    account,
    query.get('$filter') ?? '',
    countOf(query, '$maxpagesize') ?? 5000,
    query.get('$skipToken') ?? '',
  );
  const value = found.map((container) => show(call, container));
  if (next === undefined) return { status: 200, body: { value } };
  const following = new URLSearchParams(query);
  following.set('$skipToken', next);
  return {
    status: 200,
    body: { value, nextLink: `https://management.azure.com${path}?${following.toString()}` },
  };
}

async function putContainer(call: ContainerCall): Promise<ArmReply> {
  const { service, context, account, container } = call;
  const { pattern, sentence } = nameRule;
  if (!pattern.test(container)) throw invalidResourceName(containerType, container, sentence);
  if (await findContainer(call)) return patchContainer(call);
  const { metadata, publicAccess } = readProperties(call);
  await service.metadata.createContainer(context, {
    accountName: account,
    name: container,
    metadata: metadata ?? {},
    properties: {
      etag: createTag(),
      lastModified: context.startTime,
      leaseStatus: 'unlocked',
      leaseState: 'available',
      publicAccess,
      hasImmutabilityPolicy: false,
      hasLegalHold: false,
    },
  });
  return saved(call, 201);
}

async function patchContainer(call: ContainerCall): Promise<ArmReply> {
  const { service, context, account, container } = call;
  if (!(await findContainer(call))) throw containerNotFound();
  const { metadata, publicAccess, asksAccess } = readProperties(call);
  if (metadata) {
    const { startTime } = context;
    await service.metadata.setContainerMetadata(
      context,
      account,
      container,
      startTime,
      createTag(),
      metadata,
    );
  }
  if (asksAccess) {
    const { containerAcl } = await service.metadata.getContainerACL(context, account, container);
    await service.metadata.setContainerACL(context, account, container, {
      lastModified: context.startTime,
      etag: createTag(),
      publicAccess,
      containerAcl,
    });
  }
  return saved(call, 200);
}

async function deleteContainer(call: ContainerCall): Promise<ArmReply> {
  const { service, context, account, container } = call;
  if (!(await findContainer(call))) return { status: 204 };
  try {
    await service.metadata.deleteContainer(context, account, container);
  } catch (error) {
    const { statusCode, storageErrorCode, message } = error as Error & Record<string, string | number>;
    if (typeof statusCode !== 'number') throw error;
    throw new ArmError(statusCode, String(storageErrorCode), message);
  }
  await service.save();
  return { status: 200 };
}

async function saved(call: ContainerCall, status: number): Promise<ArmReply> {
  await call.service.save();
  const found = await findContainer(call);
  if (!found) throw containerNotFound();
  return { status, body: show(call, found) };
}

function readProperties({ request, allowsPublicAccess }: ContainerCall): {
  metadata?: Readonly<Record<string, string>>;
  publicAccess: PublicAccess;
  asksAccess: boolean;
} {
  const properties = isObject(request.body) ? (request.body.properties ?? {}) : {};
  if (!isObject(properties)) throw invalidContent("The 'properties' of a resource are an object.");
  const { metadata, publicAccess: asked } = properties;
  const known: Record<string, PublicAccess> = { None: undefined, Blob: 'blob', Container: 'container' };
  if (asked !== undefined && asked !== null && !(typeof asked === 'string' && Object.hasOwn(known, asked))) {
    throw invalidContent('publicAccess is None, Blob or Container.');
  }
  const publicAccess = typeof asked === 'string' ? known[asked] : undefined;
  if (publicAccess !== undefined && !allowsPublicAccess) {
    throw new ArmError(
      409,
      'PublicAccessNotPermitted',
      'Public access is not permitted on this storage account.',
    );
  }
  const asksAccess = typeof asked === 'string';
  return isObject(metadata)
    ? { metadata: metadata as Record<string, string>, publicAccess, asksAccess }
    : { publicAccess, asksAccess };
}

function show(
  { accountId }: ContainerCall,
  { name, properties, metadata }: Omit<ContainerDocument, 'accountName'>,
): object {
  const { etag, lastModified, publicAccess, leaseStatus, leaseState, leaseDuration } = properties;
  return {
    id: `${accountId}/blobServices/default/containers/${name}`,
    name,
    type: containerType,
    etag: etag.startsWith('"') ? etag : `"${etag}"`,
    properties: {
      deleted: false,
      remainingRetentionDays: 0,
      defaultEncryptionScope: '$account-encryption-key',
      denyEncryptionScopeOverride: false,
      publicAccess: publicAccess === undefined ? 'None' : capitalize(publicAccess),
      leaseStatus: capitalize(leaseStatus ?? 'unlocked'),
      leaseState: capitalize(leaseState ?? 'available'),
      ...(leaseDuration !== undefined && { leaseDuration: capitalize(leaseDuration) }),
      lastModifiedTime: new Date(lastModified).toISOString(),
      ...(metadata && Object.keys(metadata).length > 0 && { metadata }),
      hasImmutabilityPolicy: properties.hasImmutabilityPolicy,
      hasLegalHold: properties.hasLegalHold,
    },
  };
}

function capitalize(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function createTag(): string {
  return `0x${randomBytes(8).toString('hex').toUpperCase()}`;
}

function containerNotFound(): ArmError {
  return new ArmError(404, 'ContainerNotFound', 'The specified container does not exist.');
}
