import type { Json } from '../../store/journal-line.ts';
import type { StoredResource } from '../resource-store.ts';
import type { World } from '../world.ts';

/** What a job has asked of a cluster: one node, from a moment on. */
interface NodeLease {
  readonly [key: string]: Json;
  readonly cluster: string;
  /** When the node is there. */
  readonly readyAt: number;
  /** When the job gave it back; null while it works. */
  readonly releasedAt: number | null;
}

const prefix = 'node-lease/';
/** How long Azure takes to bring a machine. */
const provisioningSeconds = 60;

function leasesOf(world: World, cluster: string): NodeLease[] {
  return world.store
    .keys(prefix)
    .map((key) => world.store.get(key) as NodeLease)
    .filter((lease) => lease.cluster === cluster.toLowerCase());
}

/** How many nodes a cluster has, and how many of them work. */
export function countNodes(
  world: World,
  cluster: StoredResource,
): { running: number; idle: number; preparing: number } {
  const now = world.clock.now();
  const { least, idleSeconds } = scaleOf(cluster);
  let running = 0;
  let idle = 0;
  let preparing = 0;
  for (const { readyAt, releasedAt } of leasesOf(world, cluster.id)) {
    if (releasedAt === null) {
      if (now < readyAt) preparing++;
      else running++;
    } else if (now < releasedAt + world.clock.duration(idleSeconds)) idle++;
  }
  return { running, idle: Math.max(idle, least - running - preparing), preparing };
}

/**
 * Asks for a node of a compute for a job, and says when it will be there: at once where one idles, else after
 * Azure's minute. The same job gets the same node.
 */
export function requestNode(world: World, compute: StoredResource, job: string): number {
  const key = prefix + job.toLowerCase();
  const existing = world.store.get(key) as NodeLease | undefined;
  if (existing) return existing.readyAt;
  const now = world.clock.now();
  const isCluster = compute.properties.computeType === 'AmlCompute';
  const waits = isCluster && countNodes(world, compute).idle === 0;
  const readyAt = waits ? now + world.clock.duration(provisioningSeconds) : now;
  const lease: NodeLease = { cluster: compute.id.toLowerCase(), readyAt, releasedAt: null };
  world.store.put(key, lease);
  return readyAt;
}

/** Gives a job's node back: it idles, then it goes. */
export function releaseNode(world: World, job: string): void {
  const key = prefix + job.toLowerCase();
  const lease = world.store.get(key) as NodeLease | undefined;
  if (lease?.releasedAt === null) world.store.put(key, { ...lease, releasedAt: world.clock.now() });
}

/** How far a cluster scales. */
export function scaleOf({ properties }: StoredResource): {
  least: number;
  most: number;
  idleSeconds: number;
} {
  const inner = (properties.properties ?? {}) as {
    scaleSettings?: { minNodeCount?: number; maxNodeCount?: number; nodeIdleTimeBeforeScaleDown?: string };
  };
  const {
    minNodeCount = 0,
    maxNodeCount = 1,
    nodeIdleTimeBeforeScaleDown = 'PT120S',
  } = inner.scaleSettings ?? {};
  return {
    least: minNodeCount,
    most: maxNodeCount,
    idleSeconds: parseDuration(nodeIdleTimeBeforeScaleDown) ?? 120,
  };
}

/** An ISO 8601 duration such as PT2M30S in seconds; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  const [whole, days, hours, minutes, seconds] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text) ?? [];
  if (whole === undefined || whole === 'P') return undefined;
  return (
    Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
  );
}
