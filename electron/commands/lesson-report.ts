import type { OperationOutput } from '../contract/operations.ts';
import type { Step } from '../../lessons/format/lesson.ts';
import type { StepReport } from '../host/lesson/attempt.ts';
import type { PlayResult } from '../host/lesson/play-lesson.ts';

type Remaining = OperationOutput<'cleanup.list'>['remaining'];

/** What `lesson run --json` prints. */
export interface LessonReport {
  readonly lesson: string;
  readonly mode: 'sandbox' | 'azure';
  readonly seed: number;
  readonly seconds: number;
  readonly steps: readonly {
    readonly id: string;
    readonly checks: readonly {
      readonly that: string;
      readonly status: string;
      readonly expected: string;
      readonly found: string;
    }[];
  }[];
  readonly metrics: unknown;
  readonly endpoint: unknown;
  readonly cleanup: { readonly remaining: Remaining };
}

/** Puts the report together. */
export function lessonReport(options: {
  readonly lesson: string;
  readonly result: PlayResult;
  readonly seconds: number;
  readonly remaining: Remaining;
}): LessonReport {
  const { lesson, result, seconds, remaining } = options;
  const { attempt, steps } = result;
  return {
    lesson,
    mode: 'sandbox',
    seed: attempt.seed,
    seconds,
    steps: steps.map(({ id, checks }) => ({
      id,
      checks: checks.map(({ that, status, expected, found }) => ({ that, status, expected, found })),
    })),
    metrics: attempt.metrics,
    endpoint: attempt.endpoint,
    cleanup: { remaining },
  };
}

const marks = { pass: '✓', fail: '✗', unknown: '?' };

/** A step in one line; what it found where a check did not pass. */
export function describeStep({ title }: Step, { checks }: StepReport): string {
  const failed = checks.filter(({ status }) => status !== 'pass');
  const mark = failed.length === 0 ? marks.pass : marks.fail;
  const lines = failed.map(
    ({ status, that, expected, found }) =>
      `    ${marks[status]} ${that}: expected ${expected}; found: ${found}.\n`,
  );
  return `${mark} ${title} (${checks.length} ${checks.length === 1 ? 'check' : 'checks'})\n${lines.join('')}`;
}

/** The end of a run, for people. */
export function formatLessonReport({ steps, seconds, cleanup, endpoint }: LessonReport): string {
  const checks = steps.flatMap((step) => step.checks);
  const passed = checks.filter(({ status }) => status === 'pass').length;
  const { remaining } = cleanup;
  const left =
    remaining.length === 0
      ? 'Nothing is left of it.'
      : `Still there: ${remaining.map(({ kind, name }) => `${kind} ${name}`).join(', ')}.`;
  const answer =
    endpoint === null
      ? ''
      : `The endpoint answered: ${JSON.stringify((endpoint as { response: unknown }).response)}\n`;
  return `${steps.length} steps, ${passed} of ${checks.length} checks passed, ${seconds.toFixed(1)} s.\n${answer}${left}\n`;
}
