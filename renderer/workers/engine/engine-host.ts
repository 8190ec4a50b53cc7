import { trainedModelSchema, transformationSchema } from '../../../engine/components/artifacts.ts';
import { findComponent } from '../../../engine/components/registry.ts';
import { scoringOf } from '../../../engine/components/score-model/scored-columns.ts';
import type { PortType, TrainedModel } from '../../../engine/components/values.ts';
import { webServiceInput } from '../../../engine/components/web-service-input/web-service-input.ts';
import { PipelineCache, type Outputs } from '../../../engine/pipeline/cache.ts';
import { noResult } from '../../../engine/pipeline/errors.ts';
import { pipelineUntil, sourceOf } from '../../../engine/pipeline/graph.ts';
import { deriveInferencePipeline } from '../../../engine/pipeline/inference.ts';
import type { Pipeline, PipelineNode } from '../../../engine/pipeline/pipeline.ts';
import {
  assertCompleted,
  datasetNames,
  runPipeline,
  type RunEvent,
  type RunOptions,
  type RunResult,
} from '../../../engine/pipeline/run.ts';
import { profileColumn, type ColumnProfile } from '../../../engine/table/profile.ts';
import { readCsv } from '../../../engine/table/csv/read-csv.ts';
import { cellAt, dropColumns, getColumn, type Table } from '../../../engine/table/table.ts';
import { asTextColumns } from '../../../engine/table/text-columns.ts';
import { packTable } from '../../../engine/table/transfer.ts';
import type { Warning } from '../../../engine/warnings.ts';
import type { TableSource } from '../../state/table-source.ts';
import { SampleRequest, sampleRequestUsed } from './sample-request.ts';
import { summarizeColumns } from './column-summary.ts';
import { packError } from './engine-errors.ts';
import type {
  ColumnSummary,
  DerivedHere,
  EngineEvent,
  OpenedTable,
  PackedOutput,
  PortFacts,
  RowPage,
  RowRange,
} from './messages.ts';

/** Results that so many runs have not used are given up; a look at the columns of a table counts as a run. */
const keptRuns = 12;
const tableTypes: readonly PortType[] = ['table', 'scored-table'];

interface OpenTable {
  readonly table: Table;
  readonly warnings: readonly Warning[];
}

/** The engine with the tables of one drawing and what has come out of its components: the inside of the worker. */
export class EngineHost {
  private readonly startLearning: () => Promise<void>;
  private readonly tables = new Map<string, OpenTable>();
  private readonly cache = new PipelineCache(keptRuns);
  /** What each node has put out last, and of which type; also what came from elsewhere, under a name of its own. */
  private readonly results = new Map<
    string,
    { types: Readonly<Record<string, PortType>>; outputs: Outputs }
  >();
  private readonly request = new SampleRequest();
  private running: AbortController | undefined;

  /** `startLearning` is called before a run that trains or scores. */
  constructor(startLearning: () => Promise<void>) {
    this.startLearning = startLearning;
  }

  /** Reads a table for the Dataset components that name it. Errors: those of `readCsv`. */
  addTable(source: TableSource): OpenedTable {
    const { table, warnings } = readTable(source);
    this.tables.set(source.dataset, { table, warnings });
    return { rows: table.rowCount, columns: summarizeColumns(table), warnings };
  }

  removeTable(dataset: string): void {
    this.tables.delete(dataset);
  }

  /** Runs what is out of date. Errors: `pipeline-not-valid`, `node-not-found`. */
  async run(
    pipeline: Pipeline,
    until: string | undefined,
    onEvent: (event: EngineEvent) => unknown,
  ): Promise<RunResult['status']> {
    const part = until === undefined ? pipeline : pipelineUntil(pipeline, until);
    if (part.nodes.some(learns)) await this.startLearning();
    const controller = (this.running = new AbortController());
    // Events have a channel of their own: the last one must have arrived before the run has ended.
    const told: unknown[] = [];
    const result = await runPipeline(pipeline, {
      ...this.inputs(pipeline),
      ...(until !== undefined && { until }),
      signal: controller.signal,
      onOutputs: (node, outputs) => this.keep(pipeline, node, outputs),
      onEvent: (event) => told.push(onEvent(this.describe(pipeline, event))),
    });
    await Promise.all(told);
    if (this.running === controller) this.running = undefined;
    return result.status;
  }

