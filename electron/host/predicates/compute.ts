import { getCompute } from '../../azure/computes.ts';
import type { PredicateHandlers } from '../context.ts';
import { requireScope } from '../scope.ts';
import { checkResult } from './result.ts';

const kinds = { cluster: 'AmlCompute', instance: 'ComputeInstance', kubernetes: 'Kubernetes' } as const;

export const computePredicates: PredicateHandlers<'compute.exists' | 'compute.scale'> = {
  async 'compute.exists'({ name, kind }, context) {
    const found = await getCompute(context.connection, requireScope(context), name);
    return checkResult(
      found?.computeType === kinds[kind] && found.state === 'Succeeded',
      `a ${kind} named ${name}`,
      found ? `it is of the kind ${found.computeType} and ${found.state}` : 'it is not there',
    );
  },

  async 'compute.scale'({ name, minimum, maximum }, context) {
    const found = await getCompute(context.connection, requireScope(context), name);
    return checkResult(
      found?.minimumNodes === minimum && found.maximumNodes === maximum,
      `the cluster ${name} has ${minimum} to ${maximum} nodes`,
      found ? `it has ${found.minimumNodes ?? '?'} to ${found.maximumNodes ?? '?'}` : 'it is not there',
    );
  },
};
