import type { CallOutput } from '../../electron/contract/bridge.ts';
import type { OperationName } from '../../electron/contract/operations.ts';
import type { ErrorReply } from '../../electron/contract/reply.ts';
import type { WorkView } from '../../electron/contract/session.ts';
import { bridge } from '../bridge/bridge.ts';
import { session } from './session.svelte.ts';

/** One operation of a page: whether it is under way, and how it has ended. */
export class OperationRun<Name extends OperationName> {
  readonly operation: Name;
  isRunning = $state(false);
  isDone = $state(false);
  error = $state<ErrorReply>();
  value = $state<CallOutput<Name>>();

  constructor(operation: Name) {
    this.operation = operation;
  }

  /** How far the host says that it is. */
  get progress(): WorkView | undefined {
    return session.running.find(({ operation }) => operation === this.operation);
  }

  async start(input: Record<string, unknown>): Promise<boolean> {
    this.isRunning = true;
    this.error = undefined;
    session.shown = { operation: this.operation, input };
    const reply = await bridge.call(this.operation, input);
    this.isRunning = false;
    this.isDone = reply.ok;
    if (reply.ok) this.value = reply.value;
    else this.error = reply.error;
    return reply.ok;
  }
}
