import { holds, type Facts } from './condition.ts';
import type { Lesson, Step } from './lesson.ts';

/** The steps that are part of a lesson while these facts hold, in their order. */
export function stepsFor({ steps }: Pick<Lesson, 'steps'>, facts: Facts): Step[] {
  return steps.filter(({ when }) => when === undefined || holds(when, facts));
}

/** What a learner sees of the hints of a step. */
export interface HintLadder {
  readonly open: readonly string[];
  /** How many are still closed. */
  readonly closed: number;
  /** Whether all are open, so that the step may be shown. */
  readonly mayShow: boolean;
}

/** The hints that are open after this many tries; each try that fails opens one more. */
export function hintsFor({ hints, solve }: Pick<Step, 'hints' | 'solve'>, tries: number): HintLadder {
  const open = hints.slice(0, Math.max(0, tries));
  const closed = hints.length - open.length;
  return { open, closed, mayShow: closed === 0 && tries > 0 && solve.length > 0 };
}

/** The minutes of these steps together, without the waits on Azure. */
export function minutesOf(steps: readonly Pick<Step, 'minutes'>[]): number {
  return steps.reduce((sum, { minutes }) => sum + minutes, 0);
}
