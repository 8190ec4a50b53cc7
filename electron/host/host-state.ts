import { parsePipeline, type Pipeline } from '../../engine/pipeline/pipeline.ts';
import type { SignedIn } from '../azure/account.ts';
import type { JobSettings } from '../contract/operations/pipeline.ts';
import type { Json } from '../store/journal-line.ts';
import type { Store } from '../store/store.ts';
import { ConsoleState } from './console/console-state.ts';

/** The subscription on Azure that the learner works in. */
export interface ChosenSubscription {
  readonly id: string;
  readonly name: string;
  /** Its directory. */
  readonly tenant: string;
}

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

/** Documents of the learner's own work by their keys. */
export type OwnWork = Readonly<Record<string, Json>>;

/** What the host remembers: it knows what the learner did; what is true of the cloud, only the cloud knows. */
export class HostState {
  /** What the console of endpoints remembers. */
  readonly console: ConsoleState;
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
    this.console = new ConsoleState(store, (key) => this.inWorld(key));
  }

  get target(): 'sandbox' | 'azure' | undefined {
    return this.read('target');
  }

  set target(target: 'sandbox' | 'azure') {
    this.write('target', target);
  }

  /** Who is signed in to Azure; their tokens are kept elsewhere. */
  get account(): SignedIn | undefined {
    return this.read('account');
  }

  set account(account: SignedIn | undefined) {
    if (account) this.write('account', account);
    else this.store.delete('account');
  }

  /** Where the learner works on Azure. */
  get subscription(): ChosenSubscription | undefined {
    return this.read('subscription');
  }

  set subscription(subscription: ChosenSubscription | undefined) {
    if (subscription) this.write('subscription', subscription);
    else this.store.delete('subscription');
  }

  /** The learner's workspace in the world that they have chosen. */
  get scope(): HostScope | undefined {
    return this.read(this.inWorld('scope'));
  }

  set scope(scope: HostScope) {
    this.write(this.inWorld('scope'), scope);
  }

  /** Notes a resource before it is created: a kill in between leaves nothing that the clean-up does not know. */
  noteCreation(id: string, kind: string): void {
    const key = `${this.inWorld('ledger')}/${id.toLowerCase()}`;
    if (this.store.get(key) === undefined) this.write(key, { id, kind, at: new Date().toISOString() });
  }

  /** All that was created in the world that is chosen. */
  ledger(): LedgerEntry[] {
    return this.readAll<LedgerEntry>(`${this.inWorld('ledger')}/`);
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

  /** Takes a drawing away, and what its jobs were to run on. */
  deleteDrawing(name: string): void {
    this.store.batch([{ key: `drawing/${name}` }, { key: `drawing-job/${name}` }]);
  }

  /** What the jobs of a drawing are to run on. */
  drawingJob(name: string): JobSettings | undefined {
    return this.read(`drawing-job/${name}`);
  }

  saveDrawingJob(name: string, job: JobSettings): void {
    this.write(`drawing-job/${name}`, job);
  }

  /** The newest job of a drawing. */
  submission(pipeline: string): Submission | undefined {
    return this.read(`${this.inWorld('submission')}/${pipeline}`);
  }

  submissions(): string[] {
    const prefix = `${this.inWorld('submission')}/`;
    return this.store.keys(prefix).map((key) => key.slice(prefix.length));
  }

  noteSubmission(pipeline: string, submission: Submission): void {
    this.write(`${this.inWorld('submission')}/${pipeline}`, submission);
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
    return this.read(`${this.inWorld('attempt')}/${lesson}`);
  }

  noteAttempt(lesson: string, attempt: unknown): void {
    this.write(`${this.inWorld('attempt')}/${lesson}`, attempt);
  }

  /** What the learner has made on this machine: drawings, answers, experiments, what they submitted and where. */
  ownWork(): OwnWork {
    const keys = this.ownPrefixes().flatMap((prefix) => this.store.keys(prefix));
    return Object.fromEntries(keys.map((key) => [key, this.store.get(key) as Json]));
  }

  /** Puts that back as it was, and some documents of the caller's with it: all of it or nothing. */
  restoreOwnWork(work: OwnWork, others: Readonly<Record<string, unknown>> = {}): void {
    const added = Object.keys(this.ownWork()).filter((key) => !Object.hasOwn(work, key));
    const documents = JSON.parse(JSON.stringify({ ...work, ...others })) as Record<string, Json>;
    this.store.batch([
      ...added.map((key) => ({ key })),
      ...Object.entries(documents).map(([key, value]) => ({ key, value })),
    ]);
  }

  /** Where a document of the world that is chosen lies. */
  keyInWorld(key: string): string {
    return this.inWorld(key);
  }

  private ownPrefixes(): string[] {
    const inWorld = ['submission/', 'scope'].map((key) => this.inWorld(key));
    return ['drawing/', 'drawing-job/', 'answer/', 'experiment/', 'console/', ...inWorld];
  }

  /** What is true of one world is kept apart from the other: on Azure, of each subscription. */
  private inWorld(key: string): string {
    return this.target === 'azure' ? `azure/${this.subscription?.id ?? ''}/${key}` : key;
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
