import type { Action } from '../../../lessons/format/lesson.ts';
import { isOperation } from '../../contract/operations.ts';
import type { ErrorReply } from '../../contract/reply.ts';
import { badArguments } from '../errors.ts';
import { failedNot } from '../fault-errors.ts';
import type { Host } from '../host.ts';

/** What actions are done with. */
export interface ActionRun {
  readonly host: Host;
  /** Puts names and files in the place of what stands for them. */
  readonly resolve: (value: unknown) => unknown;
  readonly signal?: AbortSignal | undefined;
  /** Told of each that was done, with its input and what it brought. */
  readonly onDone?: (action: Action, input: unknown, value: unknown) => void | Promise<void>;
}

/**
 * Does actions one after the other, and stops at the first that ends otherwise than it should: most succeed, some are
 * to fail with an error of their own. Returns why it stopped.
 */
export async function runActions(
  actions: readonly Action[],
  { host, resolve, signal, onDone }: ActionRun,
): Promise<ErrorReply | undefined> {
  for (const action of actions) {
    const { operation, with: values, fails } = action;
    if (!isOperation(operation)) throw badArguments(operation, 'there is no such operation');
    const input = resolve(values);
    const reply = await host.call(operation, input, signal);
    if (!reply.ok) {
      if (reply.error.code !== fails) return reply.error;
      continue;
    }
    if (fails !== undefined) {
      const { code, message, hint } = failedNot(operation, fails);
      return { code, message, hint, retryable: false, correlationId: '' };
    }
    await onDone?.(action, input, reply.value);
  }
  return undefined;
}
