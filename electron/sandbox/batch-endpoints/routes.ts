import { ArmError, noSuchPath } from '../arm-error.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import { jobType } from '../jobs/jobs.ts';
import { creationKey, pageReply } from '../paging.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';
import { findBatchEndpoint, requireBatchEndpoint } from './batch-endpoints.ts';
import { batchWorkOf, showBatchJob } from './batch-job.ts';
import { checkSignIn, invoke } from './invoke.ts';

const address = '/batch-endpoints/{region}/{endpoint}/jobs';
const front =
  '/mferp/managementfrontend/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/batchEndpoints/{endpoint}';

/**
 * What batch endpoints answer beside Azure Resource Manager: they are invoked and show their jobs, at their own
 * address and at that of the workspace's services, where clients look for the jobs of a deployment.
 */
export function batchScoringRoutes(world: World, runner: JobRunner): Route[] {
  return [
    {
      name: 'BatchEndpoints_Invoke',
      method: 'POST',
      path: address,
      plane: 'data',
      async handle(request) {
        checkSignIn(world, request);
        const { job, isNew } = await invoke(world, atAddress(world, request), request);
        if (isNew) runner.add(job.id);
        return { status: 201, body: showBatchJob(job, world) };
      },
    },
    {
      name: 'BatchEndpoints_ListJobs',
      method: 'GET',
      path: address,
      plane: 'data',
      handle(request) {
        checkSignIn(world, request);
        return list(world, atAddress(world, request), request);
      },
    },
    {
      name: 'BatchEndpoints_GetJob',
      method: 'GET',
      path: `${address}/{job}`,
      plane: 'data',
      handle(request) {
        checkSignIn(world, request);
        const { job: name } = request.parameters;
        const found = jobsOf(world, atAddress(world, request)).find((job) => job.name === name);
        if (!found) throw new ArmError(404, 'NotFound', `The endpoint has no job '${name}'.`);
        return { status: 200, body: showBatchJob(found, world) };
      },
    },
    {
      name: 'BatchJobEndpoint_List',
      method: 'GET',
      path: `${front}/jobs`,
      plane: 'history',
      handle: (request) => list(world, atFront(world, request), request),
    },
    {
      name: 'BatchJobDeployment_List',
      method: 'GET',
      path: `${front}/deployments/{deployment}/jobs`,
      plane: 'history',
      handle(request) {
        const { deployment } = request.parameters;
        const endpoint = atFront(world, request);
        if (!world.resources.find(`${endpoint.id}/deployments/${deployment}`)) {
          throw new ArmError(404, 'NotFound', `The endpoint has no deployment '${deployment}'.`);
        }
        return list(world, endpoint, request, deployment);
      },
    },
  ];
}

function atAddress(world: World, { path, parameters }: ArmRequest): StoredResource {
  const found = findBatchEndpoint(world, parameters.region, parameters.endpoint);
  if (!found) throw noSuchPath(path);
  return found;
}

function atFront(world: World, { path }: ArmRequest): StoredResource {
  return requireBatchEndpoint(world, path.replace(/^\/mferp\/managementfrontend/, ''));
}

/** The jobs of an endpoint, or of one of its deployments. */
function jobsOf(world: World, endpoint: StoredResource, deployment?: string): StoredResource[] {
  const workspace = requireWorkspace(world, endpoint.id);
  return world.resources.inside(workspace.id, jobType).filter((job) => {
    const work = batchWorkOf(job);
    const isOwn = work?.endpoint.toLowerCase() === endpoint.id.toLowerCase();
    return isOwn && (deployment === undefined || work.deployment.toLowerCase() === deployment.toLowerCase());
  });
}

/** The newest first. */
function list(world: World, endpoint: StoredResource, request: ArmRequest, deployment?: string): ArmReply {
  return pageReply(jobsOf(world, endpoint, deployment), request, {
    keyOf: creationKey,
    show: (job) => showBatchJob(job, world),
    isDescending: true,
  });
}
