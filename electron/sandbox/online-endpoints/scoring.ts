import { createHash, timingSafeEqual } from 'node:crypto';
import { EngineError } from '../../../engine/errors.ts';
import { parsePipeline, type Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { runInference } from '../../../engine/pipeline/run-inference.ts';
import { ArmError } from '../arm-error.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { collectInputs } from './data-collection.ts';
import { onlineDeployment } from './online-deployments.ts';
import { findEndpoint } from './online-endpoints.ts';
import { countRequest } from './request-metrics.ts';
import { readScoringRequest, type ScoringRequest } from './scoring-request.ts';
import { describeService } from './swagger.ts';
import { textOf } from '../text-of.ts';

const address = '/online-endpoints/{region}/{endpoint}';

/**
 * What an online endpoint answers beside Azure Resource Manager: an alive probe, scores, its description.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-troubleshoot-online-endpoints
 */
export function scoringRoutes(world: World): Route[] {
  const pipelines = new Map<string, Pipeline>();
  return [
    {
      name: 'Scoring_Alive',
      method: 'GET',
      path: address,
      plane: 'data',
      handle(request) {
        authorize(world, request);
        return { status: 200, body: 'Healthy', headers: { 'content-type': 'text/plain; charset=utf-8' } };
      },
    },
    {
      name: 'Scoring_Swagger',
      method: 'GET',
      path: `${address}/swagger.json`,
      plane: 'data',
      handle(request) {
        const endpoint = authorize(world, request);
        const deployment = chooseDeployment(world, endpoint, request);
        const scoringUri = `${world.addresses.arm}/online-endpoints/${endpoint.location}/${endpoint.name}`;
        const body = describeService(endpoint.name, scoringUri, loadPipeline(pipelines, deployment));
        return { status: 200, body };
      },
    },
    {
      name: 'Scoring_Score',
      method: 'POST',
      path: `${address}/score`,
      plane: 'data',
      handle: (request) => score(world, pipelines, request),
    },
  ];
}

/** The endpoint that a request is for. Errors: 404 for none, 401 without one of its keys. */
function authorize(world: World, { parameters, headers }: ArmRequest): StoredResource {
  const { region, endpoint: name } = parameters;
  const endpoint = findEndpoint(world, region, name);
  if (!endpoint) {
    throw new ArmError(404, 'NotFound', `There is no endpoint '${name}' in the region '${region}'.`);
  }
  const [, key] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
  if (key === undefined) {
    throw new ArmError(
      401,
      'key_auth_bad_header_missing',
      'The request needs the header "Authorization: Bearer KEY" with a key of the endpoint.',
    );
  }
  const { primaryKey, secondaryKey } = endpoint.secrets;
  if (![primaryKey, secondaryKey].some((own) => isSame(textOf(own), key))) {
    throw new ArmError(401, 'key_auth_access_denied', 'The key is not one of the endpoint’s keys.');
  }
  return endpoint;
}

/** Compared by their hashes: how long it takes tells nothing of the key. */
function isSame(own: string, given: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(own), hash(given));
}

/** The deployment that the header names; else the traffic decides. */
function chooseDeployment(
  { resources }: World,
  endpoint: StoredResource,
  { headers }: ArmRequest,
): StoredResource {
  const asked = headers['azureml-model-deployment'];
  const name = typeof asked === 'string' && asked !== '' ? asked : byTraffic(endpoint);
  if (name === undefined) {
    throw new ArmError(
      404,
      'NoTraffic',
      `The endpoint '${endpoint.name}' gives no traffic to any deployment. Set its traffic, or name a deployment in the header azureml-model-deployment.`,
    );
  }
  const deployment = resources.find(`${endpoint.id}/deployments/${name}`);
  if (deployment?.type !== `${onlineDeployment.provider}/${onlineDeployment.type}`) {
    throw new ArmError(404, 'NotFound', `The endpoint '${endpoint.name}' has no deployment '${name}'.`);
  }
  if (typeof deployment.secrets.pipeline !== 'string' || resources.state(deployment) !== 'Succeeded') {
    throw new ArmError(503, 'ServiceUnavailable', `The deployment '${deployment.name}' is not healthy.`);
  }
  return deployment;
}

function byTraffic({ properties }: StoredResource): string | undefined {
  const shares = Object.entries(properties.traffic as Readonly<Record<string, number>>);
  let left = Math.random() * 100;
  return shares.find(([, share]) => (left -= share) < 0)?.[0];
}

/** A deployment's pipeline; it is parsed once for each change of the deployment. */
function loadPipeline(
  pipelines: Map<string, Pipeline>,
  { id, secrets, changedAt }: StoredResource,
): Pipeline {
  const key = `${id} ${changedAt}`;
  const known = pipelines.get(key);
  if (known) return known;
  const pipeline = parsePipeline(secrets.pipeline);
  for (const other of pipelines.keys()) if (other.startsWith(`${id} `)) pipelines.delete(other);
  pipelines.set(key, pipeline);
  return pipeline;
}

async function score(world: World, pipelines: Map<string, Pipeline>, request: ArmRequest): Promise<ArmReply> {
  const endpoint = authorize(world, request);
  const deployment = chooseDeployment(world, endpoint, request);
  const start = performance.now();
  const reply = await answerRequest(request, loadPipeline(pipelines, deployment));
  const milliseconds = performance.now() - start;
  const { status, message, rows } = reply;
  countRequest(world, deployment.id, { status, milliseconds, ...(message !== undefined && { message }) });
  if (rows) await collectInputs(world, endpoint, deployment, rows);
  return {
    status,
    body: message === undefined ? reply.body : { error: { code: 'ModelError', message } },
    headers: {
      'azureml-model-deployment': deployment.name,
      // What the model's own server would have said to what it cannot read.
      ...(status === 424 && { 'ms-azureml-model-error-statuscode': '400' }),
    },
  };
}

/** What the model answers; Azure passes its refusals on as 424. */
async function answerRequest(
  { text }: ArmRequest,
  pipeline: Pipeline,
): Promise<{ status: number; body?: unknown; message?: string; rows?: ScoringRequest['rows'] }> {
  const read = readScoringRequest(text);
  if ('problem' in read) return { status: 424, message: read.problem };
  const { rows } = read;
  try {
    return { status: 200, body: writeReply(read, await runInference(pipeline, rows)), rows };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { status: 424, message: `${error.message} ${error.hint}` };
  }
}

function writeReply({ format }: ScoringRequest, rows: readonly object[]): unknown {
  return format === 'web-service' ? { Results: { WebServiceOutput0: rows } } : rows;
}
