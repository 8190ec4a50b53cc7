import { EngineError } from '../../../engine/errors.ts';
import type { PreparedInference } from '../../../engine/pipeline/run-inference.ts';
import { readCsv } from '../../../engine/table/csv/read-csv.ts';
import {
  cellAt,
  columnNames,
  selectColumns,
  type CategoryColumn,
  type Table,
} from '../../../engine/table/table.ts';
import { asTextColumns } from '../../../engine/table/text-columns.ts';
import { placeOf } from '../jobs/command-files.ts';
import type { StoredResource } from '../resource-store.ts';
import { blobExists, listBlobs, readBlob, type BlobPlace } from '../storage/blobs.ts';
import type { World } from '../world.ts';
import type { BatchWork } from './batch-job.ts';

/** Data assets by all of their names as the one that the store knows: their path; other URIs as they are. */
export function assetPath(workspace: StoredResource, uri: string): string {
  const [, name, version] =
    /^azureml:\/\/(?:locations|subscriptions)\/.*\/data\/([^/]+)\/versions\/([^/]+)\/?$/.exec(uri) ??
    /^azureml:([^:/]+):([^:/]+)$/.exec(uri) ??
    [];
  if (name !== undefined) return `${workspace.id}/data/${name}/versions/${version}`;
  // What a signed address says behind its path is no part of the blob's name.
  if (/^https?:/.test(uri)) return uri.replace(/\?.*$/, '');
  return uri.replace(/^azureml:(?=\/subscriptions\/)/, '');
}

/** The files of a job's input, in the order of their names: one, or all below a folder; none where nothing is there. */
export async function listInputs(
  world: World,
  workspace: StoredResource,
  { inputUri, isFolder }: BatchWork,
): Promise<BlobPlace[]> {
  const place = placeOf(world, workspace, inputUri);
  if (!isFolder) return (await blobExists(world, place)) ? [place] : [];
  const folder = place.blob.replace(/\/+$/, '');
  const found = await listBlobs(world, place, folder === '' ? '' : `${folder}/`);
  return found.filter(({ size }) => size > 0).map(({ name }) => ({ ...place, blob: name }));
}

/**
 * The rows of a file as a model takes them: columns that it does not know are left out, numbers in the place of texts
 * are texts. Errors: those of `readCsv`; `parquet-not-read`, `columns-missing`, `cell-not-a-number`; the blob's own.
 */
export async function readTable(
  world: World,
  place: BlobPlace,
  columns: PreparedInference['columns'],
): Promise<Table> {
  const name = fileName(place);
  const bytes = await readBlob(world, place);
  if (isParquet(name) || bytes.subarray(0, 4).toString('latin1') === 'PAR1') throw parquetNotRead(name);
  const { table } = readCsv({ name, open: () => [bytes] });
  const present = new Set(columnNames(table));
  const missing = columns.filter((column) => !present.has(column.name)).map((column) => column.name);
  if (missing.length > 0) throw columnsMissing(name, missing);
  const textNames = columns.filter(({ type }) => type === 'category').map((column) => column.name);
  for (const column of table.columns) {
    const isNumber = columns.some(({ type, name: own }) => type === 'number' && own === column.name);
    if (isNumber && column.kind === 'category') throw notANumber(name, column);
  }
  return selectColumns(
    asTextColumns(table, textNames),
    columns.map((column) => column.name),
  );
}

/** The last part of a blob's name. */
export function fileName({ blob }: BlobPlace): string {
  return blob.slice(blob.lastIndexOf('/') + 1);
}

/** Whether a file says by its name that it is Parquet. */
export function isParquet(name: string): boolean {
  return /\.parquet$/i.test(name);
}

/** What is said of a Parquet file. */
export function parquetNotRead(name: string): EngineError {
  return new EngineError(
    'parquet-not-read',
    `The file ${name} is Parquet, which the sandbox does not read.`,
    'Save it as a CSV file with a header and score that.',
    { file: name },
  );
}

function columnsMissing(name: string, columns: readonly string[]): EngineError {
  const list = columns.map((column) => `"${column}"`).join(', ');
  return new EngineError(
    'columns-missing',
    `The file ${name} has no column ${list}, which the model asks for.`,
    'Give the file a header with the names of the columns that the model was trained on.',
    { file: name, columns: columns.join(', ') },
  );
}

/** The first cell of a column of numbers that is none. */
function notANumber(file: string, column: CategoryColumn): EngineError {
  const row = Array.from(column.codes.keys()).find((at) => {
    const cell = cellAt(column, at);
    return cell !== null && !Number.isFinite(Number(cell));
  });
  const cell = row === undefined ? '' : String(cellAt(column, row));
  const at = row === undefined ? '' : ` in row ${row + 1}`;
  return new EngineError(
    'cell-not-a-number',
    `The column "${column.name}" of ${file} has "${cell}"${at}, where the model asks for a number.`,
    'Write a number there, or leave the cell empty where it is missing.',
    { file, column: column.name },
  );
}
