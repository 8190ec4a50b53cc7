import type { OperationName } from '../../contract/operations.ts';
import type { OperationHandlers } from '../context.ts';
import { accountHandlers } from './account.ts';
import { cleanupHandlers } from './cleanup.ts';
import { computeHandlers } from './compute.ts';
import { dataHandlers } from './data.ts';
import { drawingHandlers } from './drawing.ts';
import { endpointHandlers } from './endpoint.ts';
import { faultHandlers, repairHandlers } from './fault.ts';
import { inferenceHandlers } from './inference.ts';
import { jobHandlers } from './job.ts';
import { learningHandlers } from './learning.ts';
import { workspaceHandlers } from './workspace.ts';

/** What each operation of the contract does. */
export const operationHandlers: OperationHandlers<OperationName> = {
  ...accountHandlers,
  ...workspaceHandlers,
  ...dataHandlers,
  ...computeHandlers,
  ...drawingHandlers,
  ...jobHandlers,
  ...inferenceHandlers,
  ...endpointHandlers,
  ...learningHandlers,
  ...cleanupHandlers,
  ...faultHandlers,
  ...repairHandlers,
};
