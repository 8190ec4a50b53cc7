import { parsePipeline, type Pipeline } from '../../engine/pipeline/pipeline.ts';
import type { Json } from '../store/journal-line.ts';
import type { Store } from '../store/store.ts';

/** Where the learner works. */
export interface HostScope {
  readonly resourceGroup: string;
  readonly workspace: string;
  readonly region: string;
}

/** One resource that Guidepost has created, or was about to. */
export interface LedgerEntry {
  readonly id: string;
  /** In the learner's words, such as "storage account". */
  readonly kind: string;
  readonly at: string;
}

/** A job that was submitted for a drawing. */
export interface Submission {
  readonly job: string;
  readonly pipeline: Pipeline;
  /** The data asset (name and version) behind each dataset. */
  readonly data: Readonly<Record<string, { readonly name: string; readonly version: string }>>;
  readonly compute: string;
  readonly computes: Readonly<Record<string, string>>;
}

/** An answer of an endpoint that the learner has seen. */
export interface ConsoleAnswer {
  readonly scoringUri: string;
  readonly request: Json;
  readonly status: number;
  readonly response: Json;
}

/** What the host remembers: it knows what the learner did; what is true of the cloud, only the cloud knows. */
export class HostState {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  get target(): 'sandbox' | 'azure' | undefined {
    return this.read('target');
  }

  set target(target: 'sandbox' | 'azure') {
    this.write('target', target);
  }

  get scope(): HostScope | undefined {
    return this.read('scope');
  }

  set scope(scope: HostScope) {
    this.write('scope', scope);
  }

  /** Notes a resource before it is created: a kill in between leaves nothing that the clean-up does not know. */
  noteCreation(id: string, kind: string): void {
    const key = `ledger/${id.toLowerCase()}`;
    if (this.store.get(key) === undefined) this.write(key, { id, kind, at: new Date().toISOString() });
  }

  ledger(): LedgerEntry[] {
    return this.readAll<LedgerEntry>('ledger/');
  }

  drawing(name: string): Pipeline | undefined {
    const saved = this.store.get(`drawing/${name}`);
    return saved === undefined ? undefined : parsePipeline(saved);
  }

  drawings(): string[] {
    return this.store.keys('drawing/').map((key) => key.slice('drawing/'.length));
  }

  saveDrawing(name: string, pipeline: Pipeline): void {
    this.write(`drawing/${name}`, pipeline);
  }

  /** The newest job of a drawing. */
  submission(pipeline: string): Submission | undefined {
    return this.read(`submission/${pipeline}`);
  }

  submissions(): string[] {
    return this.store.keys('submission/').map((key) => key.slice('submission/'.length));
  }

  noteSubmission(pipeline: string, submission: Submission): void {
    this.write(`submission/${pipeline}`, submission);
  }

  answer(question: string): string | number | undefined {
    return this.read(`answer/${question}`);
  }

  noteAnswer(question: string, answer: string | number): void {
    this.write(`answer/${question}`, answer);
  }

  experiment(name: string): Json | undefined {
    return this.store.get(`experiment/${name}`);
  }

  experiments(): string[] {
    return this.store.keys('experiment/').map((key) => key.slice('experiment/'.length));
  }

  noteExperiment(name: string, figures: unknown): void {
    this.write(`experiment/${name}`, figures);
  }

  consoleAnswer(endpoint: string): ConsoleAnswer | undefined {
    return this.read(`console/${endpoint}`);
  }

  noteConsoleAnswer(endpoint: string, answer: ConsoleAnswer): void {
    this.write(`console/${endpoint}`, answer);
  }

  /** Where an attempt at a lesson stands: the names it uses, the steps that are done. */
  attempt<Value>(lesson: string): Value | undefined {
    return this.read(`attempt/${lesson}`);
  }

  noteAttempt(lesson: string, attempt: unknown): void {
    this.write(`attempt/${lesson}`, attempt);
  }

  private read<Value>(key: string): Value | undefined {
    return this.store.get(key) as Value | undefined;
  }

  private readAll<Value>(prefix: string): Value[] {
    return this.store.keys(prefix).map((key) => this.store.get(key) as Value);
  }

  /** A document is plain JSON: what it was made of may go on changing. */
  private write(key: string, value: unknown): void {
    this.store.put(key, JSON.parse(JSON.stringify(value)) as Json);
  }
}
