import type { JsonCell } from '../../engine/pipeline/run-inference.ts';
import { listBlobs, readBlobs, type ContainerPlace } from './blobs.ts';
import type { Connection } from './connection.ts';
import { inputsCollection, type DeploymentPlace } from './deployments.ts';

/** A row of a request, as the collector has kept it. */
export type CollectedRow = Readonly<Record<string, JsonCell>>;

/** What the collector has kept of a stretch of time. */
export interface CollectedInputs {
  /** The newest rows. */
  readonly rows: readonly CollectedRow[];
  /** Whether there were more than were wanted. */
  readonly isCut: boolean;
}

/** Where Azure's model data collector writes: in the workspace's default datastore, a file an hour and instance. */
function collectionPath({ endpoint, name }: DeploymentPlace, collection = inputsCollection): string {
  return `modelDataCollector/${endpoint}/${name}/${collection}`;
}

/** The folder of an hour below that. */
function hourPath(at: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return [at.getUTCFullYear(), two(at.getUTCMonth() + 1), two(at.getUTCDate()), two(at.getUTCHours())].join(
    '/',
  );
}

/**
 * The inputs that a deployment's collector has kept since a time: JSON Lines of CloudEvents whose data are rows.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-collect-production-data
 */
export async function readCollectedInputs(
  connection: Connection,
  place: ContainerPlace,
  { deployment, since, mostRows }: { deployment: DeploymentPlace; since: Date; mostRows: number },
): Promise<CollectedInputs> {
  const prefix = `${collectionPath(deployment)}/`;
  const first = prefix + hourPath(since);
  const names = (await listBlobs(connection, place, prefix))
    .map(({ name }) => name)
    .filter((name) => name.endsWith('.jsonl') && name.slice(0, first.length) >= first)
    .sort()
    .reverse();
  const rows: CollectedRow[] = [];
  for await (const bytes of readBlobs(connection, place, names)) {
    for (const line of bytes.toString('utf8').split('\n').reverse()) {
      rows.push(...rowsOfEvent(line, since));
      if (rows.length > mostRows) return { rows: rows.slice(0, mostRows), isCut: true };
    }
  }
  return { rows, isCut: false };
}

/** The rows of a line; none where it is older, or no event. */
function rowsOfEvent(line: string, since: Date): CollectedRow[] {
  if (line.trim() === '') return [];
  let event: { readonly time?: unknown; readonly data?: unknown };
  try {
    event = JSON.parse(line) as typeof event;
  } catch {
    // The collector may be writing it just now.
    return [];
  }
  if (typeof event.time === 'string' && Date.parse(event.time) < since.getTime()) return [];
  return Array.isArray(event.data) ? event.data.filter(isRow) : [];
}

function isRow(value: unknown): value is CollectedRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
