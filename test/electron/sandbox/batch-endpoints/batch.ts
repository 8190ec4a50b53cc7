import { setTimeout as delay } from 'node:timers/promises';
import { downloadText, uploadText } from '../../../../electron/azure/blobs.ts';
import { createComputeCluster } from '../../../../electron/azure/computes.ts';
import { getDefaultDatastore } from '../../../../electron/azure/datastores.ts';
import { registerPipeline, scope, type TestWorkspace } from '../../../support/workspace.ts';

const location = 'westeurope';
const names = [scope.resourceGroup, scope.workspace] as const;
const quickly = { updateIntervalInMs: 5 };
/** A token of a sign-in; the sandbox takes any. */
const token = 'Bearer any';

/** What an invocation has answered. */
export interface Invoked {
  readonly status: number;
  readonly body: {
    readonly name: string;
    readonly properties: { readonly status: string };
    readonly error?: { readonly code: string; readonly message: string };
  };
}

/** A job as far as the tests look at it. */
export interface ShownJob {
  readonly status: string;
  readonly error: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** A batch endpoint "echo" whose deployment "blue" answers rows with themselves, and what talks to it. */
export interface TestBatch {
  readonly scoringUri: string;
  upload(blob: string, text: string): Promise<string>;
  download(uri: string): Promise<string | undefined>;
  /** A blob's address in Azure. */
  address(blob: string): string;
  deploy(name: string, changes?: object): Promise<unknown>;
  invoke(properties: object | string, headers?: Record<string, string>): Promise<Invoked>;
  job(name: string): Promise<ShownJob>;
  /** Waits until a job has ended. */
  ended(name: string): Promise<ShownJob>;
  log(name: string): Promise<string>;
  /** Where the predictions of a job lie. */
  predictions(job: string): Promise<string>;
}

/** The input of a request for a file or a folder. */
export function inputOf(uri: string, type = 'UriFile'): object {
  return { InputData: { data: { JobInputType: type, Uri: uri } } };
}

/** Where an endpoint is that was made before. */
export async function openBatch(workspace: TestWorkspace): Promise<TestBatch> {
  const { connection, machineLearning, sandbox } = workspace;
  const store = await getDefaultDatastore(connection, scope);
  if (!store) throw new Error('There is no default datastore.');
  const { account, container } = store;
  const place = { resourceGroup: scope.resourceGroup, account, container };
  const blobOf = (uri: string): string => uri.slice(uri.indexOf('/paths/') + '/paths/'.length);
  const { scoringUri = '' } = (await machineLearning.batchEndpoints.get(...names, 'echo')).properties;
  const job = async (name: string): Promise<ShownJob> => {
    const { properties } = await machineLearning.jobs.get(...names, name);
    return {
      status: properties.status ?? '',
      error: properties.properties?.['azureml.error'] ?? undefined,
      tags: (properties.tags ?? {}) as Record<string, string>,
    };
  };
  const id = `/subscriptions/${sandbox.subscription}/resourceGroups/${scope.resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${scope.workspace}`;
  return {
    scoringUri,
    job,
    async upload(blob, text) {
      await uploadText(connection, { ...place, blob, text });
      return `azureml://datastores/${store.name}/paths/${blob}`;
    },
    download: (uri) => downloadText(connection, { ...place, blob: blobOf(uri) }),
    address: (blob) => `https://${account}.blob.core.windows.net/${container}/${blob}`,
    deploy: (name, changes = {}) =>
      machineLearning.batchDeployments.beginCreateOrUpdateAndWait(
        ...names,
        'echo',
        name,
        {
          location,
          properties: {
            compute: `${id}/computes/cpu`,
            model: { referenceType: 'Id', assetId: `${id}/models/echo/versions/1` },
            ...changes,
          },
        },
        quickly,
      ),
    async invoke(properties, headers = {}) {
      const reply = await fetch(scoringUri, {
        method: 'POST',
        headers: { authorization: token, 'content-type': 'application/json', ...headers },
        body: typeof properties === 'string' ? properties : JSON.stringify({ properties }),
      });
      return { status: reply.status, body: (await reply.json()) as Invoked['body'] };
    },
    async predictions(name) {
      const reply = await fetch(`${scoringUri}/${name}`, { headers: { authorization: token } });
      const { properties } = (await reply.json()) as {
        properties: { outputData: { score: { uri: string } } };
      };
      return properties.outputData.score.uri;
    },
    async ended(name) {
      for (;;) {
        const shown = await job(name);
        if (['Completed', 'Failed', 'Canceled'].includes(shown.status)) return shown;
        await delay(20);
      }
    },
    async log(name) {
      const runs = `${sandbox.address}/history/v1.0${id}/runs/${name}/children`;
      const children = await fetch(runs, { headers: { authorization: token } });
      const [child] = ((await children.json()) as { value: { runId: string }[] }).value;
      const details = await fetch(runs.replace(`${name}/children`, `${child.runId}/details`), {
        headers: { authorization: token },
      });
      const { logFiles } = (await details.json()) as { logFiles: Record<string, string> };
      return (await fetch(logFiles['user_logs/std_log.txt'])).text();
    },
  };
}

/** A workspace with a cluster, a model, a batch endpoint and its default deployment. */
export async function startBatch(workspace: TestWorkspace, deployment: object = {}): Promise<TestBatch> {
  const { connection, machineLearning } = workspace;
  await createComputeCluster(connection, scope, {
    name: 'cpu',
    size: 'Standard_DS2_v2',
    location,
    minimumNodes: 0,
    maximumNodes: 1,
    idleSeconds: 120,
  });
  await registerPipeline(workspace, 'echo');
  const endpoint = { location, properties: { authMode: 'AADToken' } };
  await machineLearning.batchEndpoints.beginCreateOrUpdateAndWait(...names, 'echo', endpoint, quickly);
  const batch = await openBatch(workspace);
  await batch.deploy('blue', deployment);
  await machineLearning.batchEndpoints.beginCreateOrUpdateAndWait(
    ...names,
    'echo',
    {
      ...endpoint,
      properties: { ...endpoint.properties, defaults: { deploymentName: 'blue' } },
    },
    quickly,
  );
  return batch;
}
