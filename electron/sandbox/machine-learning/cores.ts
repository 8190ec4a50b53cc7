import { ArmError } from '../arm-error.ts';
import type { Properties } from '../resource-store.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { scaleOf } from './nodes.ts';
import { coreQuota, findVmSize, type VmSize } from './vm-sizes.ts';

const prefix = 'core-quota/';

function key(workspaceId: string, family: string): string {
  return `${prefix}${workspaceId.toLowerCase()}/${family.toLowerCase()}`;
}

/** How many cores of a family a workspace may use: what was set for it, else what the subscription has. */
export function quotaOf({ store }: World, workspaceId: string, family: string): number {
  return (store.get(key(workspaceId, family)) as number | undefined) ?? coreQuota;
}

/** Sets how many cores of a family a workspace may use. */
export function setQuota({ store }: World, workspaceId: string, family: string, limit: number): void {
  store.put(key(workspaceId, family), limit);
}

/** Whether a workspace has a quota of its own for a family. */
export function hasQuota({ store }: World, workspaceId: string, family: string): boolean {
  return store.get(key(workspaceId, family)) !== undefined;
}

/** The cores of a family that the clusters inside a workspace, group or subscription may take. */
export function coresInUse({ resources }: World, scope: string, family: string, except = ''): number {
  return resources
    .inside(scope, 'Microsoft.MachineLearningServices/workspaces/computes')
    .filter(
      ({ id, properties }) =>
        id.toLowerCase() !== except.toLowerCase() && properties.computeType === 'AmlCompute',
    )
    .reduce((sum, cluster) => {
      const size = findVmSize(textOf((cluster.properties.properties as Properties).vmSize));
      return sum + (size?.family === family ? size.vCPUs * scaleOf(cluster).most : 0);
    }, 0);
}

/** Refuses a cluster that takes more cores than its workspace may use. */
export function checkCores(
  world: World,
  asked: {
    readonly workspaceId: string;
    readonly size: VmSize;
    readonly nodes: number;
    readonly except: string;
  },
): void {
  const { workspaceId, size, nodes, except } = asked;
  const used = coresInUse(world, workspaceId, size.family, except);
  const limit = quotaOf(world, workspaceId, size.family);
  const additional = size.vCPUs * nodes;
  if (used + additional <= limit) return;
  throw new ArmError(
    400,
    'ClusterCoreQuotaReached',
    `Operation results in exceeding quota limits of Core for ${size.family}. Maximum allowed: ${limit}, Current in use: ${used}, Additional requested: ${additional}.`,
  );
}
