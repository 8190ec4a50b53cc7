import { findComponent } from '../../../engine/components/registry.ts';
import type { PortType } from '../../../engine/components/values.ts';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import type { Table } from '../../../engine/table/table.ts';
import type { ReadOutput } from '../runs-of.ts';

/** What a row's way is made of. */
const wanted: readonly PortType[] = ['table', 'scored-table', 'model', 'transformation'];

/** All outputs of a run that a row's way is made of, by node and port; what has not completed is left out. */
export async function readAllOutputs(
  pipeline: Pipeline,
  output: ReadOutput,
): Promise<ReadonlyMap<string, unknown>> {
  const places = pipeline.nodes.flatMap(({ id, component }) =>
    Object.entries(findComponent(component)?.outputs ?? {})
      .filter(([, { type }]) => wanted.includes(type))
      .map(([port]) => ({ node: id, port })),
  );
  const read = await Promise.allSettled(places.map(({ node, port }) => output(node, port)));
  const found = new Map<string, unknown>();
  for (const [i, { node, port }] of places.entries()) {
    const one = read[i];
    if (one.status === 'fulfilled') found.set(`${node} ${port}`, one.value);
  }
  // Where nothing could be read, the reason is worth more than an empty story.
  const [first] = read;
  if (found.size === 0 && first?.status === 'rejected') throw first.reason;
  return found;
}

/** The least and greatest number of a row. */
export function rowsOf(outputs: readonly unknown[]): { readonly least: number; readonly most: number } {
  let least = Infinity;
  let most = 0;
  for (const value of outputs) {
    const { rowNumbers } = value as Partial<Table>;
    for (const number of rowNumbers ?? []) {
      if (number < least) least = number;
      if (number > most) most = number;
    }
  }
  return { least: Math.min(least, most), most };
}
