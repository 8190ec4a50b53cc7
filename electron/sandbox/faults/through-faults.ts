import { setTimeout as delay } from 'node:timers/promises';
import { ArmError } from '../arm-error.ts';
import type { ThroughFaults } from '../world.ts';
import { befallOperation } from './befall.ts';
import type { Faults } from './faults.ts';

/**
 * Lets faults befall the calls that the sandbox makes itself: those of a template. There is no connection to be cut;
 * the service that is called is in trouble instead.
 */
export function throughFaults(faults: () => Faults): ThroughFaults {
  return async (call, work) => {
    const found = faults();
    const fault = found.meet(call);
    if (fault?.kind === 'slow') await delay(fault.milliseconds);
    if (fault?.kind === 'connection-cut') {
      throw new ArmError(500, 'InternalServerError', 'An internal error occurred. Please retry.');
    }
    const befallen = fault && befallOperation(fault, call);
    const reply = befallen?.reply ?? (await work(befallen?.failure));
    if (!fault && reply.status < 400) found.succeeded(call);
    return reply;
  };
}
