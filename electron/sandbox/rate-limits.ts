import { tooManyRequests } from './arm-error.ts';
import type { Clock } from './clock.ts';

type Kind = 'reads' | 'writes' | 'deletes';

/** How many requests a bucket holds, and how many come back in a second of Azure's. Source: https://aka.ms/arm-throttling */
const sizes: Readonly<Record<Kind, { readonly size: number; readonly perSecond: number }>> = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
};

interface Bucket {
  left: number;
  at: number;
}

/**
 * Azure Resource Manager's limits for one caller: token buckets of reads, writes and deletions, of the subscription and
 * of the tenant. They are refilled at the pace of the sandbox's clock: at the usual one nobody meets their end.
 */
export class RateLimits {
  private readonly clock: Clock;
  private readonly buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /**
   * Takes a request from its bucket and returns the header that tells what is left; without a subscription it is the
   * tenant's. Error: SubscriptionRequestsThrottled, with when to come again.
   */
  take(method: string, subscription: string | undefined): Record<string, string> {
    const kind = kindOf(method);
    const { size, perSecond } = sizes[kind];
    const scope = subscription === undefined ? 'tenant' : 'subscription';
    const now = this.clock.now();
    const pause = this.clock.duration(1) / perSecond;
    const name = `x-ms-ratelimit-remaining-${scope}-${kind}`;
    const bucket = this.buckets.get(name) ?? { left: size, at: now };
    const left = Math.min(size, bucket.left + Math.max(0, now - bucket.at) / pause);
    const isOver = left < 1;
    this.buckets.set(name, { left: isOver ? left : left - 1, at: now });
    if (isOver) {
      const seconds = Math.max(1, Math.ceil(((1 - left) * pause) / 1000));
      throw tooManyRequests(kind.slice(0, -1), subscription ?? 'tenant', seconds);
    }
    return { [name]: String(Math.floor(left - 1)) };
  }
}

function kindOf(method: string): Kind {
  if (method === 'DELETE') return 'deletes';
  return method === 'GET' || method === 'HEAD' ? 'reads' : 'writes';
}
