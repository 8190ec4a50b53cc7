import type { HostEvent } from '../../contract/events.ts';
import type { OperationName } from '../../contract/operations.ts';
import type { ErrorReply } from '../../contract/reply.ts';
import type { SessionEvent, WorkView } from '../../contract/session.ts';
import type { Json } from '../../store/journal-line.ts';
import type { Store } from '../../store/store.ts';
import { workNotPaused } from '../errors.ts';

const prefix = 'work/';
const mostEnded = 20;
const mostEvents = 1000;

/** A piece of work as it is stored: with what is needed to take it up again. */
interface StoredWork {
  readonly view: WorkView;
  readonly input: unknown;
}

/** Work whose pieces stay where they have arrived. */
const canPause: ReadonlySet<string> = new Set<OperationName>(['blob.upload']);

type Progress = Extract<HostEvent, { readonly type: 'operation.progress' }>;

/** What is going on, and what has ended lately; what was going on when the app was stopped is known too. */
export class WorkList {
  private readonly store: Store;
  private readonly running = new Map<string, AbortController>();
  private readonly listeners = new Set<(event: SessionEvent) => void>();
  /** What is being paused, and how far work has come. */
  private readonly pausing = new Set<string>();
  private readonly shares = new Map<string, number>();
  private events: SessionEvent[] = [];
  private sequence = 0;

  constructor(store: Store) {
    this.store = store;
  }

  /** All work, the newest first. */
  list(): WorkView[] {
    return this.stored()
      .map(({ view }) => view)
      .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  /** The work that a stop of the app has interrupted, in the order in which it was begun. */
  interrupted(): StoredWork[] {
    return this.stored()
      .filter(({ view }) => view.state === 'running' && !this.running.has(view.id))
      .sort((a, b) => a.view.startedAt.localeCompare(b.view.startedAt));
  }

  /** Notes that something has begun; what it returns is told when somebody cancels it. */
  begin(view: WorkView, input: unknown): AbortSignal {
    const abort = new AbortController();
    this.running.set(view.id, abort);
    this.store.put(prefix + view.id, { view, input } as unknown as Json);
    this.tell(view);
    this.forgetOld();
    return abort.signal;
  }

  /** Tells how far something is; that is not stored. */
  progress({ id, message, share, deviceCode }: Progress): void {
    const found = this.find(id);
    if (share !== undefined) this.shares.set(id, share);
    if (found) this.tell({ ...found.view, message, share: share ?? null, ...(deviceCode && { deviceCode }) });
  }

  /** Notes how something has ended. */
  end(id: string, error: ErrorReply | null): void {
    this.running.delete(id);
    const found = this.find(id);
    if (!found) return;
    if (this.pausing.delete(id) && error?.code === 'cancelled') {
      const share = this.shares.get(id) ?? null;
      const view: WorkView = { ...found.view, state: 'paused', share };
      this.store.put(prefix + id, { view, input: found.input } as unknown as Json);
      return this.tell(view);
    }
    const state = error === null ? 'done' : error.code === 'cancelled' ? 'cancelled' : 'failed';
    this.shares.delete(id);
    const endedAt = new Date().toISOString();
    const view: WorkView = { ...found.view, state, error, endedAt, share: error === null ? 1 : null };
    this.store.put(prefix + id, { view, input: found.input } as unknown as Json);
    this.tell(view);
  }

  /** Marks what was interrupted and is not taken up again. */
  giveUp(id: string): void {
    const found = this.find(id);
    if (!found) return;
    const view: WorkView = { ...found.view, state: 'interrupted', endedAt: new Date().toISOString() };
    this.store.put(prefix + id, { view, input: found.input } as unknown as Json);
  }

  /** Stops something; what is paused ends for good. */
  cancel(id: string): void {
    this.running.get(id)?.abort();
    const found = this.find(id);
    if (found?.view.state !== 'paused') return;
    const view: WorkView = { ...found.view, state: 'cancelled', endedAt: new Date().toISOString() };
    this.store.put(prefix + id, { view, input: found.input } as unknown as Json);
    this.tell(view);
  }

  /** Holds something that can go on later. Error: `work-not-paused`. */
  pause(id: string): void {
    const operation = this.find(id)?.view.operation;
    const abort = this.running.get(id);
    if (!abort || operation === undefined || !canPause.has(operation)) throw workNotPaused();
    this.pausing.add(id);
    abort.abort();
  }

  /** What was paused, with its input. Error: `work-not-paused`. */
  paused(id: string): StoredWork {
    const found = this.find(id);
    if (found?.view.state !== 'paused') throw workNotPaused();
    return found;
  }

  /** Stops everything: at the end of the app. What is stored stays "running", and is taken up at the next start. */
  abortAll(): void {
    for (const abort of this.running.values()) abort.abort();
  }

  /** Calls `listener` for each event after a number, those that have been told already first. */
  subscribe(after: number, listener: (event: SessionEvent) => void): () => void {
    for (const event of this.events) if (event.sequence > after) listener(event);
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(work: WorkView): void {
    const event = { sequence: ++this.sequence, work };
    this.events = [...this.events.slice(-mostEvents), event];
    for (const listener of this.listeners) listener(event);
  }

  private find(id: string): StoredWork | undefined {
    return this.store.get(prefix + id) as unknown as StoredWork | undefined;
  }

  private stored(): StoredWork[] {
    return this.store.keys(prefix).map((key) => this.store.get(key) as unknown as StoredWork);
  }

  private forgetOld(): void {
    const ended = this.stored()
      .filter(({ view }) => view.endedAt !== null)
      .sort((a, b) => (b.view.endedAt ?? '').localeCompare(a.view.endedAt ?? ''));
    for (const { view } of ended.slice(mostEnded)) this.store.delete(prefix + view.id);
  }
}
