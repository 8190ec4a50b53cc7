import accountPermissions from 'azurite/dist/src/blob/authentication/OperationAccountSASPermission.js';
import {
  OPERATION_BLOB_SAS_BLOB_PERMISSIONS as neededOnBlob,
  OPERATION_BLOB_SAS_CONTAINER_PERMISSIONS as neededOnContainer,
} from 'azurite/dist/src/blob/authentication/OperationBlobSASPermission.js';
import operations from 'azurite/dist/src/blob/generated/artifacts/operation.js';
import type { BlobMetadata } from '../azurite-parts.ts';
import { exported } from '../exported.ts';
import type { CallState } from './authenticator.ts';
import type { SignedFields } from './signed-url.ts';
import { notAllowed } from './storage-error.ts';

interface Needed {
  validatePermissions(permissions: string): boolean;
  validateServices(services: string): boolean;
  validateResourceTypes(types: string): boolean;
}

/** Azurite's number of an operation, such as Service_GetUserDelegationKey. */
export function operationOf(name: string): number {
  return exported<Record<string, number>>(operations)[name];
}

/** Checks what a service or user delegation signature permits. Error: AuthorizationPermissionMismatch. */
export async function checkService(
  state: CallState,
  { sp = '', sr }: SignedFields,
  metadata: BlobMetadata,
): Promise<void> {
  const needed = (sr === 'c' ? neededOnContainer : neededOnBlob).get(state.operation ?? -1);
  if (!needed?.validatePermissions(sp)) throw notAllowed(state, 'Permission');
  await checkOverwrite(state, sp, metadata);
}

/** Checks what an account's signature permits. Errors: Authorization…Mismatch. */
export async function checkAccount(
  state: CallState,
  { sp = '', ss = '', srt = '' }: SignedFields,
  metadata: BlobMetadata,
): Promise<void> {
  const needed = exported<Map<number, Needed>>(accountPermissions).get(state.operation ?? -1);
  if (!needed) throw notAllowed(state, 'Permission');
  if (!needed.validateServices(ss)) throw notAllowed(state, 'Service');
  if (!needed.validateResourceTypes(srt)) throw notAllowed(state, 'ResourceType');
  if (!needed.validatePermissions(sp)) throw notAllowed(state, 'Permission');
  await checkOverwrite(state, sp, metadata);
}

const creating = [
  'BlockBlob_Upload',
  'PageBlob_Create',
  'AppendBlob_Create',
  'Blob_StartCopyFromURL',
  'Blob_CopyFromURL',
].map(operationOf);

/** Who may create and not write may not write over what is there. */
async function checkOverwrite(state: CallState, permissions: string, metadata: BlobMetadata): Promise<void> {
  const { account, container = '', blob = '' } = state.context;
  if (permissions.includes('w') || !creating.includes(state.operation ?? -1)) return;
  const present = await metadata.getBlobType(account, container, blob);
  if (present && present.isCommitted !== false) throw notAllowed(state, 'Permission');
}
