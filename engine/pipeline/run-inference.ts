import { findComponent } from '../components/registry.ts';
import type { Component, RunContext } from '../components/component.ts';
import { webServiceInput, type InputColumn } from '../components/web-service-input/web-service-input.ts';
import { EngineError } from '../errors.ts';
import { cellAt, type Table } from '../table/table.ts';
import type { Outputs } from './cache.ts';
import { componentFailed, notAnInferencePipeline } from './errors.ts';
import { sortNodes, sourceOf } from './graph.ts';
import { rowReader } from './input-schema.ts';
import type { Pipeline, PipelineNode } from './pipeline.ts';
import { assertValid } from './validate.ts';

/** A cell as JSON has it; `null` is missing. */
export type JsonCell = number | string | null;

/** A row of a request or an answer: its cells by their columns. */
export type JsonRow = Readonly<Record<string, JsonCell>>;

/** An inference pipeline that is ready to answer: all that does not depend on the rows is done. */
export interface PreparedInference {
  /** The columns that a row may have. */
  readonly columns: readonly InputColumn[];
  /**
   * Answers one request: the rows go in at the Web Service Input, what arrives at the Web Service Output comes back,
   * row for row. Errors: `input-row-not-object`, `unknown-input-column`, `wrong-input-type`, and those of the
   * components.
   */
  answer(rows: readonly JsonRow[]): Promise<JsonRow[]>;
  /** Answers several requests in one run; each gets what `answer` would give it, or the error. */
  answerAll(requests: readonly (readonly JsonRow[])[]): Promise<(JsonRow[] | EngineError)[]>;
}

/** A component with what it needs: its settings, and where each of its inputs comes from. */
interface Step {
  readonly node: PipelineNode;
  readonly component: Component;
  readonly settings: Record<string, unknown>;
  readonly inputs: readonly { readonly port: string; readonly step: number; readonly output: string }[];
}

/**
 * Makes an inference pipeline ready for many requests.
 * Errors: `pipeline-not-valid`, `not-an-inference-pipeline`.
 */
export function prepareInference(pipeline: Pipeline): PreparedInference {
  const input = onlyNode(pipeline, 'web-service-input', 'Web Service Input');
  const output = onlyNode(pipeline, 'web-service-output', 'Web Service Output');
  const { columns } = webServiceInput.settings.parse(input.settings);
  assertValid(pipeline);
  const source = sourceOf(pipeline, output.id, 'table');
  if (!source) throw notAnInferencePipeline('Web Service Output', 0);
  const { nodes } = sortNodes(pipeline);
  const position = new Map(nodes.map(({ id }, index) => [id, index]));
  const steps = nodes.map((node): Step => {
    const component = findComponent(node.component) as Component;
    const inputs = Object.keys(component.inputs).flatMap((port) => {
      const from = sourceOf(pipeline, node.id, port);
      return from ? [{ port, step: position.get(from.node) ?? -1, output: from.port }] : [];
    });
    return { node, component, settings: component.settings.parse(node.settings), inputs };
  });
  const last = position.get(source.node) ?? -1;
  const readRows = rowReader(columns);

  async function run(rows: readonly JsonRow[]): Promise<Table> {
    const context: RunContext = { datasets: {}, webServiceInput: readRows(rows) };
    const outputs: Outputs[] = [];
    for (const step of steps) {
      try {
        const result = runStep(step, outputs, context);
        outputs.push(result instanceof Promise ? await result : result);
      } catch (thrown) {
        throw componentFailed(step.node.id, step.component.name, thrown);
      }
    }
    return outputs[last][source!.port] as Table;
  }

  return {
    columns,
    answer: async (rows) => rowsOf(await run(rows)),
    async answerAll(requests) {
      try {
        return divide(await run(requests.length === 1 ? requests[0] : requests.flat()), requests);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (requests.length === 1) return [error];
      }
      // One of them is at fault: each on its own, so that its error is its own, too.
      const answers: (JsonRow[] | EngineError)[] = [];
      for (const request of requests) {
        answers.push(await run([...request]).then(rowsOf, asEngineError));
      }
      return answers;
    },
  };
}

function runStep(
  { component, settings, inputs }: Step,
  done: readonly Outputs[],
  context: RunContext,
): Outputs | Promise<Outputs> {
  const values: Record<string, unknown> = {};
  for (const { port, step, output } of inputs) values[port] = done[step][output];
  return component.run(values as never, settings, context);
}

/** Row for row by their numbers: a component may have left some out. */
function divide(table: Table, requests: readonly (readonly JsonRow[])[]): JsonRow[][] {
  const rows = rowsOf(table);
  if (requests.length === 1) return [rows];
  let begin = 0;
  let next = 0;
  return requests.map(({ length }) => {
    const end = begin + length;
    const own: JsonRow[] = [];
    while (next < rows.length && table.rowNumbers[next] <= end) own.push(rows[next++]);
    begin = end;
    return own;
  });
}

function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  throw error;
}

/** Answers one request, once: see `prepareInference`. */
export async function runInference(pipeline: Pipeline, rows: readonly JsonRow[]): Promise<JsonRow[]> {
  return prepareInference(pipeline).answer(rows);
}

function onlyNode(pipeline: Pipeline, component: string, name: string): PipelineNode {
  const nodes = pipeline.nodes.filter((node) => node.component === component);
  if (nodes.length !== 1) throw notAnInferencePipeline(name, nodes.length);
  return nodes[0];
}

/** A table as a list of objects, one per row. */
export function rowsOf(table: Table): JsonRow[] {
  const { rowCount, columns } = table;
  const rows: JsonRow[] = new Array<JsonRow>(rowCount);
  // An assignment to this name would not make a cell of it.
  const isPlain = columns.every(({ name }) => name !== '__proto__');
  for (let row = 0; row < rowCount; row++) {
    if (isPlain) {
      // Several times as fast as pairs.
      const cells: Record<string, JsonCell> = {};
      for (const column of columns) cells[column.name] = cellAt(column, row);
      rows[row] = cells;
    } else {
      rows[row] = Object.fromEntries(columns.map((column) => [column.name, cellAt(column, row)]));
    }
  }
  return rows;
}
