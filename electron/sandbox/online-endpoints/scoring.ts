import { randomUUID } from 'node:crypto';
import { ArmError } from '../arm-error.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { checkAccess } from './access.ts';
import { collectInputs, collectsInputs } from './data-collection.ts';
import { loadModel } from './loaded-models.ts';
import { ModelCalls, type Target } from './model-calls.ts';
import { onlineDeployment } from './online-deployments.ts';
import { findEndpoint } from './online-endpoints.ts';
import { countRefusal } from './request-counts.ts';
import { readScoringRequest, type ScoringRequest } from './scoring-request.ts';
import { servingRevision } from './serving.ts';
import { describeService } from './swagger.ts';
import { chooseByShare } from './traffic.ts';

const address = '/online-endpoints/{region}/{endpoint}';
/**
 * How large a request may be, in MB.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-manage-quotas
 */
const mostMegabytes = 10;

/**
 * What an online endpoint answers beside Azure Resource Manager: an alive probe, scores, its description.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-troubleshoot-online-endpoints
 */
export function scoringRoutes(world: World): Route[] {
  const calls = new ModelCalls(world);
  const callers = new KnownCallers(world);
  return [
    {
      name: 'Scoring_Alive',
      method: 'GET',
      path: address,
      plane: 'data',
      handle(request) {
        checkAccess(world, endpointAt(world, request), request);
        return { status: 200, body: 'Healthy', headers: { 'content-type': 'text/plain; charset=utf-8' } };
      },
    },
    {
      name: 'Scoring_Swagger',
      method: 'GET',
      path: `${address}/swagger.json`,
      plane: 'data',
      handle(request) {
        const endpoint = endpointAt(world, request);
        checkAccess(world, endpoint, request);
        const { revision } = chooseTarget(world, endpoint, request);
        const scoringUri = `${world.addresses.arm}/online-endpoints/${endpoint.location}/${endpoint.name}`;
        const body = describeService(endpoint.name, scoringUri, loadModel(revision).pipeline);
        return { status: 200, body };
      },
    },
    {
      name: 'Scoring_Score',
      method: 'POST',
      path: `${address}/score`,
      plane: 'data',
      mostMegabytes,
      handle: (request) => score(world, calls, callers, request),
    },
  ];
}

/** The endpoint that a request is for. Error: 404 for none. */
function endpointAt(world: World, { parameters }: ArmRequest): StoredResource {
  const { region, endpoint: name } = parameters;
  const endpoint = findEndpoint(world, region, name);
  if (endpoint) return endpoint;
  throw new ArmError(404, 'NotFound', `There is no endpoint '${name}' in the region '${region}'.`);
}

/** Who answers: the deployment that the header names; else the traffic decides. Errors: 404 for none, 503. */
function chooseTarget(world: World, endpoint: StoredResource, request: ArmRequest): Target {
  return findTarget(world, endpoint, chooseName(endpoint, request));
}

function chooseName(endpoint: StoredResource, { headers }: ArmRequest): string {
  const name = namedDeployment(headers) ?? chooseByShare(endpoint.properties.traffic);
  if (name !== undefined) return name;
  throw new ArmError(
    404,
    'NoTraffic',
    `The endpoint '${endpoint.name}' gives no traffic to any deployment. Set its traffic, or name a deployment in the header azureml-model-deployment.`,
  );
}

function findTarget(world: World, endpoint: StoredResource, name: string): Target {
  const deployment = world.resources.find(`${endpoint.id}/deployments/${name}`);
  if (deployment?.type !== `${onlineDeployment.provider}/${onlineDeployment.type}`) {
    throw new ArmError(404, 'NotFound', `The endpoint '${endpoint.name}' has no deployment '${name}'.`);
  }
  const revision = servingRevision(world, deployment);
  if (revision) return { deployment, revision };
  throw new ArmError(503, 'ServiceUnavailable', `The deployment '${deployment.name}' is not healthy.`, {
    'ms-azureml-model-error-reason': 'model_not_ready',
  });
}

/**
 * Who has shown a key, and what its requests lead to: looked up once for as long as no resource changes. What changes
 * by itself as time passes is looked up each time.
 */
class KnownCallers {
  private readonly world: World;
  private version = -1;
  /** By the path of its address: an endpoint, and what its last caller has shown. */
  private readonly endpoints = new Map<
    string,
    { endpoint: StoredResource; authorization: string | undefined }
  >();
  private readonly targets = new Map<StoredResource, Map<string, Target>>();

  constructor(world: World) {
    this.world = world;
  }

  /** Errors: 404 for no endpoint. */
  endpoint(request: ArmRequest): StoredResource {
    this.forgetOld();
    return this.endpoints.get(request.path)?.endpoint ?? endpointAt(this.world, request);
  }

