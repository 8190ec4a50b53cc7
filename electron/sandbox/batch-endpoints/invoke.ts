import { randomUUID } from 'node:crypto';
import { ArmError, invalidResourceName, notSignedIn } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { placeOf } from '../jobs/command-files.ts';
import { resolveDatastoreUri } from '../machine-learning/datastore-uri.ts';
import { jobRunKey, type JobRun } from '../jobs/job-state.ts';
import { jobType } from '../jobs/jobs.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';
import { bearerOf, refuseToken } from '../online-endpoints/bearer-token.ts';
import { findModelVersion } from '../online-endpoints/inference-model.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmRequest } from '../router.ts';
import { blobExists } from '../storage/blobs.ts';
import { textOf } from '../text-of.ts';
import { uuidOf } from '../uuid-of.ts';
import type { World } from '../world.ts';
import { batchDeployment } from './batch-deployments.ts';
import { batchOutput, batchStep, type BatchWork } from './batch-job.ts';
import { badArgument, readBatchRequest, type BatchRequest } from './batch-request.ts';
import { assetPath, fileName, isParquet, parquetNotRead } from './input-files.ts';
import { readScoringSettings, scoringDefaults } from './scoring-settings.ts';

/**
 * Refuses who brings no token of a sign-in for Azure Machine Learning: batch endpoints know no keys. Errors: 401.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-authenticate-batch-endpoint
 */
export function checkSignIn(world: World, { headers }: Pick<ArmRequest, 'headers'>): void {
  const token = bearerOf(headers);
  if (token === undefined) throw notSignedIn();
  const reason = refuseToken(world, token);
  if (reason === undefined) return;
  const message =
    reason === 'expired'
      ? 'The access token has expired. Sign in again.'
      : 'The access token is meant for another service. Ask for one of https://ml.azure.com.';
  const code = reason === 'expired' ? 'ExpiredAuthenticationToken' : 'InvalidAuthenticationTokenAudience';
  throw new ArmError(401, code, message, { 'www-authenticate': 'Bearer error="invalid_token"' });
}

/**
 * Makes the job that an invocation of a batch endpoint asks for, or finds the one that the same request has made
 * before: a client whose connection was cut sends it again. Errors: 400, 404, 409, before anything is stored.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-deploy-batch-with-rest
 */
export async function invoke(
  world: World,
  endpoint: StoredResource,
  { text, headers }: ArmRequest,
): Promise<{ readonly job: StoredResource; readonly isNew: boolean }> {
  const { resources } = world;
  const asked = readBatchRequest(text);
  const repeated = headers['repeatability_request-id'] ?? headers['repeatability-request-id'];
  const workspace = requireWorkspace(world, endpoint.id);
  const unique = repeated === undefined ? randomUUID() : uuidOf(`${endpoint.id} ${textOf(repeated)}`);
  const name = asked.name ?? `batchjob-${unique}`;
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}$/.test(name)) {
    throw invalidResourceName(jobType, name, 'It has 1 to 255 letters, digits, underscores and hyphens.');
  }
  const id = `${workspace.id}/jobs/${name}`;
  const existing = resources.find(id);
  const isRepeated = repeated !== undefined && asked.name === undefined;
  const again = (job: StoredResource): { job: StoredResource; isNew: false } => {
    if (isRepeated) return { job, isNew: false };
    throw new ArmError(409, 'Conflict', `There is a job '${name}' already. Choose another name, or none.`);
  };
  if (existing) return again(existing);
  const deployment = chooseDeployment(world, endpoint, headers['azureml-model-deployment']);
  const work = workOf(world, { endpoint, deployment, workspace, asked, unique });
  const isTaken = await blobExists(world, resolveDatastoreUri(world, workspace, work.outputUri));
  const job = resources.create({
    id,
    name,
    type: jobType,
    properties: describe(world, deployment, work, asked),
    secrets: { batch: work },
  });
  // The same request may have made it while the blob was asked for.
  const meanwhile = resources.find(id);
  if (meanwhile) return again(meanwhile);
  const run = begin(job.id, isTaken ? `The output file ${work.outputUri} exists already.` : null, world);
  resources.commit([resources.toPut(job), { key: jobRunKey(job.id), value: run }]);
  return { job, isNew: !isTaken };
}

