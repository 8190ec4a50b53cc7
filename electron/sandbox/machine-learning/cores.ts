import { ArmError } from '../arm-error.ts';
import { instancesOf } from '../online-endpoints/request-settings.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
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

const provider = 'Microsoft.MachineLearningServices';

/** The cores of a family that the clusters and managed deployments inside a workspace, group or subscription may take. */
export function coresInUse({ resources }: World, scope: string, family: string, except = ''): number {
  const isOther = ({ id }: StoredResource): boolean => id.toLowerCase() !== except.toLowerCase();
  const clusters = resources
    .inside(scope, `${provider}/workspaces/computes`)
    .filter((compute) => isOther(compute) && compute.properties.computeType === 'AmlCompute')
    .map((cluster) => {
      const size = findVmSize(textOf((cluster.properties.properties as Properties).vmSize));
      return size?.family === family ? size.vCPUs * scaleOf(cluster).most : 0;
    });
  const deployments = resources
    .inside(scope, `${provider}/workspaces/onlineEndpoints/deployments`)
    .filter((deployment) => isOther(deployment) && deployment.properties.endpointComputeType === 'Managed')
    .map((deployment) => {
      const size = findVmSize(textOf(deployment.properties.instanceType));
      return size?.family === family ? deploymentCores(size, instancesOf(deployment)) : 0;
    });
  return [...clusters, ...deployments].reduce((sum, cores) => sum + cores, 0);
}

/**
 * The cores that a managed deployment takes: a fifth more than its instances have, so that it can be upgraded.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-manage-quotas
 */
function deploymentCores(size: VmSize, instances: number): number {
  return Math.ceil(1.2 * instances) * size.vCPUs;
}

/** Refuses a managed deployment that takes more cores than its workspace may use. */
export function checkDeploymentCores(
  world: World,
  asked: {
    readonly workspaceId: string;
    readonly size: VmSize;
    readonly instances: number;
    readonly except: string;
  },
): void {
  const { workspaceId, size, instances, except } = asked;
  const used = coresInUse(world, workspaceId, size.family, except);
  const limit = quotaOf(world, workspaceId, size.family);
  const additional = deploymentCores(size, instances);
  if (used + additional <= limit) return;
  throw new ArmError(
    400,
    'OutOfQuota',
    `Not enough quota available for ${size.name} in the subscription. Current usage/limit: ${used}/${limit}. Additional needed: ${additional}.`,
  );
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
