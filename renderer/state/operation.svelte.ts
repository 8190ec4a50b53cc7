import type { CallOutput } from '../../electron/contract/bridge.ts';
import type { OperationName } from '../../electron/contract/operations.ts';
import type { ErrorReply } from '../../electron/contract/reply.ts';
import type { WorkView } from '../../electron/contract/session.ts';
import { subjectOf } from '../../electron/contract/subject.ts';
import { bridge } from '../bridge/bridge.ts';
import { session } from './session.svelte.ts';

/** One operation of a page: whether it is under way, and how it has ended. */
export class OperationRun<Name extends OperationName> {
  readonly operation: Name;
  /** What the page would ask for; work on something else is not this page's. */
  private readonly input: (() => unknown) | undefined;
  private isAsked = $state(false);
  isDone = $state(false);
  error = $state<ErrorReply>();
  value = $state<CallOutput<Name>>();

  constructor(operation: Name, input?: () => unknown) {
    this.operation = operation;
    this.input = input;
  }

  /** How far the host says that it is; also where an earlier page, or an earlier start, has begun it. */
  get progress(): WorkView | undefined {
    return session.running.find((work) => this.isOf(work));
  }

  /** Its work that waits to be gone on with. */
  get paused(): WorkView | undefined {
    return Object.values(session.work).find((work) => work.state === 'paused' && this.isOf(work));
  }

  get isRunning(): boolean {
    return this.isAsked || (this.input !== undefined && this.progress !== undefined);
  }

  async start(input: Record<string, unknown>): Promise<boolean> {
    this.isAsked = true;
    this.error = undefined;
    session.shown = { operation: this.operation, input };
    const reply = await bridge.call(this.operation, input);
    this.isAsked = false;
    this.isDone = reply.ok;
    if (reply.ok) this.value = reply.value;
    else if (!this.paused) this.error = reply.error;
    return reply.ok;
  }

  /** Asks for something to show: the calls on display stay those of what the learner does. */
  async read(input: Record<string, unknown>): Promise<void> {
    const reply = await bridge.call(this.operation, input);
    if (reply.ok) this.value = reply.value;
    else this.error = reply.error;
  }

  /** Stops it. */
  cancel(): void {
    const id = (this.progress ?? this.paused)?.id;
    if (id !== undefined) void bridge.call('work.cancel', { id });
  }

  private isOf({ operation, subject }: WorkView): boolean {
    if (operation !== this.operation) return false;
    return this.input === undefined || subject === undefined || subject === subjectOf(this.input());
  }
}
