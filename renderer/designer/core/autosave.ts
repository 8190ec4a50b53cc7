import type { ErrorReply, Reply } from '../../../electron/contract/reply.ts';

/** Whether what is drawn is kept. */
export type SaveState = 'saved' | 'saving' | 'unsaved' | 'failed';

/** Where drafts lie until the host has them. */
export type DraftStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const wait = 400;
const draftKey = (name: string): string => `guidepost-draft/${name}`;

/** A draft that the host has not got: the page was closed, or the host was away. */
export function readDraft(store: DraftStore, name: string): unknown {
  const text = store.getItem(draftKey(name));
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Keeps what is drawn a moment after each change, one save after the other. Until the host has it, it lies in the
 * page's own store: nothing is lost where the host does not answer.
 */
export class Autosave<Value> {
  state: SaveState = 'saved';
  error: ErrorReply | undefined;
  private readonly name: string;
  private readonly save: (value: Value) => Promise<Reply<unknown>>;
  private readonly store: DraftStore;
  private readonly onChange: () => void;
  private waiting: { readonly value: Value } | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;

  constructor(options: {
    readonly name: string;
    readonly save: (value: Value) => Promise<Reply<unknown>>;
    readonly store: DraftStore;
    readonly onChange: () => void;
  }) {
    this.name = options.name;
    this.save = options.save;
    this.store = options.store;
    this.onChange = options.onChange;
  }

  /** There is something to keep. */
  note(value: Value): void {
    this.waiting = { value };
    this.keepDraft(value);
    if (this.state === 'saved') this.enter('unsaved');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  /** Keeps at once what waits; also after a save that failed. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
    if (!this.waiting) return;
    this.running = this.write();
    await this.running;
    this.running = undefined;
  }

  private async write(): Promise<void> {
    const { waiting } = this;
    if (!waiting) return;
    this.enter('saving');
    const reply = await this.save(waiting.value);
    if (!reply.ok) {
      this.error = reply.error;
      return this.enter('failed');
    }
    this.error = undefined;
    if (this.waiting !== waiting) return this.enter('unsaved');
    this.waiting = undefined;
    this.store.removeItem(draftKey(this.name));
    this.enter('saved');
  }

  private keepDraft(value: Value): void {
    try {
      this.store.setItem(draftKey(this.name), JSON.stringify(value));
    } catch {
      // The store is full: the host is asked all the same.
    }
  }

  private enter(state: SaveState): void {
    this.state = state;
    this.onChange();
  }
}
