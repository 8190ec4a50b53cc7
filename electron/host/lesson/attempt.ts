import type { CheckResult } from '../../contract/predicates.ts';

/** A check of a step, as it was found. */
export interface CheckReport extends CheckResult {
  /** The predicate. */
  readonly that: string;
  /** Whether the lesson goes on although it fails. */
  readonly severity: 'block' | 'warn';
}

/** A step that was played. */
export interface StepReport {
  readonly id: string;
  readonly checks: readonly CheckReport[];
  /** When it was found done, by which Guidepost, in which state of the pack. */
  readonly tick?: { readonly at: string; readonly appVersion: string; readonly packHash: string };
}

/** How far an attempt at a lesson has come. It is stored after each step. */
export interface Attempt {
  /** What makes the names of this attempt unlike those of others: eight letters and digits. */
  readonly suffix: string;
  readonly seed: number;
  /** When it was begun, and what the pack was then. */
  readonly startedAt?: string;
  readonly packHash?: string;
  /** The steps whose checks have passed, with what they found. */
  readonly done: readonly StepReport[];
  /** The step that was begun last. */
  readonly entered: string | null;
  /** The figures of the model, once it was evaluated. */
  readonly metrics: unknown;
  /** The last question that the endpoint has answered. */
  readonly endpoint: EndpointAnswer | null;
}

/** What was sent to an endpoint, and what came back. */
export interface EndpointAnswer {
  readonly scoringUri: string;
  readonly request: unknown;
  readonly response: unknown;
}

/** A new attempt. */
export function beginAttempt(suffix: string, seed: number, packHash?: string): Attempt {
  return {
    suffix,
    seed,
    startedAt: new Date().toISOString(),
    ...(packHash !== undefined && { packHash }),
    done: [],
    entered: null,
    metrics: null,
    endpoint: null,
  };
}
