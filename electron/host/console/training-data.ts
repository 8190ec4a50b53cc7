import type { InputColumn } from '../../../engine/components/web-service-input/web-service-input.ts';
import { EngineError } from '../../../engine/errors.ts';
import { describeInput } from '../../../engine/pipeline/input-schema.ts';
import type { Table } from '../../../engine/table/table.ts';
import { asTextColumns } from '../../../engine/table/text-columns.ts';
import { listDataAssets } from '../../azure/data-assets.ts';
import type { HostContext } from '../context.ts';
import { readDataAsset } from '../data-asset.ts';
import { requireScope } from '../scope.ts';

/** A version of a data asset that requests are compared with. */
export interface TrainingData {
  readonly name: string;
  readonly version: string;
  readonly table: Table;
}

/**
 * The data that a model was trained on: of the data assets behind the jobs that were submitted, the one whose columns
 * lie as the model's schema says. `undefined` where none does.
 */
export async function findTrainingData(
  context: HostContext,
  schema: readonly InputColumn[],
): Promise<TrainingData | undefined> {
  const { state } = context;
  const seen = new Set<string>();
  for (const pipeline of state.submissions()) {
    for (const { name, version } of Object.values(state.submission(pipeline)?.data ?? {})) {
      const key = `${name}:${version}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const data = await readTraining(context, schema, name, version);
      if (data && fits(data.table, schema)) return data;
    }
  }
  return undefined;
}

/** A version of a data asset as a table, its columns of the kinds that the model takes; `undefined` where it is gone. */
export async function readTraining(
  context: HostContext,
  schema: readonly InputColumn[],
  name: string,
  version?: string,
): Promise<TrainingData | undefined> {
  try {
    const { table } = await readDataAsset(context, name, version);
    const texts = schema.filter(({ type }) => type === 'category').map((column) => column.name);
    return { name, version: version ?? '', table: asTextColumns(table, texts) };
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

/** The names of the workspace's data assets. */
export async function dataAssetNames(context: HostContext): Promise<string[]> {
  return (await listDataAssets(context.connection, requireScope(context))).map(({ name }) => name);
}

/** Whether every column of the schema is there as it was described: the same kind, the same range. */
function fits(table: Table, schema: readonly InputColumn[]): boolean {
  const described = new Map(describeInput(table).map((column) => [column.name, column]));
  return schema.every((column) => {
    const own = described.get(column.name);
    if (own?.type !== column.type) return false;
    if (own.type === 'category' || column.type === 'category') return true;
    return own.minimum === column.minimum && own.maximum === column.maximum;
  });
}
