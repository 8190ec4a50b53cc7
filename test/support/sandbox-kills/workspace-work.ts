import type { BatchEndpoint, OnlineEndpoint, Schedule } from '@azure/arm-machinelearning';
import { echoPipeline } from '../workspace.ts';
import {
  deleteWorkspace,
  expectOk,
  location,
  nameOf,
  needCluster,
  needWorkspace,
  pick,
  polling,
  remove,
  scaleCluster,
  scopeOf,
  versions,
  type Lane,
  type Work,
} from './lane.ts';
import type { Session } from './session.ts';

const query = `?api-version=${versions.learning}`;

/** What a workspace is called, changed by a PATCH. */
async function renameWorkspace(lane: Lane): Promise<void> {
  await needWorkspace(lane);
  const revision = lane.session.ledger.revision();
  const { workspaces } = lane.session.machineLearning;
  await workspaces.beginUpdateAndWait(
    ...scopeOf(lane),
    { tags: { revision }, description: revision },
    polling,
  );
}

async function replaceWorkspace(lane: Lane): Promise<void> {
  await needWorkspace(lane);
  await deleteWorkspace(lane);
}

/** A datastore by Microsoft's client. */
async function writeDatastore(lane: Lane): Promise<void> {
  await needWorkspace(lane);
  const { session, ids } = lane;
  const id = `${ids.workspace}/datastores/second`;
  if (session.ledger.has(id) && pick(lane, [true, false])) {
    await session.machineLearning.datastores.delete(...scopeOf(lane), 'second');
    return;
  }
  const revision = session.ledger.revision();
  await session.machineLearning.datastores.createOrUpdate(...scopeOf(lane), 'second', {
    properties: {
      datastoreType: 'AzureBlob',
      description: revision,
      tags: { revision },
      accountName: nameOf(ids.account),
      containerName: 'work',
      credentials: { credentialsType: 'None' },
    },
  });
}

/** A version of an asset of each kind. */
async function registerAssets(lane: Lane): Promise<void> {
  await needWorkspace(lane);
  const { session, random } = lane;
  const { machineLearning, ledger } = session;
  const version = String(1 + random.integer(3));
  const scope = scopeOf(lane);
  const marks = (): { description: string; tags: { revision: string } } => {
    const revision = ledger.revision();
    return { description: revision, tags: { revision } };
  };
  const uri = 'azureml://datastores/workspaceblobstore/paths/assets';
  const kinds = [
    () =>
      machineLearning.dataVersions.createOrUpdate(...scope, 'table', version, {
        properties: { dataType: 'uri_folder', dataUri: uri, ...marks() },
      }),
    () =>
      machineLearning.codeVersions.createOrUpdate(...scope, 'code', version, {
        properties: { codeUri: uri, ...marks() },
      }),
    () =>
      machineLearning.environmentVersions.createOrUpdate(...scope, 'python', version, {
        properties: { image: 'mcr.microsoft.com/azureml/base', ...marks() },
      }),
    () =>
      machineLearning.componentVersions.createOrUpdate(...scope, 'step', version, {
        properties: { componentSpec: { type: 'command', command: 'true' }, ...marks() },
      }),
  ];
  await pick(lane, kinds)();
}

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

/** A schedule that starts nothing for a year. */
async function schedule(lane: Lane): Promise<void> {
  await needWorkspace(lane);
  const { session, ids } = lane;
  const { schedules } = session.machineLearning;
  const id = `${ids.workspace}/schedules/yearly`;
  if (session.ledger.has(id) && pick(lane, [true, false])) {
    await schedules.beginDeleteAndWait(...scopeOf(lane), 'yearly', polling);
    return;
  }
  const revision = session.ledger.revision();
  const jobDefinition = { jobType: 'Command', command: 'true', environmentId: 'azureml://none' };
  const body: Schedule = {
    properties: {
      description: revision,
      tags: { revision },
      isEnabled: pick(lane, [true, false]),
      trigger: { triggerType: 'Cron', expression: '0 0 1 1 *' },
      action: { actionType: 'CreateJob', jobDefinition: jobDefinition as never },
    },
  };
  await schedules.beginCreateOrUpdateAndWait(...scopeOf(lane), 'yearly', body, polling);
}

