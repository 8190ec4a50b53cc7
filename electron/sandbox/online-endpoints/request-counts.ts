import type { JournalEntry, Json } from '../../store/journal-line.ts';
import type { World } from '../world.ts';
import { addLatencies, type Latencies } from './latencies.ts';

/** A request that a deployment has answered. */
export interface AnsweredRequest {
  readonly status: number;
  readonly milliseconds: number;
  /** Why it was refused. */
  readonly message?: string;
}

/** What was counted in one minute. */
export interface MinuteCount {
  readonly [key: string]: Json;
  readonly count: number;
  /** All latencies together. */
  readonly milliseconds: number;
  readonly latencies?: Latencies;
}

export const minute = 60_000;
export const countPrefix = 'request-count/';
const mostLogLines = 200;
/** Counts are stored this often, in ms: one by one they would take longer than the answers. */
const storeEvery = 100;

/** A deployment's requests: those that are not stored yet, and its container's output. */
class DeploymentCounts {
  private readonly id: string;
  /** Their times in ms, by the number of the minute and the class of status. */
  private fresh = new Map<number, number[]>();
  private readonly lines: (AnsweredRequest & { readonly at: number })[] = [];

  constructor(deploymentId: string) {
    this.id = deploymentId.toLowerCase();
  }

  add({ status, milliseconds, message }: AnsweredRequest, at: number): void {
    const key = Math.floor(at / minute) * 10 + Math.floor(status / 100);
    const fresh = this.fresh.get(key);
    if (fresh) fresh.push(milliseconds);
    else this.fresh.set(key, [milliseconds]);
    this.lines.push({ at, status, milliseconds, ...(message !== undefined && { message }) });
    if (this.lines.length > 2 * mostLogLines) this.lines.splice(0, this.lines.length - mostLogLines);
  }

  /** The changes that store what was counted since the last time. */
  takeChanges(store: World['store']): JournalEntry[] {
    const changes = [...this.fresh].map(([number, times]) => {
      const key = `${countPrefix}${this.id}/${number % 10}xx/${Math.floor(number / 10)}`;
      const before = store.get(key) as MinuteCount | undefined;
      const value = {
        count: (before?.count ?? 0) + times.length,
        milliseconds: times.reduce((sum, time) => sum + time, before?.milliseconds ?? 0),
        latencies: addLatencies(before?.latencies ?? {}, times),
      };
      return { key, value };
    });
    this.fresh = new Map();
    return changes;
  }

  log(): string[] {
    return this.lines.slice(-mostLogLines).map(({ at, status, milliseconds, message }) => {
      const line = `${new Date(at).toISOString()} POST /score ${status} ${milliseconds.toFixed(1)} ms`;
      return message === undefined ? line : `${line} ${message}`;
    });
  }
}

class Counts {
  private readonly world: World;
  private readonly deployments = new Map<string, DeploymentCounts>();
  private timer: NodeJS.Timeout | undefined;

  constructor(world: World) {
    this.world = world;
  }

  add(deploymentId: string, request: AnsweredRequest): void {
    let deployment = this.deployments.get(deploymentId);
    if (!deployment) this.deployments.set(deploymentId, (deployment = new DeploymentCounts(deploymentId)));
    deployment.add(request, this.world.clock.now());
    this.timer ??= setTimeout(() => this.store(), storeEvery);
  }

  /** Stores what was counted: whoever looks at the counts calls it first, so what was seen is never lost. */
  store(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { store } = this.world;
    store.batch([...this.deployments.values()].flatMap((deployment) => deployment.takeChanges(store)));
  }

  log(deploymentId: string): readonly string[] {
    return this.deployments.get(deploymentId)?.log() ?? [];
  }

  forget(deploymentId: string): void {
    this.store();
    this.deployments.delete(deploymentId);
    const { store } = this.world;
    store.batch(store.keys(`${countPrefix}${deploymentId.toLowerCase()}/`).map((key) => ({ key })));
  }
}

const counts = new WeakMap<World, Counts>();

function countsOf(world: World): Counts {
  const known = counts.get(world) ?? new Counts(world);
  counts.set(world, known);
  return known;
}

/** Counts a request that a deployment has answered; a kill loses those of the last tenth of a second at most. */
export function countRequest(world: World, deploymentId: string, request: AnsweredRequest): void {
  countsOf(world).add(deploymentId, request);
}

/**
 * Counts a request that an endpoint has refused before any deployment was asked: for want of a key, a deployment or
 * traffic. It is kept as one of a deployment without a name.
 */
export function countRefusal(world: World, endpointId: string, status: number): void {
  countRequest(world, refusalsOf(endpointId), { status, milliseconds: 0 });
}

/** What refusals of an endpoint are kept under. */
export function refusalsOf(endpointId: string): string {
  return `${endpointId}/deployments/`;
}

/** Stores what was counted. */
export function storeCounts(world: World): void {
  countsOf(world).store();
}

/** A line for each of the last requests that a deployment has answered since the sandbox was started. */
export function requestLog(world: World, deploymentId: string): readonly string[] {
  return countsOf(world).log(deploymentId);
}

/** Forgets what a deployment of an earlier time has answered under the same id. */
export function forgetRequests(world: World, deploymentId: string): void {
  countsOf(world).forget(deploymentId);
}
