import { proxy } from 'comlink';
import type { PortType } from '../../../engine/components/values.ts';
import { cancelled, type EngineError } from '../../../engine/errors.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import type { RunResult } from '../../../engine/pipeline/run.ts';
import type { ColumnProfile } from '../../../engine/table/profile.ts';
import type { ScoredTable } from '../../../engine/components/values.ts';
import type { Table } from '../../../engine/table/table.ts';
import { unpackTable } from '../../../engine/table/transfer.ts';
import type { TableSource } from '../../state/table-source.ts';
import { engineStopped, valueOf } from './engine-errors.ts';
import type { EngineCall, EngineValue, EngineWords, StartedEngine } from './engine-link.ts';
import type { ColumnSummary, DerivedHere, EngineEvent, OpenedTable, RowPage, RowRange } from './messages.ts';

/** What a component has put out. */
export type OutputValue =
  | { readonly type: 'table'; readonly value: Table }
  | { readonly type: 'scored-table'; readonly value: ScoredTable }
  | { readonly type: Exclude<PortType, 'table' | 'scored-table'>; readonly value: unknown };

/** Who does not hear of a cancel within this time is ended. */
const graceMs = 1500;

/**
 * The engine as pages use it: in a thread of its own, which starts when it is first needed and starts again where it
 * was ended. Errors are those of the engine, and `cancelled`, `engine-stopped`.
 */
export class EngineClient {
  private readonly start: () => StartedEngine;
  private readonly sources = new Map<string, TableSource>();
  private started:
    { readonly engine: StartedEngine; readonly fail: (error: EngineError) => void } | undefined;
  /** Rejects when the thread ends before it has answered. */
  private lost: Promise<never> | undefined;
  private restarting: Promise<unknown> | undefined;
  private runs = 0;
  /** Called where results are gone because the thread was ended. */
  onLost: (() => void) | undefined;

  constructor(start: () => StartedEngine) {
    this.start = start;
  }

  /** Reads a table for the Dataset components of its name; one of the same name gives way, if the new one is read. */
  async addTable(source: TableSource): Promise<OpenedTable> {
    const opened = await this.ask('addTable', source);
    this.sources.set(source.dataset, source);
    return opened;
  }

  /** Takes a table away: components that name it will say so. */
  async removeTable(dataset: string): Promise<void> {
    this.sources.delete(dataset);
    if (this.started) await this.ask('removeTable', dataset);
  }

  /** The names of the tables that are there. */
  get tables(): string[] {
    return [...this.sources.keys()];
  }

  /** Runs what is out of date, all of it or what leads to one node. */
  async run(
    pipeline: Pipeline,
    { until }: { readonly until?: string | undefined },
    onEvent: (event: EngineEvent) => void,
  ): Promise<RunResult['status']> {
    this.runs++;
    try {
      return await this.ask('run', plain(pipeline), until, proxy(onEvent));
    } finally {
      this.runs--;
    }
  }

  /** Stops a run: a component that looks up stops by itself, one that does not is ended with its thread. */
  async cancel(): Promise<void> {
    const { started } = this;
    if (!started || this.runs === 0) return;
    void this.ask('cancel').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, graceMs));
    if (this.started === started && this.runs > 0) this.end(cancelled());
  }

  /** Forgets all results. */
  async reset(): Promise<void> {
    if (this.started) await this.ask('reset');
  }

  columns(node: string, port: string): Promise<readonly ColumnSummary[]> {
    return this.ask('columns', node, port);
  }

  columnsOf(pipeline: Pipeline, node: string, port: string): Promise<readonly ColumnSummary[]> {
    return this.ask('columnsOf', plain(pipeline), node, port);
  }

  rows(node: string, port: string, range: RowRange): Promise<RowPage> {
    return this.ask('rows', node, port, range);
  }

  rowCount(node: string, port: string): Promise<number> {
    return this.ask('rowCount', node, port);
  }

  profile(node: string, port: string, column: string): Promise<ColumnProfile> {
    return this.ask('profile', node, port, column);
  }

  async output(node: string, port: string): Promise<OutputValue> {
    const packed = await this.ask('output', node, port);
    if (!('table' in packed)) return packed;
    return { type: packed.type, value: unpackTable(packed.table) } as OutputValue;
  }

  /** The file of an output of a job becomes an output under a name of its own. */
  take(name: string, port: string, type: PortType, text: string, model?: string): Promise<void> {
    return this.ask('take', name, port, type, text, model);
  }

  deriveInference(pipeline: Pipeline, scoreModel?: string): Promise<DerivedHere> {
    return this.ask('deriveInference', plain(pipeline), scoreModel);
  }

  /** Ends the thread; it starts again when it is asked for something. */
  close(): void {
    this.onLost = undefined;
    this.end(cancelled());
  }

  private async ask<Name extends EngineCall>(
    name: Name,
    ...words: EngineWords<Name>
  ): Promise<EngineValue<Name>> {
    const engine = await this.engine();
    const answer = await Promise.race([engine.link.ask(name, ...words), this.lost as Promise<never>]);
    return valueOf(answer);
  }

  private async engine(): Promise<StartedEngine> {
    if (!this.started) {
      const engine = this.start();
      this.lost = new Promise<never>((_, reject) => (this.started = { engine, fail: reject }));
      this.lost.catch(() => undefined);
      engine.onStopped(() => {
        if (this.started?.engine === engine) this.end(engineStopped());
      });
      // What was read before is read again.
      const sources = [...this.sources.values()];
      this.restarting = Promise.all(sources.map((source) => engine.link.ask('addTable', source)));
    }
    const { engine } = this.started as { engine: StartedEngine };
    await Promise.race([this.restarting, this.lost]);
    return engine;
  }

  private end(reason: EngineError): void {
    const { started } = this;
    if (!started) return;
    this.started = undefined;
    started.engine.end();
    started.fail(reason);
    this.onLost?.();
  }
}

/** A drawing without what a page's state wraps around it. */
function plain(pipeline: Pipeline): Pipeline {
  return JSON.parse(JSON.stringify(pipeline)) as Pipeline;
}
