import { webServiceInput } from '../components/web-service-input/web-service-input.ts';
import { cellAt, type Table } from '../table/table.ts';
import { notAnInferencePipeline } from './errors.ts';
import { sourceOf } from './graph.ts';
import { tableFromRows } from './input-schema.ts';
import type { Pipeline, PipelineNode } from './pipeline.ts';
import { assertCompleted, getOutput, runPipeline } from './run.ts';

/** A cell as JSON has it; `null` is missing. */
export type JsonCell = number | string | null;

/**
 * Answers one request: the rows go in at the Web Service Input, what arrives at the Web Service Output comes
 * back, row for row. Errors: `not-an-inference-pipeline`, `input-row-not-object`, `unknown-input-column`,
 * `wrong-input-type`, and those of the components.
 */
export async function runInference(
  pipeline: Pipeline,
  rows: readonly Readonly<Record<string, JsonCell>>[],
): Promise<Record<string, JsonCell>[]> {
  const input = onlyNode(pipeline, 'web-service-input', 'Web Service Input');
  const output = onlyNode(pipeline, 'web-service-output', 'Web Service Output');
  const { columns } = webServiceInput.settings.parse(input.settings);
  const table = tableFromRows(rows, columns);
  const result = assertCompleted(await runPipeline(pipeline, { webServiceInput: table }));
  const source = sourceOf(pipeline, output.id, 'table');
  if (!source) throw notAnInferencePipeline('Web Service Output', 0);
  return rowsOf(getOutput(result, source.node, source.port, 'table'));
}

function onlyNode(pipeline: Pipeline, component: string, name: string): PipelineNode {
  const nodes = pipeline.nodes.filter((node) => node.component === component);
  if (nodes.length !== 1) throw notAnInferencePipeline(name, nodes.length);
  return nodes[0];
}

/** A table as a list of objects, one per row. */
export function rowsOf(table: Table): Record<string, JsonCell>[] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(table.columns.map((column) => [column.name, cellAt(column, row)])),
  );
}