/** The deployment that the header names, else the endpoint's default. */
function chooseDeployment(
  { resources }: World,
  endpoint: StoredResource,
  header: string | string[] | undefined,
): StoredResource {
  const { defaults } = endpoint.properties;
  const chosen = isObject(defaults) ? textOf(defaults.deploymentName) : '';
  const name = typeof header === 'string' && header !== '' ? header : chosen;
  if (name === '') {
    throw badArgument(
      `The endpoint '${endpoint.name}' has no default deployment. Set one, or name a deployment in the header azureml-model-deployment.`,
    );
  }
  const found = resources.find(`${endpoint.id}/deployments/${name}`);
  if (found?.type !== `${batchDeployment.provider}/${batchDeployment.type}`) {
    throw new ArmError(404, 'NotFound', `The endpoint '${endpoint.name}' has no deployment '${name}'.`);
  }
  if (resources.state(found) !== 'Succeeded') {
    throw new ArmError(409, 'Conflict', `The deployment '${found.name}' is not ready yet.`);
  }
  return found;
}

/** What the job has to do. Errors: its input, output or model is not there. */
function workOf(
  world: World,
  from: {
    readonly endpoint: StoredResource;
    readonly deployment: StoredResource;
    readonly workspace: StoredResource;
    readonly asked: BatchRequest;
    readonly unique: string;
  },
): BatchWork {
  const { endpoint, deployment, workspace, asked, unique } = from;
  const { model } = deployment.properties;
  const settings = {
    ...scoringDefaults,
    ...readScoringSettings(deployment.properties),
    ...asked.settings,
  };
  const inputUri = assetPath(workspace, asked.input.uri);
  const isFolder = checkInput(world, workspace, inputUri, asked.input.type);
  const folder = `azureml://datastores/workspaceblobstore/paths/azureml/${unique}/${batchOutput}`;
  const outputUri = asked.outputUri ?? `${folder}/${settings.outputFileName}`;
  const { blob } = resolveDatastoreUri(world, workspace, outputUri);
  if (blob === '' || blob.endsWith('/')) throw badArgument("The 'Uri' of the output names a file.");
  return {
    ...settings,
    endpoint: endpoint.id,
    deployment: deployment.name,
    model: findModelVersion(isObject(model) ? model.assetId : undefined, deployment.id, world).id,
    inputUri,
    isFolder,
    outputUri,
  };
}

/** Whether an input is a folder: a data asset knows that itself. Errors: it is not there, or cannot be scored. */
function checkInput(
  world: World,
  workspace: StoredResource,
  uri: string,
  type: BatchRequest['input']['type'],
): boolean {
  const asset = uri.startsWith('/') ? world.resources.find(uri) : undefined;
  if (uri.startsWith('/') && !asset) {
    throw new ArmError(404, 'UserError', `The data asset '${uri}' was not found.`);
  }
  const kind = textOf(asset?.properties.dataType ?? type);
  if (kind === 'mltable') {
    throw badArgument('A deployment of a model takes data assets of the types uri_file and uri_folder.');
  }
  const file = fileName(placeOf(world, workspace, uri));
  if (kind === 'uri_file' && isParquet(file)) {
    const { message, hint } = parquetNotRead(file);
    throw badArgument(`${message} ${hint}`);
  }
  return kind === 'uri_folder';
}

/** What a list of jobs shows of it. */
function describe(
  world: World,
  { name, properties }: StoredResource,
  work: BatchWork,
  { input, experiment }: BatchRequest,
): StoredResource['properties'] {
  const endpoint = work.endpoint.slice(work.endpoint.lastIndexOf('/') + 1);
  return {
    jobType: 'Pipeline',
    displayName: endpoint,
    experimentName: experiment ?? endpoint,
    isArchived: false,
    computeId: world.resources.find(textOf(properties.compute))?.id ?? textOf(properties.compute),
    tags: {
      'azureml.batchrun': 'true',
      'azureml.deploymentname': name,
      'azureml.jobtype': 'azureml.pipelinejob',
    },
    properties: {
      'azureml.deploymentname': name,
      'azureml.endpointname': endpoint,
      'azureml.runLineageType': 'batchDeployment',
      runSource: 'BatchDeployment',
      runType: 'HTTP',
    },
    inputs: { [input.name]: { jobInputType: input.type, mode: 'ReadOnlyMount', uri: work.inputUri } },
    outputs: { [batchOutput]: { jobOutputType: 'uri_file', uri: work.outputUri } },
    jobs: {},
  };
}

/** How the job begins; one that cannot do its work has failed at once. */
function begin(id: string, error: string | null, { clock }: World): JobRun {
  const endedAt = error === null ? null : clock.now();
  const status = error === null ? ('NotStarted' as const) : ('Failed' as const);
  const step = {
    id: uuidOf(`${id}/${batchStep}`),
    node: batchStep,
    status,
    startedAt: null,
    endedAt,
    log: '',
  };
  return { status, startedAt: null, endedAt, error, steps: { [batchStep]: step } };
}
