import { randomUUID } from 'node:crypto';
import { invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { resolveDatastoreUri } from '../machine-learning/datastore-uri.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';
import type { StoredResource } from '../resource-store.ts';
import { appendBlob } from '../storage/blobs.ts';
import type { World } from '../world.ts';
import type { ScoringRequest } from './scoring-request.ts';

/** The collection of what models are given. */
const inputs = 'model_inputs';
/** Files are kept apart by the machine that writes them. */
const instance = randomUUID();

/** Refuses a collector that Azure would not take. */
export function checkCollector(collector: unknown): void {
  if (collector === undefined || collector === null) return;
  if (!isObject(collector) || !isObject(collector.collections)) {
    throw invalidContent("'dataCollector.collections' is an object of collections by their names.");
  }
  for (const collection of Object.values(collector.collections)) {
    const mode = isObject(collection) ? collection.dataCollectionMode : undefined;
    if (mode !== 'Enabled' && mode !== 'Disabled') {
      throw invalidContent("'dataCollectionMode' of each collection is Enabled or Disabled.");
    }
  }
}

/**
 * Keeps the rows of a request where Azure's model data collector keeps them, and as it does: a CloudEvent a line, a
 * file an hour, in the workspace's default datastore. Requests are answered also where that fails.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-collect-production-data
 */
export async function collectInputs(
  world: World,
  endpoint: StoredResource,
  deployment: StoredResource,
  rows: ScoringRequest['rows'],
): Promise<void> {
  const time = new Date(world.clock.now());
  const hour = time.toISOString().slice(0, 13).replace(/[-T]/g, '/');
  const path = `modelDataCollector/${endpoint.name}/${deployment.name}/${inputs}/${hour}/${instance}.jsonl`;
  const id = randomUUID();
  const event = {
    specversion: '1.0',
    id,
    source: deployment.id,
    type: `azureml.inference.${inputs}`,
    datacontenttype: 'application/json',
    time: time.toISOString(),
    data: rows,
    correlationid: id,
    xrequestid: id,
    modelversion: 'default',
    collectdatatype: 'pandas.core.frame.DataFrame',
    agent: 'azureml-ai-monitoring/0.1.0b4',
  };
  try {
    const workspace = requireWorkspace(world, deployment.id);
    const uri = `azureml://datastores/workspaceblobstore/paths/${path}`;
    await appendBlob(world, resolveDatastoreUri(world, workspace, uri), `${JSON.stringify(event)}\n`);
  } catch {
    // Azure's collector loses what it cannot write, too.
  }
}

/** Whether a deployment keeps what it is given. */
export function collectsInputs({ properties: { dataCollector: collector } }: StoredResource): boolean {
  const collections = isObject(collector) ? collector.collections : undefined;
  const collection = isObject(collections) ? collections[inputs] : undefined;
  return isObject(collection) && collection.dataCollectionMode === 'Enabled';
}
