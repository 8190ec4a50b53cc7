import { cancelled, EngineError } from '../../../engine/errors.ts';
import type { Lesson, Step } from '../../../lessons/format/lesson.ts';
import { resolveValues, type Resolution } from '../../../lessons/format/values.ts';
import type { ErrorReply } from '../../contract/reply.ts';
import type { Host } from '../host.ts';
import { runActions } from './run-actions.ts';
import { takeFaultsBack } from './step-faults.ts';
import {
  beginAttempt,
  type Attempt,
  type CheckReport,
  type EndpointAnswer,
  type StepReport,
} from './attempt.ts';

/** What a lesson is played with. */
export interface PlayOptions {
  readonly host: Host;
  readonly lesson: Lesson;
  readonly seed: number;
  /** The names and files that this attempt gives to actions and checks. */
  readonly resolution: (suffix: string) => Resolution;
  /** A suffix for a new attempt. */
  readonly newSuffix: () => string;
  /** The id of the last step to play. */
  readonly until?: string;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: Step, report: StepReport) => void;
}

/** How a lesson was played. */
export interface PlayResult {
  readonly attempt: Attempt;
  /** All steps in their order, those of earlier runs included. */
  readonly steps: readonly StepReport[];
  /** Why the last step could not be done. */
  readonly error: ErrorReply | undefined;
  /** Whether every blocking check has passed. */
  readonly passed: boolean;
}

/** An action of this operation undoes what the steps before it have made. */
const cleanUp = 'cleanup.run';

/**
 * Plays a lesson by its `solve` actions, step by step, and checks each. A second run on the same state goes on where
 * the first stopped: steps whose checks still hold are not done again. It stops at the first step that fails.
 * Error: `cancelled`.
 */
export async function playLesson(options: PlayOptions): Promise<PlayResult> {
  return new Player(options).play();
}

class Player {
  private readonly options: PlayOptions;
  private attempt: Attempt;

  constructor(options: PlayOptions) {
    this.options = options;
    const { host, lesson, seed, newSuffix } = options;
    const found = host.state.attempt<Attempt>(lesson.uuid);
    const isOver = found?.done.length === lesson.steps.length;
    this.attempt = found && !isOver ? found : beginAttempt(newSuffix(), seed);
  }

  async play(): Promise<PlayResult> {
    const { lesson, until, signal, onStep } = this.options;
    const steps: StepReport[] = [];
    const last =
      until === undefined ? lesson.steps.length - 1 : lesson.steps.findIndex(({ id }) => id === until);
    let error: ErrorReply | undefined;
    for (const step of lesson.steps.slice(0, last + 1)) {
      if (signal?.aborted) throw cancelled();
      const report = this.isUndone(step) ? this.logged(step) : await this.check(step);
      let found = report;
      if (!found || !passes(found)) {
        error = await this.solve(step);
        if (signal?.aborted) throw cancelled();
        found = await this.check(step);
        await takeFaultsBack(this.options.host, step);
      }
      steps.push(found);
      onStep?.(step, found);
      if (error ?? !passes(found)) break;
      this.save({ done: [...this.attempt.done.filter(({ id }) => id !== step.id), found] });
    }
    const passed = error === undefined && steps.length === last + 1 && steps.every(passes);
    return { attempt: this.attempt, steps, error, passed };
  }

  /** Whether the clean-up has begun to undo this step: its checks hold no longer, and it is not done again. */
  private isUndone(step: Step): boolean {
    const { steps } = this.options.lesson;
    const cleaning = steps.findIndex(({ solve }) => solve.some(({ operation }) => operation === cleanUp));
    const entered = steps.findIndex(({ id }) => id === this.attempt.entered);
    return cleaning >= 0 && entered >= cleaning && steps.indexOf(step) < cleaning;
  }

  private logged(step: Step): StepReport | undefined {
    return this.attempt.done.find(({ id }) => id === step.id);
  }

  private async check(step: Step): Promise<StepReport> {
    const { host, signal } = this.options;
    const checks: CheckReport[] = [];
    for (const { that, args, severity } of step.checks) {
      const result = await host.check(that, this.resolve(args), signal);
      checks.push({ that, ...result, severity });
    }
    return { id: step.id, checks };
  }

  /** Does a step; returns why it could not be done. */
  private async solve(step: Step): Promise<ErrorReply | undefined> {
    const { host, signal } = this.options;
    this.save({ entered: step.id });
    return runActions([...step.setup, ...step.solve], {
      host,
      signal,
      resolve: (value) => this.resolve(value),
      onDone: async ({ operation }, input, value) => {
        if (operation === 'endpoint.invoke') this.save({ endpoint: pickAnswer(value) });
        if (operation === 'job.wait') await this.keepMetrics(input);
      },
    });
  }

  /** The figures are read once they are there: the clean-up takes them away. */
  private async keepMetrics(input: unknown): Promise<void> {
    const { host, signal } = this.options;
    const reply = await host.call('job.result', input, signal);
    if (reply.ok) this.save({ metrics: reply.value.metrics });
  }

  private resolve(value: unknown): unknown {
    return resolveValues(value, this.options.resolution(this.attempt.suffix));
  }

  private save(changes: Partial<Attempt>): void {
    this.attempt = { ...this.attempt, ...changes };
    this.options.host.state.noteAttempt(this.options.lesson.uuid, this.attempt);
  }
}

function passes({ checks }: StepReport): boolean {
  return checks.every(({ status, severity }) => status === 'pass' || severity === 'warn');
}

function pickAnswer(value: unknown): EndpointAnswer {
  const { scoringUri, request, response } = value as EndpointAnswer;
  return { scoringUri, request, response };
}

/** Whether an error says that the work was stopped. */
export function isCancelled(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'cancelled';
}
