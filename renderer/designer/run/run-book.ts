import type { Pipeline, PipelineNode } from '../../../engine/pipeline/pipeline.ts';
import type { Problem } from '../../../engine/pipeline/errors.ts';
import { sortNodes } from '../../../engine/pipeline/graph.ts';
import { canonicalJson } from '../../../engine/pipeline/cache.ts';
import type { Warning } from '../../../engine/warnings.ts';
import type { EngineEvent, PackedError, PortFacts } from '../../workers/engine/messages.ts';

/** How a component of a drawing stands; each has its shape, icon and word. */
export type NodeState =
  'idle' | 'queued' | 'running' | 'done' | 'failed' | 'out-of-date' | 'skipped' | 'cancelled';

/** One thing that happened to a component. */
export type LogEntry = { readonly at: number } & (
  | { readonly type: 'started' | 'reused' | 'cancelled' }
  | { readonly type: 'in' | 'out'; readonly facts: PortFacts }
  | { readonly type: 'completed'; readonly seconds: number }
  | { readonly type: 'warned'; readonly warning: Warning }
  | { readonly type: 'failed'; readonly error: PackedError }
  | { readonly type: 'skipped'; readonly because: string }
);

/** What is known of a component's last run. */
export interface NodeRecord {
  readonly state: NodeState;
  /** 0 to 1, while it runs. */
  readonly share: number | null;
  /** What its work took, also where a later run has used the result again. */
  readonly seconds: number | null;
  readonly error: PackedError | undefined;
  readonly log: readonly LogEntry[];
  readonly outputs: readonly PortFacts[];
}

/** Nothing has run. */
export const noRecords: ReadonlyMap<string, NodeRecord> = new Map();

interface Entry extends NodeRecord {
  /** What the result was made of: equal words give equal results. */
  readonly madeOf: number | undefined;
}

const fresh: Entry = {
  state: 'idle',
  share: null,
  seconds: null,
  error: undefined,
  log: [],
  outputs: [],
  madeOf: undefined,
};

/** Whether a state tells of work that is over. */
function isEnded(state: NodeState): boolean {
  return state !== 'idle' && state !== 'queued' && state !== 'running';
}

/**
 * Keeps the book of a drawing's runs: what each component's last run was, and whether the drawing has changed since
 * in what its result depends on. An edit that is taken back leaves everything as it was.
 */
export class RunBook {
  private readonly now: () => number;
  private readonly entries = new Map<string, Entry>();
  /** What each node of the drawing is made of as it stands. */
  private current = new Map<string, number>();
  /** The same when the run began. */
  private started = new Map<string, number>();
  private readonly numbers = new Map<string, number>();
  private readonly tableVersions = new Map<string, number>();
  private pipeline: Pipeline | undefined;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** The drawing as it stands. */
  noteEdit(pipeline: Pipeline): void {
    this.pipeline = pipeline;
    this.current = this.describe(pipeline);
  }

  /** A table was brought in or taken away: what was made of its name is out of date. */
  noteTable(dataset: string): void {
    this.tableVersions.set(dataset, (this.tableVersions.get(dataset) ?? 0) + 1);
    if (this.pipeline) this.noteEdit(this.pipeline);
  }

  /** A run of the drawing begins; a record begins anew when the engine says that its component takes part. */
  begin(pipeline: Pipeline): void {
    this.noteEdit(pipeline);
    this.started = this.current;
  }

  /** The drawing cannot run: each problem stands at its component until the drawing changes there. */
  refuse(problems: readonly Problem[]): void {
    for (const { node, code, message, hint } of [...problems].reverse()) {
      if (node === undefined) continue;
      const error = { code, message, hint, details: {} };
      const log: LogEntry[] = [{ at: this.now(), type: 'failed', error }];
      this.entries.set(node, { ...fresh, state: 'failed', error, log, madeOf: this.current.get(node) });
    }
  }

