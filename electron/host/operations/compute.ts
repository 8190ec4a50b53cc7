import {
  attachKubernetes,
  createComputeCluster,
  createComputeInstance,
  listComputes,
  startInstance,
  stopInstance,
} from '../../azure/computes.ts';
import { getVmPrice, type VmPrice } from '../../azure/prices.ts';
import { resourceId, workspaceId } from '../../azure/ids.ts';
import { createKubernetesCluster, installMachineLearningExtension } from '../../azure/kubernetes.ts';
import type { HostContext, OperationHandlers } from '../context.ts';
import { requireScope } from '../scope.ts';

export const computeHandlers: OperationHandlers<
  | 'compute.create-cluster'
  | 'compute.create-instance'
  | 'compute.price'
  | 'compute.list'
  | 'compute.start-instance'
  | 'compute.stop-instance'
  | 'kubernetes.create'
> = {
  async 'compute.create-cluster'(input, context) {
    const { connection, signal } = context;
    const { region: location, ...scope } = requireScope(context);
    noteCompute(context, input.name, 'compute cluster');
    return idOf(await createComputeCluster(connection, scope, { ...input, location }, { signal }));
  },

  async 'compute.create-instance'(input, context) {
    const { connection, signal } = context;
    const { region: location, ...scope } = requireScope(context);
    noteCompute(context, input.name, 'compute instance');
    return idOf(await createComputeInstance(connection, scope, { ...input, location }, { signal }));
  },

  async 'compute.price'({ size }, context) {
    const price = await priceOf(context, size);
    return { perHour: price?.perHour ?? null, currency: price?.currency ?? 'USD' };
  },

  async 'compute.list'(_, context) {
    const computes = await listComputes(context.connection, requireScope(context));
    const sizes = [...new Set(computes.map(({ size }) => size).filter((size) => size !== ''))];
    const prices = new Map(
      await Promise.all(sizes.map(async (size) => [size, await priceOf(context, size)] as const)),
    );
    return {
      computes: computes.map(({ name, computeType, size, state, instanceState, ...cluster }) => ({
        name,
        type: computeType,
        size,
        state: instanceState ?? state,
        nodes:
          cluster.maximumNodes === undefined
            ? null
            : {
                current: cluster.currentNodes ?? 0,
                minimum: cluster.minimumNodes ?? 0,
                maximum: cluster.maximumNodes,
              },
        perHour: prices.get(size)?.perHour ?? null,
        currency: prices.get(size)?.currency ?? 'USD',
      })),
    };
  },

  async 'compute.start-instance'({ name }, context) {
    await startInstance(context.connection, requireScope(context), name, { signal: context.signal });
    return { id: computeId(context, name) };
  },

  async 'compute.stop-instance'({ name }, context) {
    await stopInstance(context.connection, requireScope(context), name, { signal: context.signal });
    return { id: computeId(context, name) };
  },

  async 'kubernetes.create'({ cluster, compute, size, nodes }, context) {
    const { connection, state, progress, signal } = context;
    const { region: location, ...scope } = requireScope(context);
    const { resourceGroup } = scope;
    const type = 'Microsoft.ContainerService/managedClusters';
    state.noteCreation(resourceId(connection, resourceGroup, type, cluster), 'AKS cluster');
    progress('Creating the AKS cluster');
    const { id: clusterId } = await createKubernetesCluster(
      connection,
      { resourceGroup, name: cluster, location, size, nodes },
      { signal },
    );
    progress('Installing the Azure ML extension', 0.7);
    await installMachineLearningExtension(connection, { clusterId }, { signal });
    progress('Attaching it to the workspace', 0.85);
    noteCompute(context, compute, 'Kubernetes compute');
    return idOf(
      await attachKubernetes(connection, scope, { name: compute, clusterId, location }, { signal }),
    );
  },
};

function computeId(context: HostContext, name: string): string {
  return `${workspaceId(context.connection, requireScope(context))}/computes/${name}`;
}

/** The list price of a size; nothing where the list cannot be read, for nobody has to wait for a price. */
async function priceOf(context: HostContext, size: string): Promise<VmPrice | undefined> {
  const { connection, state } = context;
  const region = state.scope?.region ?? 'westeurope';
  try {
    return await getVmPrice(connection, { region, size });
  } catch {
    return undefined;
  }
}

function noteCompute(context: HostContext, name: string, kind: string): void {
  context.state.noteCreation(computeId(context, name), kind);
}

function idOf({ id }: { readonly id: string }): { id: string } {
  return { id };
}
