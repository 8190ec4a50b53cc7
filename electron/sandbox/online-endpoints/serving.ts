import { isObject } from '../envelope.ts';
import type { StoredResource } from '../resource-store.ts';
import type { World } from '../world.ts';

/** A model that answers; the same object for as long as it is the same. */
export interface Revision {
  /** Its pipeline as text. */
  readonly pipeline: string;
}

/**
 * What a deployment answers by now. While an update is under way, and after one that has failed, it is what answered
 * before: Azure starts the new containers beside the old ones. `undefined` where nothing can answer.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-safely-rollout-online-endpoints
 */
export function servingRevision({ resources }: World, deployment: StoredResource): Revision | undefined {
  const { secrets } = deployment;
  switch (resources.state(deployment)) {
    case 'Succeeded':
      return isRevision(secrets) ? secrets : undefined;
    case 'Updating':
    case 'Failed':
      return isRevision(secrets.previous) ? secrets.previous : undefined;
    default:
      return undefined;
  }
}

function isRevision(value: unknown): value is Revision {
  return isObject(value) && typeof value.pipeline === 'string';
}