  /** Something happened in the run. */
  enter(event: EngineEvent): void {
    const entry = this.entry(event.node);
    const at = this.now();
    const write = (changes: Partial<Entry>, ...log: readonly LogEntry[]): void => {
      this.entries.set(event.node, { ...entry, share: null, ...changes, log: [...entry.log, ...log] });
    };
    switch (event.type) {
      case 'queued':
        this.entries.set(event.node, {
          ...fresh,
          state: 'queued',
          seconds: entry.seconds,
          madeOf: this.started.get(event.node),
        });
        break;
      case 'running': {
        const isFirst = entry.state !== 'running';
        write(
          { state: 'running', share: event.share },
          ...(isFirst ? [{ at, type: 'started' } as const] : []),
        );
        break;
      }
      case 'completed':
        write(
          { state: 'done', seconds: event.seconds, outputs: event.outputs },
          ...event.inputs.map((facts) => ({ at, type: 'in', facts }) as const),
          ...event.outputs.map((facts) => ({ at, type: 'out', facts }) as const),
          ...event.warnings.map((warning) => ({ at, type: 'warned', warning }) as const),
          { at, type: 'completed', seconds: event.seconds },
        );
        break;
      case 'reused':
        write(
          { state: 'done', outputs: event.outputs },
          { at, type: 'reused' },
          ...event.outputs.map((facts) => ({ at, type: 'out', facts }) as const),
        );
        break;
      case 'failed':
        write({ state: 'failed', error: event.error }, { at, type: 'failed', error: event.error });
        break;
      case 'skipped':
        write({ state: 'skipped' }, { at, type: 'skipped', because: event.because });
        break;
      case 'cancelled':
        write({ state: 'cancelled' }, { at, type: 'cancelled' });
        break;
    }
  }

  /** The run is over; what it did not come to did not run. */
  end(): void {
    for (const [id, entry] of this.entries) {
      if (isEnded(entry.state) || entry.state === 'idle') continue;
      const log: LogEntry[] = entry.state === 'running' ? [{ at: this.now(), type: 'cancelled' }] : [];
      this.entries.set(id, { ...entry, state: 'cancelled', share: null, log: [...entry.log, ...log] });
    }
  }

  /** All results are gone. */
  forget(): void {
    this.entries.clear();
  }

  /** What is known of a node. */
  record(id: string): NodeRecord {
    const entry = this.entry(id);
    const hasChanged = isEnded(entry.state) && this.current.get(id) !== entry.madeOf;
    if (!hasChanged) return entry;
    // What was wrong with the drawing as it was is not said of the drawing as it is.
    return { ...entry, state: entry.state === 'done' ? 'out-of-date' : 'idle', error: undefined };
  }

  /** All nodes that something is known of. */
  records(): ReadonlyMap<string, NodeRecord> {
    return new Map([...this.entries.keys()].map((id) => [id, this.record(id)]));
  }

  private entry(id: string): Entry {
    return this.entries.get(id) ?? fresh;
  }

  /** A number for all that each node's result depends on: its component, its settings, and its sources. */
  private describe(pipeline: Pipeline): Map<string, number> {
    const found = new Map<string, number>();
    for (const node of sortNodes(pipeline).nodes) {
      const sources = pipeline.edges
        .filter(({ to }) => to.node === node.id)
        .map(({ from, to }) => `${to.port}=${found.get(from.node) ?? from.node}.${from.port}`)
        .sort();
      const words = [node.component, String(node.version), canonicalJson(node.settings), ...this.table(node)];
      found.set(node.id, this.number([...words, ...sources].join(' ')));
    }
    return found;
  }

  private table({ component, settings }: PipelineNode): string[] {
    if (component !== 'dataset') return [];
    const name = typeof settings.name === 'string' ? settings.name : 'data';
    return [`#${this.tableVersions.get(name) ?? 0}`];
  }

  private number(words: string): number {
    const known = this.numbers.get(words);
    if (known !== undefined) return known;
    this.numbers.set(words, this.numbers.size);
    return this.numbers.size - 1;
  }
}
