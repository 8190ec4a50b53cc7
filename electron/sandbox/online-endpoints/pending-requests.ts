import { ArmError } from '../arm-error.ts';
import type { RequestSettings } from './request-settings.ts';

/** A longer timer would go off at once. */
const mostMilliseconds = 2 ** 31 - 1;

/** The requests of one deployment that are answered now, and those that wait for their turn, the first first. */
interface Lane {
  working: number;
  readonly waiting: Set<() => void>;
}

/**
 * Keeps each deployment to what its instances can bear: so many requests are answered at once, as many more wait, and
 * all others are refused at once.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-troubleshoot-online-endpoints
 */
export class PendingRequests {
  private readonly lanes = new Map<string, Lane>();

  /**
   * Does some work when it is its turn. Errors: 429 where twice as many are pending as can be answered at once, or the
   * turn does not come in time.
   */
  async run<Result>(
    deployment: string,
    { atOnce, queueMilliseconds }: RequestSettings,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const lane = this.laneOf(deployment);
    if (lane.working + lane.waiting.size >= 2 * atOnce) throw tooManyPending();
    if (lane.working < atOnce) lane.working++;
    else await waitForTurn(lane, queueMilliseconds);
    try {
      return await work();
    } finally {
      const [next] = lane.waiting;
      // The turn goes on from hand to hand: who has waited is before who comes just now.
      if (next) next();
      else if (--lane.working === 0) this.lanes.delete(deployment);
    }
  }

  private laneOf(deployment: string): Lane {
    const known = this.lanes.get(deployment);
    if (known) return known;
    const lane: Lane = { working: 0, waiting: new Set() };
    this.lanes.set(deployment, lane);
    return lane;
  }
}

function waitForTurn(lane: Lane, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const turn = (): void => {
      clearTimeout(timer);
      lane.waiting.delete(turn);
      resolve();
    };
    const timer = setTimeout(
      () => {
        lane.waiting.delete(turn);
        reject(tooManyPending());
      },
      Math.min(milliseconds, mostMilliseconds),
    );
    lane.waiting.add(turn);
  });
}

function tooManyPending(): ArmError {
  return new ArmError(
    429,
    'too_many_pending_request',
    'The deployment has more requests than it can handle. Send it again a little later, raise maxConcurrentRequestsPerInstance, or give it more instances.',
    { 'retry-after': '1', 'ms-azureml-model-error-reason': 'too_many_pending_request' },
  );
}
