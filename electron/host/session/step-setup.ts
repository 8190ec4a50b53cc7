import type { Step } from '../../../lessons/format/lesson.ts';
import type { ErrorReply } from '../../contract/reply.ts';
import type { Host } from '../host.ts';
import { runActions } from '../lesson/run-actions.ts';
import { takeFaultsBack } from '../lesson/step-faults.ts';

/** Where a lesson notes the step whose setup was done last. */
export interface SetupPlace {
  readonly steps: readonly Step[];
  readonly prepared: string | null;
  readonly resolve: (value: unknown) => unknown;
  readonly note: (prepared: string | null) => void;
}

/**
 * Does what a step asks for when it begins: once for each visit of a step that is not done. What the step before has
 * put in the learner's way is taken back. Returns why it could not be done.
 */
export async function prepareStep(
  host: Host,
  place: SetupPlace,
  id: string,
  isDone: boolean,
): Promise<ErrorReply | undefined> {
  if (place.prepared === id) return undefined;
  await leaveStep(host, place);
  const setup = place.steps.find((step) => step.id === id)?.setup ?? [];
  if (setup.length === 0 || isDone) return undefined;
  const error = await runActions(setup, { host, resolve: place.resolve });
  if (!error) place.note(id);
  return error;
}

/** Takes back what a step has put in the learner's way. */
export async function leaveStep(host: Host, { steps, prepared, note }: SetupPlace): Promise<void> {
  const step = steps.find(({ id }) => id === prepared);
  if (!step) return;
  await takeFaultsBack(host, step);
  note(null);
}
