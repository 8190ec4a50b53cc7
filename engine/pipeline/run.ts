import type { Component, RunContext } from '../components/component.ts';
import { dataset } from '../components/dataset/dataset.ts';
import { findComponent } from '../components/registry.ts';
import { isCompatible, type PortType, type PortValues } from '../components/values.ts';
import { cancelled, EngineError } from '../errors.ts';
import type { Table } from '../table/table.ts';
import { canonicalJson, type Outputs, type PipelineCache } from './cache.ts';
import { componentFailed, nodeNotFound, noResult } from './errors.ts';
import { pipelineUntil, sortNodes, sourceOf } from './graph.ts';
import type { Pipeline, PipelineNode } from './pipeline.ts';
import { assertValid } from './validate.ts';

/** How far a node has come; `reused` took its result from the cache, `skipped` had a failed node before it. */
export type NodeStatus = 'queued' | 'running' | 'completed' | 'reused' | 'failed' | 'cancelled' | 'skipped';

/** A node has come to a new status, or further with its work. */
export type RunEvent = { readonly node: string; readonly component: string } & (
  | { readonly type: 'queued' | 'reused' | 'cancelled' }
  | { readonly type: 'running'; /** 0 to 1. */ readonly share: number }
  | { readonly type: 'completed'; readonly seconds: number }
  | { readonly type: 'failed'; readonly error: EngineError }
  | { readonly type: 'skipped'; /** The node that failed. */ readonly because: string }
);

/** What a run needs beside its pipeline. */
export interface RunOptions {
  /** The tables that Dataset components name. */
  readonly datasets?: Readonly<Record<string, Table>>;
  /** For the cache: a dataset under the same version counts as the same table. */
  readonly datasetVersions?: Readonly<Record<string, string>>;
  readonly webServiceInput?: Table;
  readonly cache?: PipelineCache;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /** Called with what a node has put out, just before the event that says so. */
  readonly onOutputs?: (node: string, outputs: Outputs) => void;
  /** The id of a node: only it and what it needs are run. */
  readonly until?: string;
}

/** What came out of a run; the nodes by their id. */
export interface RunResult {
  readonly pipeline: Pipeline;
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly statuses: Readonly<Record<string, NodeStatus>>;
  readonly outputs: Readonly<Record<string, Outputs>>;
  readonly seconds: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, EngineError>>;
}

/**
 * Runs a pipeline's components one after the other, in the same order every time. A component that fails
 * takes along what depends on it; other branches complete. The cancelled and the failed are in the result,
 * see `assertCompleted`. Errors: `pipeline-not-valid`, `node-not-found`.
 */
export async function runPipeline(whole: Pipeline, options: RunOptions = {}): Promise<RunResult> {
  const { datasets = {}, datasetVersions = {}, cache, signal, until } = options;
  const ids = whole.nodes.map(({ id }) => id);
  if (until !== undefined && !ids.includes(until)) throw nodeNotFound(until, ids);
  const pipeline = until === undefined ? whole : pipelineUntil(whole, until);
  assertValid(pipeline);

  const run = new Run(pipeline, { ...options, datasets });
  cache?.begin();
  for (const [name, table] of Object.entries(datasets)) {
    if (Object.hasOwn(datasetVersions, name)) cache?.identify(table, datasetVersions[name]);
  }
  const { nodes } = sortNodes(pipeline);
  for (const node of nodes) run.enter(node, { type: 'queued' });
  for (const node of nodes) {
    // Whoever listens gets a turn, and may cancel.
    if (options.onEvent ?? signal) await new Promise((resolve) => setTimeout(resolve, 0));
    if (signal?.aborted) run.enter(node, { type: 'cancelled' });
    else await run.runNode(node);
  }
  cache?.end();
  return run.result();
}

/** `Omit` that keeps the members of a union apart. */
type Step = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'node' | 'component'> : never) : never;

class Run {
  private readonly pipeline: Pipeline;
  private readonly options: RunOptions & Pick<RunContext, 'datasets'>;
  private readonly statuses = new Map<string, NodeStatus>();
  private readonly outputs = new Map<string, Outputs>();
  private readonly seconds = new Map<string, number>();
  private readonly errors = new Map<string, EngineError>();
  /** The nodes that failed, or were skipped because of the given one. */
  private readonly culprits = new Map<string, string>();
  /** What the cache calls the result of a node. */
  private readonly resultIds = new Map<string, number>();

  constructor(pipeline: Pipeline, options: RunOptions & Pick<RunContext, 'datasets'>) {
    this.pipeline = pipeline;
    this.options = options;
  }

  enter(node: PipelineNode, step: Step): void {
    this.statuses.set(node.id, step.type);
    this.options.onEvent?.({ node: node.id, component: node.component, ...step });
  }

