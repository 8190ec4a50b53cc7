import type { Json } from '../../store/journal-line.ts';

type Failure = { readonly code: string; readonly message: string } | null;

/** The making of one resource. */
export interface DeploymentOperation {
  readonly [key: string]: Json;
  readonly id: string;
  /** The id of the resource. */
  readonly resource: string;
  readonly type: string;
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly failure: Failure;
}

/** A deployment as it is stored. */
export interface Deployment {
  readonly [key: string]: Json;
  readonly id: string;
  readonly name: string;
  readonly operationId: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly failure: Failure;
  readonly template: Json;
  readonly parameters: Json;
  readonly mode: string;
  readonly operations: readonly DeploymentOperation[];
}

/** How far something is. */
export function stateOf({ endedAt, failure }: Pick<Deployment, 'endedAt' | 'failure'>): string {
  return endedAt === null ? 'Running' : failure ? 'Failed' : 'Succeeded';
}

/** A deployment as Azure shows it now. */
export function showDeployment(deployment: Deployment): object {
  const { id, name, mode, parameters, operations, failure, operationId } = deployment;
  return {
    id,
    name,
    type: 'Microsoft.Resources/deployments',
    properties: {
      mode,
      parameters,
      provisioningState: stateOf(deployment),
      correlationId: operationId,
      timestamp: new Date(deployment.endedAt ?? deployment.startedAt).toISOString(),
      duration: durationOf(deployment),
      outputResources: operations.map(({ resource }) => ({ id: resource })),
      ...(failure && { error: failure }),
    },
  };
}

/** The making of a resource as Azure shows it now. */
export function showOperation({ id }: Deployment, operation: DeploymentOperation): object {
  const { failure, resource, type, name } = operation;
  return {
    id: `${id}/operations/${operation.id}`,
    operationId: operation.id,
    properties: {
      provisioningOperation: 'Create',
      provisioningState: stateOf(operation),
      timestamp: new Date(operation.endedAt ?? operation.startedAt).toISOString(),
      duration: durationOf(operation),
      serviceRequestId: operation.id,
      statusCode: failure ? 'Conflict' : operation.endedAt === null ? 'Accepted' : 'OK',
      ...(failure && { statusMessage: { error: failure } }),
      targetResource: { id: resource, resourceType: type, resourceName: name },
    },
  };
}

function durationOf({ startedAt, endedAt }: Pick<Deployment, 'startedAt' | 'endedAt'>): string {
  return `PT${(((endedAt ?? startedAt) - startedAt) / 1000).toFixed(3)}S`;
}
