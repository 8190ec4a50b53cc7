import type { Bridge, CallOutput } from '../../../electron/contract/bridge.ts';
import type { ErrorReply } from '../../../electron/contract/reply.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import type { EngineClient } from '../../workers/engine/engine-client.ts';
import type { EngineEvent } from '../../workers/engine/messages.ts';
import { JobOutputs } from './job-outputs.ts';
import type { OutputAccess } from './output-access.ts';
import { noRecords, RunBook } from './run-book.ts';

type JobView = CallOutput<'job.read'>;

const pollMs = 700;
const ended = ['Completed', 'Failed', 'Canceled', 'NotFound', 'NotResponding'];

/** What the host says of the newest job of a drawing, as it goes on. */
export class JobRun {
  /** The name that the drawing is kept by. */
  readonly drawing: string;
  private readonly call: Bridge['call'];
  private readonly engine: OutputAccess & Pick<EngineClient, 'take'>;
  private readonly book = new RunBook();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isStopped = false;
  private pipeline: Pipeline;
  view = $state.raw<JobView>();
  error = $state.raw<ErrorReply>();
  records = $state.raw(noRecords);
  outputs = $state.raw<OutputAccess>();

  readonly isOver = $derived(ended.includes(this.view?.status ?? ''));
  readonly done = $derived((this.view?.steps ?? []).filter(({ status }) => status === 'Completed').length);

  /** `pipeline` is the drawing as it was submitted. */
  constructor(options: {
    readonly drawing: string;
    readonly pipeline: Pipeline;
    readonly call: Bridge['call'];
    readonly engine: OutputAccess & Pick<EngineClient, 'take'>;
  }) {
    this.drawing = options.drawing;
    this.pipeline = options.pipeline;
    this.call = options.call;
    this.engine = options.engine;
    this.book.begin(this.pipeline);
  }

  /** Looks again and again until the job has ended. */
  async follow(): Promise<void> {
    const reply = await this.call('job.read', { pipeline: this.drawing });
    if (this.isStopped) return;
    if (reply.ok) {
      this.error = undefined;
      this.take(reply.value);
    } else this.error = reply.error;
    if (!this.isOver) this.timer = setTimeout(() => void this.follow(), pollMs);
  }

  /** Looks no longer; the job goes on. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  async cancel(): Promise<void> {
    const reply = await this.call('job.cancel', { pipeline: this.drawing });
    if (!reply.ok) this.error = reply.error;
  }

  /** The drawing as it stands: what has changed since the job was submitted is out of date. */
  noteEdit(pipeline: Pipeline): void {
    this.book.noteEdit(pipeline);
    this.records = this.book.records();
  }

  logOf(node: string): string {
    return this.view?.steps.find(({ name }) => name === node)?.log ?? '';
  }

  private take(view: JobView): void {
    const before = this.view;
    this.view = view;
    for (const node of this.pipeline.nodes) {
      const step = view.steps.find(({ name }) => name === node.id);
      // A job to a component has not all of the drawing.
      if (!step && view.steps.length > 0 && node.component !== 'dataset') continue;
      const status = step?.status ?? (node.component === 'dataset' ? 'Completed' : 'NotStarted');
      const was = before?.steps.find(({ name }) => name === node.id)?.status;
      if (before !== undefined && status === (was ?? status)) continue;
      const event = eventOf(status, step?.log ?? '');
      this.book.enter({ node: node.id, component: node.component, type: 'queued' });
      if (event.type !== 'queued') this.book.enter({ node: node.id, component: node.component, ...event });
    }
    if (this.isOver) this.book.end();
    this.records = this.book.records();
    if (view.job !== null && !this.outputs) {
      const { engine, call, drawing, pipeline } = this;
      this.outputs = new JobOutputs({ engine, call, drawing, job: view.job, pipeline });
    }
  }
}

type Step = EngineEvent extends infer E
  ? E extends EngineEvent
    ? Omit<E, 'node' | 'component'>
    : never
  : never;

/** Azure's word for a step as the event that leads there. */
function eventOf(status: string, log: string): Step {
  switch (status) {
    case 'Completed':
      return { type: 'reused', outputs: [] };
    case 'Failed': {
      const [message, hint] = lastWords(log);
      return { type: 'failed', error: { code: 'job-step-failed', message, hint, details: {} } };
    }
    case 'Canceled':
      return { type: 'cancelled' };
    case 'Running':
    case 'Finalizing':
      return { type: 'running', share: 0 };
    default:
      return { type: 'queued' };
  }
}

/** What the log of a failed step says last: what happened, and what to do about it. */
function lastWords(log: string): [message: string, hint: string] {
  const last = log.trim().split('\n').at(-1) ?? '';
  const text = last.replace(/^\S+ Failed: /, '');
  const [message, ...rest] = text.split(/(?<=[.!?]) /);
  return [message, rest.join(' ')];
}
