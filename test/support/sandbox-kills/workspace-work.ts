import type { Schedule } from '@azure/arm-machinelearning';
import {
  deleteWorkspace,
  expectOk,
  location,
  nameOf,
  needCluster,
  needWorkspace,
  pick,
  polling,
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
  schedule,
  changeCluster,
  changeQuota,
  trackRun,
};
