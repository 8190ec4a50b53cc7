import type { BatchEndpoint, OnlineEndpoint } from '@azure/arm-machinelearning';
import { echoPipeline } from '../workspace.ts';
import {
  location,
  nameOf,
  needCluster,
  needWorkspace,
  pick,
  polling,
  remove,
  scopeOf,
  versions,
  type Lane,
  type Work,
} from './lane.ts';
import type { Session } from './session.ts';

const query = `?api-version=${versions.learning}`;

/** The model that endpoints of a lane answer with. */
async function needModel(lane: Lane): Promise<string> {
  await needWorkspace(lane);
  const { session, ids } = lane;
  const id = `${ids.workspace}/models/echo/versions/1`;
  if (session.ledger.has(id)) return id;
  const { body } = await session.send('GET', `${ids.workspace}/datastores/workspaceblobstore${query}`);
  const { containerName } = (body as { properties: { containerName: string } }).properties;
  const container = (await session.blobs(ids.account)).getContainerClient(containerName);
  const text = JSON.stringify(echoPipeline);
  await container.getBlockBlobClient('models/echo/inference-pipeline.json').upload(text, text.length);
  const revision = session.ledger.revision();
  await session.machineLearning.modelVersions.createOrUpdate(...scopeOf(lane), 'echo', '1', {
    properties: {
      modelUri: 'azureml://datastores/workspaceblobstore/paths/models/echo',
      modelType: 'custom_model',
      description: revision,
      tags: { revision },
    },
  });
  return id;
}

async function putEndpoint(lane: Lane, traffic: Record<string, number>): Promise<void> {
  const { session, ids } = lane;
  const revision = session.ledger.revision();
  const body: OnlineEndpoint = {
    location,
    tags: { revision },
    identity: { type: 'SystemAssigned' },
    properties: { authMode: 'Key', traffic, description: revision },
  };
  const { onlineEndpoints } = session.machineLearning;
  await onlineEndpoints.beginCreateOrUpdateAndWait(...scopeOf(lane), nameOf(ids.endpoint), body, polling);
}

/** An endpoint with a deployment that gets the traffic, and loses it again. */
async function deploy(lane: Lane): Promise<void> {
  const model = await needModel(lane);
  const { session, ids } = lane;
  const { ledger, machineLearning } = session;
  const endpoint = nameOf(ids.endpoint);
  if (!ledger.has(ids.endpoint)) await putEndpoint(lane, {});
  const revision = ledger.revision();
  await machineLearning.onlineDeployments.beginCreateOrUpdateAndWait(
    ...scopeOf(lane),
    endpoint,
    'blue',
    {
      location,
      tags: { revision },
      sku: { name: 'Default', capacity: 1 },
      properties: {
        endpointComputeType: 'Managed',
        description: revision,
        model,
        instanceType: 'Standard_DS2_v2',
      },
    },
    polling,
  );
  await putEndpoint(lane, { blue: 100 });
  if (!pick(lane, [true, false])) return;
  await putEndpoint(lane, {});
  await remove(lane, `${ids.endpoint}/deployments/blue`, versions.learning);
}

/** A key of an endpoint that is made anew, as it is asked for. */
async function regenerateKey(lane: Lane): Promise<void> {
  await needModel(lane);
  const { session, ids } = lane;
  const { ledger } = session;
  if (!ledger.has(ids.endpoint)) await putEndpoint(lane, {});
  const read = async (other: Session): Promise<string | undefined> => {
    const { status, body } = await other.send('POST', `${ids.endpoint}/listKeys${query}`);
    const key = (body as { primaryKey?: string }).primaryKey;
    // The first one is Azure's own.
    return status === 200 && key?.startsWith('rev-') ? key : undefined;
  };
  const key = ledger.revision();
  await ledger.change({ name: `key ${ids.endpoint}`, home: ids.endpoint, read }, key, () =>
    session.machineLearning.onlineEndpoints.beginRegenerateKeysAndWait(
      ...scopeOf(lane),
      nameOf(ids.endpoint),
      { keyType: 'Primary', keyValue: key },
      polling,
    ),
  );
}

/** A batch endpoint and its deployment. */
async function deployBatch(lane: Lane): Promise<void> {
  const model = await needModel(lane);
  await needCluster(lane);
  const { session, ids } = lane;
  const { ledger, machineLearning } = session;
  const scope = scopeOf(lane);
  const batch = nameOf(ids.batch);
  if (ledger.has(ids.batch) && pick(lane, [true, false, false])) {
    await machineLearning.batchEndpoints.beginDeleteAndWait(...scope, batch, polling);
    return;
  }
  const mark = ledger.revision();
  const endpoint: BatchEndpoint = {
    location,
    tags: { revision: mark },
    properties: { authMode: 'AADToken', description: mark },
  };
  await machineLearning.batchEndpoints.beginCreateOrUpdateAndWait(...scope, batch, endpoint, polling);
  const revision = ledger.revision();
  await machineLearning.batchDeployments.beginCreateOrUpdateAndWait(
    ...scope,
    batch,
    'nightly',
    {
      location,
      tags: { revision },
      properties: {
        description: revision,
        compute: ids.cluster,
        model: { referenceType: 'Id', assetId: model },
      },
    },
    polling,
  );
}

/** Work on endpoints and what is behind them. */
export const endpointWork: Readonly<Record<string, Work>> = { deploy, regenerateKey, deployBatch };