  /** Stops the run that is going on as soon as its component looks up. */
  cancel(): void {
    this.running?.abort();
  }

  /** Forgets all results: another drawing is on the table. */
  reset(): void {
    this.running?.abort();
    this.results.clear();
  }

  /** The columns of an output that was put out last. Error: `no-result`. */
  columns(node: string, port: string): readonly ColumnSummary[] {
    return summarizeColumns(this.table(node, port));
  }

  /** The columns of an output of the drawing as it stands; what leads to it is run. */
  async columnsOf(pipeline: Pipeline, node: string, port: string): Promise<readonly ColumnSummary[]> {
    const result = assertCompleted(await runPipeline(pipeline, { ...this.inputs(pipeline), until: node }));
    const table = result.outputs[node]?.[port];
    if (table === undefined) throw noResult(node, port);
    return summarizeColumns(table as Table);
  }

  /** How many rows an output has, and some of them. Error: `no-result`. */
  rows(node: string, port: string, range: RowRange): RowPage {
    const table = this.table(node, port);
    const { offset, count, from = 0, to = table.columns.length } = range;
    const columns = table.columns.slice(from, to);
    const positions = Array.from(
      { length: Math.max(0, Math.min(count, table.rowCount - offset)) },
      (_, index) => offset + index,
    );
    return {
      cells: positions.map((row) => columns.map((column) => cellAt(column, row))),
      rowNumbers: positions.map((row) => table.rowNumbers[row]),
    };
  }

  rowCount(node: string, port: string): number {
    return this.table(node, port).rowCount;
  }

  /** The profile of one column of an output. Errors: `no-result`, `column-not-found`. */
  profile(node: string, port: string, column: string): ColumnProfile {
    return profileColumn(getColumn(this.table(node, port), column));
  }

  /** What an output holds. Error: `no-result`. */
  output(node: string, port: string): PackedOutput {
    const { type, value } = this.find(node, port);
    if (type === 'table' || type === 'scored-table') return { type, table: packTable(value as Table) };
    return { type, value };
  }

  /**
   * The file of an output, as a job has written it, becomes an output under a name of its own. A scored table needs
   * the file of the model that scored it; without one it is a table.
   */
  take(name: string, port: string, type: PortType, text: string, model?: string): void {
    const { types = {}, outputs = {} } = this.results.get(name) ?? {};
    const value = tableTypes.includes(type) ? readText(name, text) : readArtifact(type, text);
    const isScored = type === 'scored-table' && model !== undefined;
    const scored = isScored && { ...(value as Table), scoring: scoringOf(readModel(model)) };
    this.results.set(name, {
      types: { ...types, [port]: type === 'scored-table' && !isScored ? 'table' : type },
      outputs: { ...outputs, [port]: scored || value },
    });
  }

  /** The real-time inference pipeline of what has run here. Errors: those of `deriveInferencePipeline`. */
  deriveInference(pipeline: Pipeline, scoreModel?: string): DerivedHere {
    const outputs = Object.fromEntries([...this.results].map(([node, result]) => [node, result.outputs]));
    const result: RunResult = {
      pipeline,
      status: 'completed',
      statuses: {},
      outputs,
      seconds: {},
      errors: {},
    };
    const options = scoreModel === undefined ? {} : { scoreModel };
    const { pipeline: derived, changes } = deriveInferencePipeline(pipeline, result, options);
    return { pipeline: derived, changes };
  }

