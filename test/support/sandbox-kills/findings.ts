import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

/** What a kill has done that it must not do. */
export interface Findings {
  /** What was acknowledged and is not there; also a deletion that is undone. */
  readonly lost: string[];
  /** What is there in part, or as a mixture. */
  readonly halfMade: string[];
  /** What does not come to an end. */
  readonly hanging: string[];
  /** What is left of something that is gone: resources, processes, files. */
  readonly orphans: string[];
  /** What the sandbox refused or complained of while it was not being killed. */
  readonly refused: string[];
}

export function noFindings(): Findings {
  return { lost: [], halfMade: [], hanging: [], orphans: [], refused: [] };
}

/** What follows from the moment or from the address, and not from what was asked for. */
const moving = new Set([
  'provisioningState',
  'systemData',
  'status',
  'services',
  'scoringUri',
  'swaggerUri',
  'primaryEndpoints',
  'keyCreationTime',
  'modifiedOn',
  'updatedOn',
  'timestamp',
  'duration',
  'outputResources',
  'correlationId',
  'allocationState',
  'allocationStateTransitionTime',
  'currentNodeCount',
  'targetNodeCount',
  'nodeStateCounts',
  'latestVersion',
  'nextVersion',
  'azureml.error',
]);

/** A body without what moves by itself. */
export function settled(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body, (key, value: unknown) => (moving.has(key) ? undefined : value)));
}

/** Whether two bodies say the same. */
export function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(settled(one), settled(other));
}

/** The names of all properties of a body, whatever they hold: a mixture of two makings has others. */
export function shapeOf(body: unknown): string {
  const names: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return void names.push(path);
    for (const [key, inner] of Object.entries(value)) {
      if (key !== 'traffic') walk(inner, `${path}.${key}`);
    }
  };
  walk(settled(body), '');
  return names.sort().join('\n');
}

const mostMilliseconds = 30_000;

/** Asks until something is so; `undefined` where it is not within half a minute. */
export async function wait<Result>(probe: () => Promise<Result | undefined>): Promise<Result | undefined> {
  const end = performance.now() + mostMilliseconds;
  for (;;) {
    const found = await probe();
    if (found !== undefined || performance.now() > end) return found;
    await delay(20);
  }
}
