import { setupPipeline, type LearnerChoice } from '../../../engine/playground/setup.ts';
import type { TableSource } from '../../state/table-source.ts';
import { workbench } from '../../state/workbench.svelte.ts';
import { datasetName } from '../core/tables.ts';
import type { Playground } from './playground.svelte.ts';

/** Opens the training of a learner as a pipeline in the designer, with its table. */
export async function openInDesigner(playground: Playground, learner: LearnerChoice): Promise<void> {
  const { setup } = playground;
  if (!setup) return;
  const table = await tableSourceOf(playground);
  const pipeline = setupPipeline(setup, learner, table.dataset);
  workbench.draw({ pipeline, tables: [table] });
}

/** The playground's table as a dataset of a drawing. */
export async function tableSourceOf({ source, table }: Playground): Promise<TableSource> {
  if (!source) throw new RangeError('No table is open.');
  const { name, bytes, options = {}, dropColumns = [], textColumns = [] } = source;
  const content = bytes instanceof Uint8Array ? bytes : new Uint8Array(await bytes.arrayBuffer());
  const dataset = table.kind === 'built-in' ? table.name : datasetName(name);
  return { dataset, name, bytes: content, options, dropColumns, textColumns };
}