/** The cluster scales further, or less far; sometimes it goes. */
async function changeCluster(lane: Lane): Promise<void> {
  await needCluster(lane);
  const { session, ids, random } = lane;
  await scaleCluster(lane, 1 + random.integer(3));
  if (random.integer(4) > 0) return;
  const { computeOperations } = session.machineLearning;
  await computeOperations.beginDeleteAndWait(...scopeOf(lane), nameOf(ids.cluster), 'Delete', polling);
}

/** How many cores a workspace may use. */
async function changeQuota(lane: Lane): Promise<void> {
  await needWorkspace(lane);
  const { session, ids, random } = lane;
  const family = 'standardDSv2Family';
  const read = async (other: Session): Promise<string | undefined> => {
    const { subscription } = other.facts;
    const place = `/subscriptions/${subscription}/providers/Microsoft.MachineLearningServices/locations/${location}/quotas`;
    const { body } = await other.send('GET', place + query);
    const found = (body as { value: { id: string; limit: number }[] }).value.find(
      ({ id }) => id.toLowerCase() === `${ids.workspace}/quotas/${family}`.toLowerCase(),
    );
    return found && String(found.limit);
  };
  const limit = 12 + random.integer(8);
  const value = { name: `quota ${ids.workspace}`, home: ids.workspace, read };
  await session.ledger.change(value, String(limit), () =>
    session.machineLearning.quotas.update(location, {
      value: [{ id: `${ids.workspace}/quotas/${family}`, limit, unit: 'Count' }],
    }),
  );
}

/** A run by MLflow's own calls: a metric, a parameter, an artifact, an end. */
async function trackRun(lane: Lane): Promise<void> {
  await needWorkspace(lane);
  const { session, ids } = lane;
  const base = `/mlflow/v1.0${ids.workspace}/api/2.0/mlflow`;
  const { body: found } = await session.send(
    'GET',
    `${base}/experiments/get-by-name?experiment_name=tracked`,
  );
  const known = (found as { experiment?: { experiment_id: string } }).experiment?.experiment_id;
  const experiment =
    known ?? (await expectOk(lane, 'POST', `${base}/experiments/create`, { name: 'tracked' })).experiment_id;
  const created = await expectOk(lane, 'POST', `${base}/runs/create`, { experiment_id: experiment });
  const { run_id: id } = (created.run as { info: { run_id: string } }).info;
  const value = (what: string, read: (session: Session) => Promise<string | undefined>) => ({
    name: `${what} of the run ${id}`,
    home: ids.workspace,
    read,
  });
  const losses = value('metrics', async (other) => {
    const { body } = await other.send('GET', `${base}/metrics/get-history?run_id=${id}&metric_key=loss`);
    const { metrics = [] } = body as { metrics?: { value: number }[] };
    return metrics.length === 0 ? undefined : metrics.map((metric) => metric.value).join(' ');
  });
  const metrics = [0.5, 0.25].map((loss, step) => ({ key: 'loss', value: loss, step, timestamp: 1 }));
  await session.ledger.change(losses, '0.5 0.25', () =>
    expectOk(lane, 'POST', `${base}/runs/log-batch`, {
      run_id: id,
      metrics,
      params: [{ key: 'a', value: '1' }],
    }),
  );
  const artifact = `/mlflow/v1.0${ids.workspace}/api/2.0/mlflow-artifacts/artifacts/${String(experiment)}/${id}/artifacts/note.json`;
  const note = value('artifact', async (other) => {
    const { status, body } = await other.send('GET', artifact);
    return status === 200 ? JSON.stringify(body) : undefined;
  });
  const text = JSON.stringify({ note: session.ledger.revision() });
  await session.ledger.change(note, text, () => expectOk(lane, 'PUT', artifact, text));
  const ended = value('status', async (other) => {
    const { body } = await other.send('GET', `${base}/runs/get?run_id=${id}`);
    const { status } = (body as { run: { info: { status: string } } }).run.info;
    return status === 'RUNNING' ? undefined : status;
  });
  await session.ledger.change(ended, 'FINISHED', () =>
    expectOk(lane, 'POST', `${base}/runs/update`, { run_id: id, status: 'FINISHED', end_time: 2 }),
  );
}

/** Work on what a workspace keeps. */
export const workspaceWork: Readonly<Record<string, Work>> = {
  renameWorkspace,
  replaceWorkspace,
  writeDatastore,
  registerAssets,
  deploy,
  regenerateKey,
  deployBatch,
  schedule,
  changeCluster,
  changeQuota,
  trackRun,
};
