import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import type { StoredResource } from '../resource-store.ts';
import type { World } from '../world.ts';
import { servingRevision } from './serving.ts';

/** Per cent by deployment. */
export type Shares = Readonly<Record<string, number>>;

/** How much of the requests may be mirrored. */
const mostMirrored = 50;

/** Refuses shares that do not add up, or that are given to what cannot answer. Errors: 400. */
export function checkTraffic(shares: unknown, existing: StoredResource | undefined, world: World): void {
  const sum = addUp('traffic', shares);
  if (sum !== 0 && sum !== 100) {
    throw new ArmError(
      400,
      'UserError',
      `The traffic of an endpoint adds up to 0 or 100 per cent, not ${sum}.`,
    );
  }
  checkDeployments(shares as Shares, existing, world);
}

/**
 * Refuses mirrored traffic that Azure does not copy: to more than one deployment, to one that has traffic of its own,
 * of more than half of the requests, or on Kubernetes. Errors: 400.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-safely-rollout-online-endpoints
 */
export function checkMirrorTraffic(
  shares: unknown,
  traffic: Shares,
  { existing, world, isManaged }: { existing: StoredResource | undefined; world: World; isManaged: boolean },
): void {
  if (shares === undefined || shares === null) return;
  const sum = addUp('mirrorTraffic', shares);
  const copied = Object.entries(shares as Shares).filter(([, share]) => share > 0);
  if (copied.length === 0) return;
  const refuse = (message: string): never => {
    throw new ArmError(400, 'UserError', message);
  };
  if (!isManaged) refuse('Mirrored traffic is not supported for Kubernetes online endpoints.');
  if (copied.length > 1) refuse('Traffic can be mirrored to one deployment of an endpoint only.');
  if (sum > mostMirrored) {
    refuse(`Up to ${mostMirrored} per cent of the traffic can be mirrored, not ${sum}.`);
  }
  const [[name]] = copied;
  if (shareOf(traffic, name) > 0) {
    refuse(
      `The deployment '${name}' has traffic of its own. It can have that or mirrored traffic, not both.`,
    );
  }
  checkDeployments(shares as Shares, existing, world);
}

/** The share that a deployment has; its name is compared without case. */
export function shareOf(shares: unknown, name: string): number {
  const all = Object.entries(isObject(shares) ? shares : {});
  return Number(all.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? 0);
}

/** One of the deployments, each as often as its share says; `undefined` for what is left to 100. */
export function chooseByShare(shares: unknown): string | undefined {
  if (!isObject(shares)) return undefined;
  let left = Math.random() * 100;
  for (const name in shares) {
    left -= Number(shares[name]);
    if (left < 0) return name;
  }
  return undefined;
}

/** The sum of whole numbers of per cent. Errors: they are none. */
function addUp(property: string, shares: unknown): number {
  if (!isObject(shares)) throw invalidContent(`'${property}' is an object of per cents by deployment.`);
  const percents = Object.values(shares);
  if (!percents.every((percent) => Number.isInteger(percent) && Number(percent) >= 0)) {
    throw invalidContent(`Each share of '${property}' is a whole number of per cent.`);
  }
  return percents.reduce<number>((total, percent) => total + Number(percent), 0);
}

function checkDeployments(shares: Shares, existing: StoredResource | undefined, world: World): void {
  const names = Object.keys(shares).map((name) => name.toLowerCase());
  if (new Set(names).size < names.length) {
    throw new ArmError(400, 'UserError', 'A deployment is named twice in the traffic.');
  }
  for (const name of Object.keys(shares)) {
    const deployment = existing && world.resources.find(`${existing.id}/deployments/${name}`);
    if (!deployment || !servingRevision(world, deployment)) {
      throw new ArmError(
        400,
        'UserError',
        `Traffic was given to the deployment '${name}', which is not there or not healthy.`,
      );
    }
  }
}
