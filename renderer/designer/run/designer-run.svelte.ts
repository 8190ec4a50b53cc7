import { findComponent } from '../../../engine/components/registry.ts';
import type { EngineError } from '../../../engine/errors.ts';
import { datasetFile, type DatasetFile } from '../../../engine/export/python/dataset-file.ts';
import type { Problem } from '../../../engine/pipeline/errors.ts';
import { pipelineUntil, sourceOf } from '../../../engine/pipeline/graph.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { datasetNames } from '../../../engine/pipeline/run.ts';
import { bridge } from '../../bridge/bridge.ts';
import type { TableSource } from '../../state/table-source.ts';
import type { EngineClient } from '../../workers/engine/engine-client.ts';
import { packError } from '../../workers/engine/engine-errors.ts';
import type { ColumnSummary, DerivedHere, OpenedTable, PackedError } from '../../workers/engine/messages.ts';
import { hostLines } from '../../parts/host-text.ts';
import type { Bridge } from '../../../electron/contract/bridge.ts';
import { JobRun } from './job-run.svelte.ts';
import { logText } from './log-text.ts';
import type { OutputAccess } from './output-access.ts';
import { noRecords, RunBook, type NodeState } from './run-book.ts';
import { notRunYet } from './run-errors.ts';

export type { NodeState } from './run-book.ts';

type Engine = Pick<
  EngineClient,
  | keyof OutputAccess
  | 'take'
  | 'addTable'
  | 'removeTable'
  | 'tables'
  | 'run'
  | 'cancel'
  | 'reset'
  | 'columnsOf'
  | 'deriveInference'
  | 'onLost'
>;

/** Finds the table that a drawing calls by a name; nothing where there is none. */
export type FindTable = (dataset: string) => Promise<TableSource | undefined>;

/** Runs of the drawing that is open, on this machine: how each component stands, and what came out of it. */
export class DesignerRun {
  private readonly engine: Engine;
  private readonly findTable: FindTable;
  private readonly call: Bridge['call'];
  private readonly book = new RunBook();
  /** Tables that the learner took away: they do not come back by themselves. */
  private takenAway: readonly string[] = [];
  /** Tables that nobody brought in: they were found by the name that a drawing calls them by. */
  private found: readonly string[] = [];
  private own = $state.raw(noRecords);
  /** The job whose lights and outputs are shown in the place of those of this machine. */
  job = $state.raw<JobRun>();
  isRunning = $state(false);
  /** Why the drawing could not be run at all. */
  problem = $state.raw<PackedError>();
  /** The tables that are there, by the names that the drawing calls them by. */
  tables = $state.raw<Readonly<Record<string, OpenedTable>>>({});
  private sources = $state.raw<readonly TableSource[]>([]);
  /** How a script reads the files of the tables that were brought in. */
  readonly files: Readonly<Record<string, DatasetFile>> = $derived(
    Object.fromEntries(
      this.sources.map(({ dataset, name, bytes, options, dropColumns, textColumns }) => {
        const file = datasetFile({ name, open: () => [bytes] }, options, { dropColumns, textColumns });
        return [dataset, file];
      }),
    ),
  );

  private readonly records = $derived(this.job?.records ?? this.own);

  constructor(
    engine: Engine,
    findTable: FindTable = () => Promise.resolve(undefined),
    call: Bridge['call'] = (name, input) => bridge.call(name, input),
  ) {
    this.engine = engine;
    this.findTable = findTable;
    this.call = call;
    engine.onLost = () => {
      this.book.forget();
      this.refresh();
    };
  }

  stateOf(node: string): NodeState {
    return this.records.get(node)?.state ?? 'idle';
  }

  shareOf(node: string): number | null {
    return this.records.get(node)?.share ?? null;
  }

  secondsOf(node: string): number | null {
    return this.records.get(node)?.seconds ?? null;
  }

  errorOf(node: string): { readonly message: string; readonly hint: string } | undefined {
    return this.records.get(node)?.error;
  }

  /** What happened to a component in its last run, a line each. */
  logOf(node: string): string {
    if (this.job) return hostLines(this.job.logOf(node));
    return logText(this.records.get(node)?.log ?? []);
  }

  /** How large the tables are that a component has put out, by port. */
  sizeOf(node: string, port: string): { readonly rows: number; readonly columns: number } | undefined {
    return this.records.get(node)?.outputs.find((facts) => facts.port === port)?.size;
  }

  /** Another number for each result of a component. */
  versionOf(node: string): number {
    return this.records.get(node)?.log.find(({ type }) => type === 'out' || type === 'completed')?.at ?? 0;
  }

  /** Whether a component's result can be looked at. */
  hasResult(node: string): boolean {
    return ['done', 'out-of-date'].includes(this.stateOf(node));
  }

  /** What the components have put out last. */
  get outputs(): OutputAccess {
    return this.job?.outputs ?? this.engine;
  }

