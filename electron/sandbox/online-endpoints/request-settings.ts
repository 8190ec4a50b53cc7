import { ArmError } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { Properties, StoredResource } from '../resource-store.ts';
import { textOf } from '../text-of.ts';

/** How many requests a deployment takes at once, and how long each may take. */
export interface RequestSettings {
  /** How many all of its instances answer at the same time. */
  readonly atOnce: number;
  readonly queueMilliseconds: number;
  readonly timeoutMilliseconds: number;
  /** How long its model takes for a request on purpose, so that timeouts and full queues can be met. */
  readonly modelMilliseconds: number;
}

/** What Azure takes where nothing is said. */
const defaults = { maxConcurrentRequestsPerInstance: 1, maxQueueWait: 'PT0.5S', requestTimeout: 'PT5S' };
const longestTimeout = { Managed: 180_000, Kubernetes: 300_000 } as const;

/** The environment variable of a deployment that slows its model down: an invention of the sandbox. */
const slowModel = 'SANDBOX_MODEL_MILLISECONDS';

/**
 * The request settings of a deployment, with what Azure takes where they say nothing. Errors: 400.
 * Source: https://learn.microsoft.com/azure/machine-learning/reference-yaml-deployment-managed-online
 */
export function completeRequestSettings(settings: unknown, kind: 'Managed' | 'Kubernetes'): Properties {
  if (settings !== undefined && settings !== null && !isObject(settings)) {
    throw badArgument("'requestSettings' is an object.");
  }
  const given = Object.entries(settings ?? {}).filter(([, value]) => value !== null);
  const complete = { ...defaults, ...Object.fromEntries(given) };
  const { maxConcurrentRequestsPerInstance: most, maxQueueWait, requestTimeout } = complete;
  if (!Number.isSafeInteger(most) || most < 1) {
    throw badArgument("'maxConcurrentRequestsPerInstance' is a whole number from 1.");
  }
  if (millisecondsOf(maxQueueWait) === undefined) {
    throw badArgument("'maxQueueWait' is a duration such as PT0.5S.");
  }
  const timeout = millisecondsOf(requestTimeout);
  if (timeout === undefined || timeout <= 0 || timeout > longestTimeout[kind]) {
    throw badArgument(`'requestTimeout' is a duration up to PT${longestTimeout[kind] / 1000}S.`);
  }
  return complete;
}

/** By the deployment as it is stored: they are asked for at each request. */
const known = new WeakMap<StoredResource, RequestSettings>();

/** The request settings that a deployment has now. */
export function requestSettingsOf(deployment: StoredResource): RequestSettings {
  const found = known.get(deployment) ?? readRequestSettings(deployment);
  known.set(deployment, found);
  return found;
}

function readRequestSettings(deployment: StoredResource): RequestSettings {
  const { requestSettings, environmentVariables } = deployment.properties;
  // A deployment of an earlier version of the sandbox has none.
  const given = { ...defaults, ...(isObject(requestSettings) ? requestSettings : {}) };
  const slow = isObject(environmentVariables) ? Number(environmentVariables[slowModel] ?? 0) : 0;
  return {
    atOnce: given.maxConcurrentRequestsPerInstance * instancesOf(deployment),
    queueMilliseconds: millisecondsOf(given.maxQueueWait) ?? 500,
    timeoutMilliseconds: millisecondsOf(given.requestTimeout) ?? 5000,
    modelMilliseconds: slow > 0 ? slow : 0,
  };
}

/** How many instances a deployment has at most: what its quota is kept for. */
export function instancesOf({
  envelope,
  properties,
}: Pick<StoredResource, 'envelope' | 'properties'>): number {
  const { sku } = envelope;
  const { scaleSettings } = properties;
  const capacity = isObject(sku) ? Number(sku.capacity ?? 1) : 1;
  const scales = isObject(scaleSettings) && scaleSettings.scaleType === 'TargetUtilization';
  return scales ? Math.max(capacity, Number(scaleSettings.maxInstances ?? 1)) : capacity;
}

/**
 * How a deployment scales, with what Azure takes where it says nothing. Managed ones are scaled by Azure Monitor, from
 * outside. Errors: 400.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-autoscale-endpoints
 */
export function completeScaleSettings(settings: unknown, kind: 'Managed' | 'Kubernetes'): Properties {
  if (settings === undefined || settings === null) return { scaleType: 'Default' };
  const scaleType = isObject(settings) ? settings.scaleType : undefined;
  if (!isObject(settings) || (scaleType !== 'Default' && scaleType !== 'TargetUtilization')) {
    throw badArgument("'scaleSettings.scaleType' is Default or TargetUtilization.");
  }
  if (scaleType === 'Default') return settings;
  if (kind === 'Managed') {
    throw badArgument("Managed online deployments have the 'scaleType' Default; Azure Monitor scales them.");
  }
  const given = Object.entries(settings).filter(([, value]) => value !== null);
  const complete = {
    ...{ minInstances: 1, maxInstances: 1, pollingInterval: 'PT1S', targetUtilizationPercentage: 70 },
    ...Object.fromEntries(given),
  };
  const { minInstances, maxInstances, pollingInterval, targetUtilizationPercentage: target } = complete;
  if (!isCount(minInstances) || !isCount(maxInstances) || minInstances > maxInstances) {
    throw badArgument(
      "'minInstances' and 'maxInstances' are whole numbers from 1, and the first is no greater.",
    );
  }
  if (!isCount(target) || target > 100) {
    throw badArgument("'targetUtilizationPercentage' is a whole number from 1 to 100.");
  }
  if (millisecondsOf(pollingInterval) === undefined) {
    throw badArgument("'pollingInterval' is a duration such as PT1S.");
  }
  return complete;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}

/** A duration of hours, minutes and seconds, such as PT0.5S, in milliseconds; `undefined` for anything else. */
export function millisecondsOf(duration: unknown): number | undefined {
  const [whole, hours = 0, minutes = 0, seconds = 0] =
    /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(textOf(duration)) ?? [];
  if (whole === undefined) return undefined;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

function badArgument(message: string): ArmError {
  return new ArmError(400, 'BadArgument', message);
}
