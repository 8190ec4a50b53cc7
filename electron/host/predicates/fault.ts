import { readFaults } from '../../azure/sandbox-faults.ts';
import type { DealtFault } from '../../contract/fault-card.ts';
import type { HostContext, PredicateHandlers } from '../context.ts';
import { checkResult } from './result.ts';

export const faultPredicates: PredicateHandlers<'fault.met' | 'fault.repaired'> = {
  async 'fault.met'({ fault, times }, context) {
    const found = await find(fault, context);
    const met = found?.met ?? 0;
    return checkResult(
      met >= times,
      times === 1 ? `the fault ${fault} was met` : `the fault ${fault} was met ${times} times`,
      met === 0 ? 'it was not met yet' : evidence(met, found),
    );
  },

  async 'fault.repaired'({ fault }, context) {
    const found = await find(fault, context);
    const expected = `the fault ${fault} is repaired`;
    if (!found) return checkResult(false, expected, 'it was not dealt');
    const { state, repairedBy } = found;
    if (state === 'repaired')
      return checkResult(true, expected, `it is repaired, by ${repairedBy ?? 'nobody'}`);
    if (state === 'waits') return checkResult(false, expected, 'it was not met yet');
    return checkResult(
      false,
      expected,
      state === 'used-up' ? 'it is over; do what failed once more' : evidence(found.met, found),
    );
  },
};

/** A fault by its name, whether it waits or has ended. */
async function find(name: string, { connection }: HostContext): Promise<DealtFault | undefined> {
  const { value, ended } = await readFaults(connection);
  return [...value, ...ended].find((fault) => fault.name === name);
}

function evidence(met: number, fault: DealtFault | undefined): string {
  return `it was met ${met} ${met === 1 ? 'time' : 'times'}, last by ${fault?.last?.operation ?? 'nobody'} ${fault?.last?.name ?? ''}`;
}
