import type { PredicateName } from '../../contract/predicates.ts';
import type { PredicateHandlers } from '../context.ts';
import { computePredicates } from './compute.ts';
import { dataPredicates } from './data.ts';
import { endpointPredicates } from './endpoint.ts';
import { faultPredicates } from './fault.ts';
import { learningPredicates } from './learning.ts';
import { pipelinePredicates } from './pipeline.ts';
import { workspacePredicates } from './workspace.ts';

/** What each predicate of the contract looks at. */
export const predicateHandlers: PredicateHandlers<PredicateName> = {
  ...workspacePredicates,
  ...dataPredicates,
  ...computePredicates,
  ...pipelinePredicates,
  ...endpointPredicates,
  ...learningPredicates,
  ...faultPredicates,
};
