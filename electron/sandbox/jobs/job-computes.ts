import { isObject } from '../envelope.ts';
import type { StoredResource } from '../resource-store.ts';

/** The computes of a job and of its steps, each once. */
export function computesOf({ properties }: StoredResource): string[] {
  const steps = Object.values((properties.jobs ?? {}) as Readonly<Record<string, unknown>>);
  const { settings } = properties;
  const shared = isObject(settings) ? settings.default_compute : undefined;
  const ids = [
    properties.computeId,
    shared,
    ...steps.map((step) => (isObject(step) ? step.computeId : undefined)),
  ];
  return [...new Set(ids.filter((id): id is string => typeof id === 'string').map((id) => id.toLowerCase()))];
}