  /** Follows the newest job of a drawing; its lights are shown until something runs on this machine. */
  followJob(drawing: string, pipeline: Pipeline): JobRun {
    this.job?.stop();
    const job = new JobRun({ drawing, pipeline, call: this.call, engine: this.engine });
    this.job = job;
    void job.follow();
    return job;
  }

  /** Shows the lights of this machine again; the job goes on. */
  leaveJob(): void {
    this.job?.stop();
    this.job = undefined;
  }

  /** Runs what is out of date; with `until` only what leads to that node. What is wrong stands at its place. */
  async run(pipeline: Pipeline, until?: string): Promise<void> {
    if (this.isRunning) return;
    this.leaveJob();
    this.isRunning = true;
    this.problem = undefined;
    try {
      await this.bringTables(until === undefined ? pipeline : pipelineUntil(pipeline, until));
      this.book.begin(pipeline);
      await this.engine.run(pipeline, { until }, (event) => {
        this.book.enter(event);
        this.refresh();
      });
    } catch (error) {
      this.refuse(error);
    } finally {
      this.book.end();
      this.isRunning = false;
      this.refresh();
    }
  }

  cancel(): void {
    void this.engine.cancel();
  }

  /** Marks what depends on a change as out of date. */
  noteEdit(pipeline: Pipeline): void {
    this.book.noteEdit(pipeline);
    this.job?.noteEdit(pipeline);
    if (this.problem?.code === 'pipeline-not-valid') this.problem = undefined;
    this.refresh();
  }

  /** Another drawing is open: nothing of it has run. */
  async open(pipeline: Pipeline): Promise<void> {
    // What is found by a name is looked for again: there may be a newer version of it.
    for (const name of this.found) void this.drop(name);
    this.found = [];
    this.problem = undefined;
    this.leaveJob();
    this.book.forget();
    this.book.noteEdit(pipeline);
    this.refresh();
    await this.engine.reset();
  }

  /** Brings in a table under the name that the drawing calls it by. Errors: those of `readCsv`. */
  async addTable(source: TableSource): Promise<OpenedTable> {
    const { dataset } = source;
    const opened = await this.engine.addTable(source);
    this.sources = [...this.sources.filter((one) => one.dataset !== dataset), source];
    this.takenAway = this.takenAway.filter((one) => one !== dataset);
    this.found = this.found.filter((one) => one !== dataset);
    this.tables = { ...this.tables, [dataset]: opened };
    this.book.noteTable(dataset);
    this.refresh();
    return opened;
  }

  /** Takes a table away. */
  async removeTable(dataset: string): Promise<void> {
    this.takenAway = [...this.takenAway, dataset];
    await this.drop(dataset);
    this.book.noteTable(dataset);
    this.refresh();
  }

  /**
   * The columns of the table that comes into a port, for a column picker: what leads there is run where that is cheap.
   * Errors: `not-run-yet` where a training stands in between, and those of the components.
   */
  async columnsInto(pipeline: Pipeline, node: string, port: string): Promise<readonly ColumnSummary[]> {
    const source = sourceOf(pipeline, node, port);
    if (!source) return [];
    this.book.noteEdit(pipeline);
    if (this.book.record(source.node).state === 'done') return this.engine.columns(source.node, source.port);
    const part = pipelineUntil(pipeline, source.node);
    const training = part.nodes.find(
      ({ id, component }) =>
        findComponent(component)?.family === 'Model Training' && this.book.record(id).state !== 'done',
    );
    if (training) throw notRunYet(findComponent(training.component)?.name ?? training.component, training.id);
    await this.bringTables(part);
    return this.engine.columnsOf(pipeline, source.node, source.port);
  }

  /** The real-time inference pipeline of what has run here. */
  deriveInference(pipeline: Pipeline, scoreModel?: string): Promise<DerivedHere> {
    return this.engine.deriveInference(pipeline, scoreModel);
  }

  /** Tables that the drawing names and nobody has brought in yet are looked for. */
  private async bringTables(pipeline: Pipeline): Promise<void> {
    for (const name of datasetNames(pipeline)) {
      if (this.engine.tables.includes(name) || this.takenAway.includes(name)) continue;
      const source = await this.findTable(name);
      if (!source) continue;
      await this.addTable(source);
      this.found = [...this.found, name];
    }
  }

  private drop(dataset: string): Promise<void> {
    this.tables = Object.fromEntries(Object.entries(this.tables).filter(([name]) => name !== dataset));
    this.sources = this.sources.filter((one) => one.dataset !== dataset);
    return this.engine.removeTable(dataset);
  }

  private refuse(thrown: unknown): void {
    const { code, details } = thrown as EngineError;
    if (code === 'cancelled') return;
    this.problem = packError(thrown);
    if (code === 'pipeline-not-valid') this.book.refuse((details.problems ?? []) as Problem[]);
  }

  private refresh(): void {
    this.own = this.book.records();
  }
}
