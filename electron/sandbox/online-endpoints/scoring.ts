import { timingSafeEqual } from 'node:crypto';
import { EngineError } from '../../../engine/errors.ts';
import { ArmError } from '../arm-error.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { collectInputs, collectsInputs } from './data-collection.ts';
import { onlineDeployment } from './online-deployments.ts';
import { findEndpoint } from './online-endpoints.ts';
import { loadModel } from './loaded-models.ts';
import { countRequest } from './request-counts.ts';
import { messageOf, ScoringQueue } from './scoring-queue.ts';
import { readScoringRequest, type ScoringRequest } from './scoring-request.ts';
import { describeService } from './swagger.ts';
import { textOf } from '../text-of.ts';

const address = '/online-endpoints/{region}/{endpoint}';

/**
 * What an online endpoint answers beside Azure Resource Manager: an alive probe, scores, its description.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-troubleshoot-online-endpoints
 */
export function scoringRoutes(world: World): Route[] {
  const queue = new ScoringQueue(world);
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
        const body = describeService(endpoint.name, scoringUri, loadModel(deployment).pipeline);
        return { status: 200, body };
      },
    },
    {
      name: 'Scoring_Score',
      method: 'POST',
      path: `${address}/score`,
      plane: 'data',
      handle: (request) => score(world, queue, request),
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

/** How long it takes tells nothing of the key but its length, which all keys have in common. */
function isSame(own: string, given: string): boolean {
  const bytes = [Buffer.from(own), Buffer.from(given)] as const;
  return bytes[0].length === bytes[1].length && timingSafeEqual(...bytes);
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

async function score(world: World, queue: ScoringQueue, request: ArmRequest): Promise<ArmReply> {
  const endpoint = authorize(world, request);
  const deployment = chooseDeployment(world, endpoint, request);
  const read = readScoringRequest(request.text);
  const headers = { 'azureml-model-deployment': deployment.name };
  const refuse = (message: string): ArmReply => ({
    status: 424,
    body: { error: { code: 'ModelError', message } },
    // What the model's own server would have said to what it cannot read.
    headers: { ...headers, 'ms-azureml-model-error-statuscode': '400' },
  });
  if ('problem' in read) {
    countRequest(world, deployment.id, { status: 424, milliseconds: 0, message: read.problem });
    return refuse(read.problem);
  }
  const answer = await queue.ask(deployment, read.rows);
  // Azure passes the model's refusals on as 424.
  if (answer instanceof EngineError) return refuse(messageOf(answer));
  if (collectsInputs(deployment)) await collectInputs(world, endpoint, deployment, read.rows);
  return { status: 200, body: writeReply(read, answer), headers };
}

function writeReply({ format }: ScoringRequest, rows: readonly object[]): unknown {
  return format === 'web-service' ? { Results: { WebServiceOutput0: rows } } : rows;
}
