import { setTraffic, createOnlineEndpoint } from '../../electron/azure/online-endpoints.ts';
import { createDeployment } from '../../electron/azure/deployments.ts';
import type { CallName, CallOutput } from '../../electron/contract/bridge.ts';
import type { OperationName } from '../../electron/contract/operations.ts';
import { registerPipeline, scope, startWorkspace, type TestWorkspace } from './workspace.ts';

/** A workspace with an endpoint "echo" whose deployments answer a row with the row, and what asks the host. */
export interface DeployedEndpoint extends TestWorkspace {
  readonly call: <Name extends OperationName & CallName>(
    name: Name,
    input: unknown,
  ) => Promise<CallOutput<Name>>;
}

const location = 'westeurope';

/** Starts a sandbox with deployments; the first has all of the traffic. */
export async function deployEcho(...names: string[]): Promise<DeployedEndpoint> {
  const workspace = await startWorkspace();
  const { connection, host } = workspace;
  const { id: modelId } = await registerPipeline(workspace, 'echo');
  await createOnlineEndpoint(connection, scope, { name: 'echo', location });
  for (const name of names) {
    await createDeployment(connection, scope, {
      endpoint: 'echo',
      name,
      modelId,
      location,
      instanceCount: 1,
      instanceType: 'Standard_DS3_v2',
      kind: 'Managed',
    });
  }
  await setTraffic(connection, scope, 'echo', { [names[0]]: 100 });
  return {
    ...workspace,
    async call(name, input) {
      const reply = await host.call(name, input);
      if (!reply.ok) throw Object.assign(new Error(reply.error.message), reply.error);
      return reply.value as never;
    },
  };
}