  /** Errors: those of who may not, and of what is not there. */
  target(endpoint: StoredResource, request: ArmRequest): Target {
    const { path, headers } = request;
    const { authorization } = headers;
    if (authorization === undefined || this.endpoints.get(path)?.authorization !== authorization) {
      checkAccess(this.world, endpoint, request);
      const isLasting = endpoint.properties.authMode === 'Key' && endpoint.goneAt === null;
      if (isLasting) this.endpoints.set(path, { endpoint, authorization });
    }
    const name = chooseName(endpoint, request);
    const known = this.targets.get(endpoint)?.get(name);
    if (known) return known;
    const target = findTarget(this.world, endpoint, name);
    if (endpoint.goneAt === null && this.world.resources.state(target.deployment) === 'Succeeded') {
      const targets = this.targets.get(endpoint) ?? new Map<string, Target>();
      this.targets.set(endpoint, targets.set(name, target));
    }
    return target;
  }

  private forgetOld(): void {
    const { version } = this.world.resources;
    if (version === this.version) return;
    this.version = version;
    this.endpoints.clear();
    this.targets.clear();
  }
}

function namedDeployment(headers: ArmRequest['headers']): string | undefined {
  const asked = headers['azureml-model-deployment'];
  return typeof asked === 'string' && asked !== '' ? asked : undefined;
}

async function score(
  world: World,
  calls: ModelCalls,
  callers: KnownCallers,
  request: ArmRequest,
): Promise<ArmReply> {
  const ids = idsOf(request);
  const endpoint = callers.endpoint(request);
  let target: Target;
  try {
    target = callers.target(endpoint, request);
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    countRefusal(world, endpoint.id, error.status);
    return replyOf(error, ids);
  }
  const { deployment } = target;
  const headers: Record<string, string> = { ...ids, 'azureml-model-deployment': deployment.name };
  const { bytes } = request;
  const read = readScoringRequest(
    bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString() : '',
  );
  if (namedDeployment(request.headers) === undefined) mirror(world, calls, endpoint, read);
  try {
    const reply = await calls.ask(target, read);
    headers['ms-azureml-model-time'] = reply.milliseconds.toFixed(0);
    headers['x-ms-run-function-failed'] = 'status' in reply && reply.status === 500 ? 'True' : 'False';
    if ('status' in reply) {
      headers['ms-azureml-model-error-reason'] = 'model_error';
      headers['ms-azureml-model-error-statuscode'] = String(reply.status);
      return { status: 424, body: { error: { code: 'ModelError', message: reply.message } }, headers };
    }
    if ('problem' in read) return { status: 424, headers };
    if (collectsInputs(deployment)) await collectInputs(world, endpoint, deployment, read.rows);
    return { status: 200, body: writeReply(read, reply.rows), headers };
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return replyOf(error, headers);
  }
}

/** By what a request is found again: the caller's own id, where it has one. */
function idsOf({ headers }: ArmRequest): Record<string, string> {
  const own = headers['x-request-id'];
  const id = typeof own === 'string' && /^[\w-]{1,100}$/.test(own) ? own : randomUUID();
  const client = headers['x-ms-client-request-id'];
  return {
    'x-request-id': id,
    'x-ms-request-id': id,
    ...(typeof client === 'string' && { 'x-ms-client-request-id': client }),
  };
}

function replyOf(error: ArmError, headers: Readonly<Record<string, string>>): ArmReply {
  return { status: error.status, body: error.toBody(), headers: { ...headers, ...error.headers } };
}

/**
 * Sends a copy of a request to the deployment that has mirrored traffic, as often as its share says. Nobody waits for
 * its answer; it is counted.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-safely-rollout-online-endpoints
 */
function mirror(
  world: World,
  calls: ModelCalls,
  endpoint: StoredResource,
  read: ReturnType<typeof readScoringRequest>,
): void {
  const name = chooseByShare(endpoint.properties.mirrorTraffic);
  const deployment =
    name === undefined ? undefined : world.resources.find(`${endpoint.id}/deployments/${name}`);
  const revision = deployment && servingRevision(world, deployment);
  if (!revision) return;
  const answered = calls.ask({ deployment, revision }, read).then((reply) => {
    const isCollected = 'rows' in reply && !('problem' in read) && collectsInputs(deployment);
    return isCollected ? collectInputs(world, endpoint, deployment, read.rows) : undefined;
  });
  // What the copy meets is in the shadow's metrics and log.
  answered.catch(() => undefined);
}

function writeReply({ format }: ScoringRequest, rows: readonly object[]): unknown {
  return format === 'web-service' ? { Results: { WebServiceOutput0: rows } } : rows;
}
