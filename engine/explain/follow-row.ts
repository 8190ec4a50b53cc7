import type { Component } from '../components/component.ts';
import type { TrainedModel, Transformation } from '../components/artifacts.ts';
import { findComponent } from '../components/registry.ts';
import { sortNodes, sourceOf } from '../pipeline/graph.ts';
import type { Pipeline, PipelineNode } from '../pipeline/pipeline.ts';
import { cellAt, type Table } from '../table/table.ts';
import { explainRow } from './explain-row.ts';
import type { Cell, Explanation } from './explanation.ts';

/** The outputs of a run, as they are needed; `undefined` where a node has none. */
export type OutputOf = (node: string, port: string) => unknown;

/** A cell on its way through a component. */
export interface CellChange {
  readonly column: string;
  readonly kind: 'same' | 'changed' | 'added' | 'dropped';
  readonly before: Cell;
  readonly after: Cell;
}

/** What a component does with a row. */
export type RowFate =
  | {
      /** It goes on. */
      readonly kind: 'passed';
      /** The outputs in which it is, by their port. */
      readonly ports: readonly string[];
      readonly changes: readonly CellChange[];
    }
  | {
      readonly kind: 'removed';
      /** The columns whose gaps were the reason; empty where the component does not say. */
      readonly gaps: readonly string[];
    }
  /** A model has learnt from it. */
  | { readonly kind: 'learnt' }
  /** A model has answered. */
  | { readonly kind: 'scored'; readonly explanation: Explanation; readonly changes: readonly CellChange[] }
  /** It was counted, or not because its label is missing. */
  | { readonly kind: 'evaluated' }
  /** It does not come here. */
  | { readonly kind: 'elsewhere' };

/** One component on the way of a row. */
export interface RowStep {
  readonly node: string;
  /** The component's type. */
  readonly component: string;
  readonly fate: RowFate;
}

/** The way of one row through a pipeline; empty where no dataset has such a row. */
export interface RowStory {
  readonly rowNumber: number;
  readonly steps: readonly RowStep[];
}

/**
 * Follows a row, by its number in the file, through every component of a run that works on tables: where it goes,
 * what happens to its cells, who drops it and why, and how a model comes to its answer.
 */
export function followRow(pipeline: Pipeline, outputOf: OutputOf, rowNumber: number): RowStory {
  const steps = sortNodes(pipeline).nodes.flatMap((node): RowStep[] => {
    const component = findComponent(node.component);
    const fate = component && fateOf({ pipeline, outputOf, rowNumber, node, component });
    return fate ? [{ node: node.id, component: node.component, fate }] : [];
  });
  const isFound = steps.some(({ fate }) => fate.kind !== 'elsewhere');
  return { rowNumber, steps: isFound ? steps : [] };
}

interface Visit {
  readonly pipeline: Pipeline;
  readonly outputOf: OutputOf;
  readonly rowNumber: number;
  readonly node: PipelineNode;
  readonly component: Component;
}

/** A row in a table. */
interface Place {
  readonly port: string;
  readonly table: Table;
  readonly row: number;
}

function fateOf(visit: Visit): RowFate | undefined {
  const { node, component } = visit;
  const inputs = tablePorts(component.inputs);
  const outputs = tablePorts(component.outputs);
  if (inputs.length + outputs.length === 0) return undefined;
  const before = placesOf(visit, inputs, (port) => inputOf(visit, port));
  const after = placesOf(visit, outputs, (port) => visit.outputOf(node.id, port));
  if (inputs.length > 0 && before.length === 0) return { kind: 'elsewhere' };
  switch (node.component) {
    case 'train-model':
      return { kind: 'learnt' };
    case 'evaluate-model':
      return { kind: 'evaluated' };
    case 'score-model': {
      const trained = inputOf(visit, 'model') as TrainedModel | undefined;
      if (!trained || after.length === 0) return { kind: 'elsewhere' };
      const [{ table, row }] = before;
      const explanation = explainRow(trained.model, table, row);
      return { kind: 'scored', explanation, changes: changesOf(before[0], after[0]) };
    }
  }
  if (after.length > 0) {
    const ports = after.map(({ port }) => port);
    return { kind: 'passed', ports, changes: changesOf(before[0], after[0]) };
  }
  return inputs.length === 0 ? { kind: 'elsewhere' } : { kind: 'removed', gaps: gapsOf(visit, before[0]) };
}

function tablePorts(ports: Component['inputs']): string[] {
  return Object.keys(ports).filter((id) => ['table', 'scored-table'].includes(ports[id].type));
}

function inputOf({ pipeline, outputOf, node }: Visit, port: string): unknown {
  const source = sourceOf(pipeline, node.id, port);
  return source && outputOf(source.node, source.port);
}

function placesOf(
  { rowNumber }: Visit,
  ports: readonly string[],
  tableOf: (port: string) => unknown,
): Place[] {
  return ports.flatMap((port) => {
    const table = tableOf(port) as Table | undefined;
    const row = table?.rowNumbers.indexOf(rowNumber) ?? -1;
    return table && row >= 0 ? [{ port, table, row }] : [];
  });
}

/** The cells before and after, in the order of the columns that come out, what is dropped last. */
function changesOf(before: Place | undefined, after: Place): CellChange[] {
  const cellsOf = ({ table, row }: Place): Map<string, Cell> =>
    new Map(table.columns.map((column) => [column.name, cellAt(column, row)]));
  const [old, now] = [before ? cellsOf(before) : new Map<string, Cell>(), cellsOf(after)];
  const changes = Array.from(now, ([column, cell]): CellChange => {
    if (!old.has(column)) return { column, kind: 'added', before: null, after: cell };
    const earlier = old.get(column) ?? null;
    return { column, kind: Object.is(earlier, cell) ? 'same' : 'changed', before: earlier, after: cell };
  });
  for (const [column, cell] of old) {
    if (!now.has(column)) changes.push({ column, kind: 'dropped', before: cell, after: null });
  }
  return changes;
}

/** The gaps for which a cleaning has removed a row. */
function gapsOf(visit: Visit, { table, row }: Place): string[] {
  const { outputOf, node } = visit;
  const fitted = (outputOf(node.id, 'transformation') ?? inputOf(visit, 'transformation')) as
    Transformation | undefined;
  const columns = fitted?.removeRows ?? [];
  return table.columns
    .filter((column) => columns.includes(column.name) && cellAt(column, row) === null)
    .map(({ name }) => name);
}
