import type { Lesson, Step } from '../../../lessons/format/lesson.ts';
import { resolveValues, type Resolution } from '../../../lessons/format/values.ts';
import type { ErrorReply } from '../../contract/reply.ts';
import type { Host } from '../host.ts';
import { runActions } from './run-actions.ts';
import { faultsOf, takeFaultsBack } from './step-faults.ts';

/** What was found of a step. */
export interface StepProof {
  readonly id: string;
  /** Whether its blocking checks held when it began, when it was solved, and, where it deals faults, after a reset. */
  readonly begun: boolean;
  readonly solved: boolean;
  readonly reset: boolean | null;
  /** Why its setup or its solution could not be done. */
  readonly error: ErrorReply | undefined;
  /** Whether all is as it should be. */
  readonly isProven: boolean;
}

/** What a lesson is proven with. */
export interface ProofOptions {
  readonly host: Host;
  readonly lesson: Lesson;
  readonly resolution: Resolution;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: Step, proof: StepProof) => void;
}

/**
 * Proves that a lesson can be played and teaches something: the checks of each step fail when it begins, pass when it
 * is solved, and fail again when a step that deals faults is reset. It stops at the first step that cannot be solved.
 */
export async function proveLesson(options: ProofOptions): Promise<StepProof[]> {
  const proofs: StepProof[] = [];
  for (const step of options.lesson.steps) {
    const proof = await proveStep(step, options);
    proofs.push(proof);
    options.onStep?.(step, proof);
    if (!proof.solved) break;
  }
  return proofs;
}

async function proveStep(step: Step, { host, resolution, signal }: ProofOptions): Promise<StepProof> {
  const resolve = (value: unknown): unknown => resolveValues(value, resolution);
  const run = { host, resolve, signal };
  const holds = async (): Promise<boolean> => {
    for (const { that, args, severity } of step.checks) {
      const { status } = await host.check(that, resolve(args), signal);
      if (severity === 'block' && status !== 'pass') return false;
    }
    return true;
  };
  let error = await runActions(step.setup, run);
  const begun = await holds();
  error ??= await runActions(step.solve, run);
  const solved = error === undefined && (await holds());
  let reset: boolean | null = null;
  if (solved && faultsOf(step).length > 0) {
    await takeFaultsBack(host, step);
    error = await runActions(step.setup, run);
    reset = await holds();
  }
  await takeFaultsBack(host, step);
  const isProven = !begun && solved && reset !== true && error === undefined;
  return { id: step.id, begun, solved, reset, error, isProven };
}
