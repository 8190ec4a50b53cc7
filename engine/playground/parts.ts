import { assertCompleted, runPipeline } from '../pipeline/run.ts';
import { sourceOf } from '../pipeline/graph.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { createRandom } from '../random.ts';
import { takeRows, type Table } from '../table/table.ts';
import { partEmpty } from './errors.ts';

/** The rows that train a model and those that test it, ready for both. */
export interface Parts {
  readonly training: Table;
  readonly testing: Table;
}

/** The nodes of a training pipeline that need the learner. */
const learning = ['learner', 'train', 'score', 'evaluate'];

/**
 * The parts as the nodes of a training pipeline make them, up to the learner. Errors: those of the components, and
 * `part-empty`.
 */
export async function prepareParts(
  pipeline: Pipeline,
  datasets: Readonly<Record<string, Table>>,
  signal?: AbortSignal,
): Promise<Parts> {
  const preparing: Pipeline = {
    ...pipeline,
    nodes: pipeline.nodes.filter(({ id }) => !learning.includes(id)),
    edges: pipeline.edges.filter(({ to }) => !learning.includes(to.node)),
  };
  const result = assertCompleted(await runPipeline(preparing, { datasets, ...(signal && { signal }) }));
  const at = (node: string): Table => {
    const source = sourceOf(pipeline, node, 'table');
    if (!source) throw new RangeError(`The pipeline has no table for "${node}".`);
    return result.outputs[source.node][source.port] as Table;
  };
  const parts = { training: at('train'), testing: at('score') };
  const rows = parts.training.rowCount + parts.testing.rowCount;
  if (parts.training.rowCount === 0) throw partEmpty('training', rows);
  if (parts.testing.rowCount === 0) throw partEmpty('test', rows);
  return parts;
}

/** At most `count` rows of a table, drawn at random, in their order; the same seed draws the same. */
export function sampleRows(table: Table, count: number, seed: number): Table {
  if (table.rowCount <= count) return table;
  const random = createRandom(seed);
  const positions = new Uint32Array(count);
  // One of each run of neighbours: in order, and spread over all rows.
  for (let i = 0; i < count; i++) {
    positions[i] = Math.min(table.rowCount - 1, Math.floor(((i + random.next()) * table.rowCount) / count));
  }
  return takeRows(table, positions);
}
