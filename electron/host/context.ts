import type { Facts } from '../../lessons/format/condition.ts';
import type { DeviceCode } from '../azure/account.ts';
import type { Connection } from '../azure/connection.ts';
import type { OperationInput, OperationName, OperationOutput } from '../contract/operations.ts';
import type { CheckResult, PredicateArguments, PredicateName } from '../contract/predicates.ts';
import type { HostState } from './host-state.ts';
import type { LearnerAccount } from './learner-account.ts';

/** What a question of a lesson asks for. */
export interface Question {
  readonly id: string;
  readonly isRight: (answer: string | number, facts: Facts) => boolean;
  readonly explanation: string;
}

/** What the lesson that is open gives to operations and checks. */
export interface LessonContext {
  question(id: string): Question | undefined;
  /** The lesson's table: a file on this machine. */
  readonly table: string;
}

/** What operations and predicates work with. */
export interface HostContext {
  readonly state: HostState;
  /** To the world that the learner has chosen. Errors: `not-signed-in`, `no-subscription`. */
  readonly connection: Connection;
  /** The learner at Azure; a host without a screen has none. */
  readonly account: LearnerAccount | undefined;
  readonly lesson: LessonContext | undefined;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
  /** Tells the learner what is going on. */
  readonly progress: (message: string, share?: number, deviceCode?: DeviceCode) => void;
}

/** What an operation does. */
export type OperationHandler<Name extends OperationName> = (
  input: OperationInput<Name>,
  context: HostContext,
) => Promise<OperationOutput<Name>>;

/** The handlers of some operations, by their names. */
export type OperationHandlers<Names extends OperationName> = {
  readonly [Name in Names]: OperationHandler<Name>;
};

/** What a predicate looks at. */
export type PredicateHandlers<Names extends PredicateName> = {
  readonly [Name in Names]: (check: PredicateArguments<Name>, context: HostContext) => Promise<CheckResult>;
};
