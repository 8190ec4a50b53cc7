import type { JournalEntry, Json } from '../../store/journal-line.ts';
import { textOf } from '../text-of.ts';
import type { StoredResource } from '../resource-store.ts';
import type { World } from '../world.ts';
import { findVmSize } from './vm-sizes.ts';

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
 * How many jobs a compute bears at once, and how many it bears: a cluster one on each of the nodes that it may have,
 * an instance one on each of its cores, a Kubernetes cluster as many as come.
 */
export function roomOf(world: World, compute: StoredResource): { taken: number; most: number } {
  const taken = leasesOf(world, compute.id).filter(({ releasedAt }) => releasedAt === null).length;
  const { computeType } = compute.properties;
  if (computeType === 'AmlCompute') return { taken, most: scaleOf(compute).most };
  if (computeType !== 'ComputeInstance') return { taken, most: Infinity };
  const { vmSize } = compute.properties.properties as { vmSize?: string };
  return { taken, most: findVmSize(textOf(vmSize))?.vCPUs ?? 1 };
}

/** Whether a job has a node of a compute already: a restart has come between. */
export function hasNode({ store }: World, job: string): boolean {
  const lease = store.get(prefix + job.toLowerCase()) as NodeLease | undefined;
  return lease?.releasedAt === null;
}

/**
 * Asks for a node of a compute for a job, and says when it will be there: at once where one idles, else after
 * Azure's minute. The same job gets the same node.
 */
export function requestNode(world: World, compute: StoredResource, job: string): number {
  const { store, clock } = world;
  const key = prefix + job.toLowerCase();
  const existing = store.get(key) as NodeLease | undefined;
  if (existing) return existing.readyAt;
  const now = clock.now();
  const isCluster = compute.properties.computeType === 'AmlCompute';
  const waits = isCluster && countNodes(world, compute).idle === 0;
  const readyAt = waits ? now + clock.duration(provisioningSeconds) : now;
  const lease: NodeLease = { cluster: compute.id.toLowerCase(), readyAt, releasedAt: null };
  // The node that it gets idles no more.
  const taken = store.keys(prefix).find((other) => {
    const { cluster, releasedAt } = store.get(other) as NodeLease;
    return cluster === lease.cluster && releasedAt !== null;
  });
  store.batch([...(taken === undefined ? [] : [{ key: taken }]), { key, value: lease }]);
  return readyAt;
}

/** The changes by which a job gives all of its nodes back: they idle, then they go. */
export function toRelease({ store, clock }: World, job: string): JournalEntry[] {
  return store
    .keys(`${prefix}${job.toLowerCase()}/`)
    .map((key) => ({ key, lease: store.get(key) as NodeLease }))
    .filter(({ lease }) => lease.releasedAt === null)
    .map(({ key, lease }) => ({ key, value: { ...lease, releasedAt: clock.now() } }));
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