  private inputs(pipeline: Pipeline): Pick<RunOptions, 'datasets' | 'cache' | 'webServiceInput'> {
    const datasets = Object.fromEntries([...this.tables].map(([name, { table }]) => [name, table]));
    const request = this.request.of(pipeline);
    return { datasets, cache: this.cache, ...(request && { webServiceInput: request }) };
  }

  private keep(pipeline: Pipeline, node: string, outputs: Outputs): void {
    const component = pipeline.nodes.find(({ id }) => id === node)?.component ?? '';
    const ports = Object.entries(findComponent(component)?.outputs ?? {});
    const types = Object.fromEntries(ports.map(([port, { type }]) => [port, type]));
    this.results.set(node, { types, outputs });
  }

  private describe(pipeline: Pipeline, event: RunEvent): EngineEvent {
    switch (event.type) {
      case 'failed':
        return { ...event, error: packError(event.error) };
      case 'reused':
        return {
          node: event.node,
          component: event.component,
          type: 'reused',
          outputs: this.facts(event.node),
        };
      case 'completed': {
        const node = pipeline.nodes.find(({ id }) => id === event.node);
        const ports = Object.keys(findComponent(event.component)?.inputs ?? {});
        const inputs = ports.flatMap((port) => {
          const source = sourceOf(pipeline, event.node, port);
          const found = source && this.facts(source.node).find((fact) => fact.port === source.port);
          return found ? [{ ...found, port }] : [];
        });
        const warnings = node ? this.warningsOf(pipeline, node) : [];
        return { ...event, inputs, outputs: this.facts(event.node), warnings };
      }
      case 'queued':
      case 'running':
      case 'cancelled':
      case 'skipped':
        return event as EngineEvent;
    }
  }

  private warningsOf(pipeline: Pipeline, node: PipelineNode): readonly Warning[] {
    if (node.component === webServiceInput.type) return [sampleRequestUsed];
    const [name] = datasetNames({ ...pipeline, nodes: [node] });
    return this.tables.get(name)?.warnings ?? [];
  }

  private facts(node: string): PortFacts[] {
    const result = this.results.get(node);
    return Object.entries(result?.types ?? {}).map(([port, type]) => {
      if (!tableTypes.includes(type)) return { port, type };
      const { rowCount, columns } = result?.outputs[port] as Table;
      return { port, type, size: { rows: rowCount, columns: columns.length } };
    });
  }

  private find(node: string, port: string): { type: PortType; value: unknown } {
    const result = this.results.get(node);
    const value = result && Object.hasOwn(result.outputs, port) ? result.outputs[port] : undefined;
    if (!result || value === undefined) throw noResult(node, port);
    return { type: result.types[port], value };
  }

  private table(node: string, port: string): Table {
    const { type, value } = this.find(node, port);
    if (!tableTypes.includes(type)) throw noResult(node, port);
    return value as Table;
  }
}

/** Whether a component works with TensorFlow.js. */
function learns({ component }: PipelineNode): boolean {
  const family = findComponent(component)?.family;
  return family === 'Model Training' || family === 'Model Scoring and Evaluation';
}

function readTable({ name, bytes, options, dropColumns: dropped, textColumns }: TableSource): OpenTable {
  const { table, warnings } = readCsv({ name, open: () => [bytes] }, options);
  return { table: asTextColumns(dropColumns(table, dropped), textColumns), warnings };
}

/** A table that a job has written: UTF-8, commas, a header. */
function readText(name: string, text: string): Table {
  const bytes = new TextEncoder().encode(text);
  const options = { delimiter: ',', header: true, encoding: 'utf-8', missingValues: [''] } as const;
  return readCsv({ name, open: () => [bytes] }, options).table;
}

function readArtifact(type: PortType, text: string): unknown {
  if (type === 'model') return readModel(text);
  const value: unknown = JSON.parse(text);
  return type === 'transformation' ? transformationSchema.parse(value) : value;
}

function readModel(text: string): TrainedModel {
  return trainedModelSchema.parse(JSON.parse(text));
}
