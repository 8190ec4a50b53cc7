import type { OperationName } from '../../contract/operations.ts';

/** Operations that can be done again from their beginning: what is there already stays, and nothing is made twice. */
const repeatable: ReadonlySet<OperationName> = new Set<OperationName>([
  'workspace.create',
  'storage.create-account',
  'storage.create-container',
  'blob.upload',
  'compute.create-cluster',
  'compute.create-instance',
  'compute.start-instance',
  'compute.stop-instance',
  'kubernetes.create',
  'job.wait',
  'endpoint.create',
  'deployment.create',
  'endpoint.set-traffic',
  'cleanup.run',
]);

/** Whether an operation that a stop has interrupted is taken up at the next start. */
export function resumes(operation: OperationName): boolean {
  return repeatable.has(operation);
}
