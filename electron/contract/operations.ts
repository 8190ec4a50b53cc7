import type { z } from 'zod';
import { accountOperations } from './operations/account.ts';
import { computeOperations } from './operations/compute.ts';
import { dataOperations } from './operations/data.ts';
import { endpointOperations } from './operations/endpoint.ts';
import { faultOperations, repairOperations } from './operations/fault.ts';
import { lessonOperations } from './operations/lesson.ts';
import { pipelineOperations } from './operations/pipeline.ts';
import { workspaceOperations } from './operations/workspace.ts';

/** All that the host can be asked for. Buttons, lessons, scripts and tests ask for the same. */
export const operations = {
  ...accountOperations,
  ...workspaceOperations,
  ...dataOperations,
  ...computeOperations,
  ...pipelineOperations,
  ...endpointOperations,
  ...lessonOperations,
  ...faultOperations,
  ...repairOperations,
};

export type OperationName = keyof typeof operations;

/** What an operation gets once its input was checked, and defaults were filled in. */
export type OperationInput<Name extends OperationName> = z.output<(typeof operations)[Name]['input']>;

export type OperationOutput<Name extends OperationName> = z.output<(typeof operations)[Name]['output']>;

/** Whether the host knows an operation of this name. */
export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}