  async runNode(node: PipelineNode): Promise<void> {
    const component = findComponent(node.component) as Component;
    const inputs: Record<string, unknown> = {};
    for (const port of Object.keys(component.inputs)) {
      const source = sourceOf(this.pipeline, node.id, port);
      if (!source) continue;
      const because = this.culprits.get(source.node);
      if (because !== undefined) {
        this.culprits.set(node.id, because);
        this.enter(node, { type: 'skipped', because });
        return;
      }
      inputs[port] = this.outputs.get(source.node)?.[source.port];
    }
    const settings = component.settings.parse(node.settings);
    const key = this.key(node, component, settings);
    const kept = key === undefined ? undefined : this.options.cache?.find(key);
    if (kept) {
      this.complete(node, kept.outputs, 0, kept.id);
      this.enter(node, { type: 'reused' });
      return;
    }
    await this.work(node, component, inputs, settings, key);
  }

  private async work(
    node: PipelineNode,
    component: Component,
    inputs: Record<string, unknown>,
    settings: Record<string, unknown>,
    key: string | undefined,
  ): Promise<void> {
    const { cache, signal } = this.options;
    const onProgress = (share: number): void => this.enter(node, { type: 'running', share });
    const start = performance.now();
    onProgress(0);
    try {
      const outputs = await component.run(inputs as never, settings, this.context(onProgress));
      const seconds = (performance.now() - start) / 1000;
      this.complete(node, outputs, seconds, key === undefined ? undefined : cache?.keep(key, outputs).id);
      this.enter(node, { type: 'completed', seconds });
    } catch (thrown) {
      if (signal?.aborted && thrown instanceof EngineError && thrown.code === 'cancelled') {
        this.enter(node, { type: 'cancelled' });
        return;
      }
      const error = componentFailed(node.id, component.name, thrown);
      this.culprits.set(node.id, node.id);
      this.errors.set(node.id, error);
      this.enter(node, { type: 'failed', error });
    }
  }

  private context(onProgress?: (share: number) => void): RunContext {
    const { datasets, webServiceInput, signal } = this.options;
    return { datasets, webServiceInput, signal, onProgress };
  }

  private complete(node: PipelineNode, outputs: Outputs, seconds: number, id: number | undefined): void {
    this.outputs.set(node.id, outputs);
    this.options.onOutputs?.(node.id, outputs);
    this.seconds.set(node.id, seconds);
    if (id !== undefined) this.resultIds.set(node.id, id);
  }

  /** What a node's result depends on, or `undefined` where it must not be kept. */
  private key(
    node: PipelineNode,
    component: Component,
    settings: Record<string, unknown>,
  ): string | undefined {
    const { cache } = this.options;
    if (!cache) return undefined;
    const parts = [component.type, String(component.version), canonicalJson(settings)];
    if (component.source) {
      const table = component.source(settings, this.context());
      if (!table) return undefined;
      parts.push(cache.identify(table));
    }
    for (const port of Object.keys(component.inputs)) {
      const source = sourceOf(this.pipeline, node.id, port);
      if (!source) continue;
      const id = this.resultIds.get(source.node);
      if (id === undefined) return undefined;
      parts.push(`${port}=${id}.${source.port}`);
    }
    return parts.join(' ');
  }

  result(): RunResult {
    const statuses = Object.fromEntries(this.statuses);
    const found = new Set(this.statuses.values());
    return {
      pipeline: this.pipeline,
      status: found.has('cancelled') ? 'cancelled' : found.has('failed') ? 'failed' : 'completed',
      statuses,
      outputs: Object.fromEntries(this.outputs),
      seconds: Object.fromEntries(this.seconds),
      errors: Object.fromEntries(this.errors),
    };
  }
}

/** The names of the datasets that a pipeline asks for, in the order of its nodes, each once. */
export function datasetNames(pipeline: Pipeline): string[] {
  const names = pipeline.nodes
    .filter(({ component }) => component === dataset.type)
    .map(({ settings }) => dataset.settings.safeParse(settings).data?.name);
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** Throws the first error of a run that failed, or `cancelled`; returns the result of one that completed. */
export function assertCompleted(result: RunResult): RunResult {
  if (result.status === 'cancelled') throw cancelled();
  for (const error of Object.values(result.errors)) throw error;
  return result;
}

/** A value that a run has put out, of the type that is asked for. Error: `no-result`. */
export function getOutput<T extends PortType>(
  result: RunResult,
  node: string,
  port: string,
  type: T,
): PortValues[T] {
  const component = result.pipeline.nodes.find(({ id }) => id === node)?.component ?? '';
  const output = findComponent(component)?.outputs[port];
  const outputs = Object.hasOwn(result.outputs, node) ? result.outputs[node] : {};
  if (!output || !isCompatible(output.type, type) || outputs[port] === undefined) throw noResult(node, port);
  return outputs[port] as PortValues[T];
}
