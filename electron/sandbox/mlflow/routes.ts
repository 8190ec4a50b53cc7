import { requireWorkspace } from '../machine-learning/workspaces.ts';
import type { StoredResource } from '../resource-store.ts';
import type { ArmReply, ArmRequest, Route } from '../router.ts';
import type { World } from '../world.ts';
import { deleteArtifact, getArtifact, listArtifacts, listStored, putArtifact } from './artifacts.ts';
import { experimentCalls } from './experiments.ts';
import { metricHistory, runCalls } from './run-calls.ts';

const base =
  '/mlflow/v1.0/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices/workspaces/{workspace}/api/2.0';
const mostMegabytes = 100;
/** What is read; all else is sent. */
const reads = ['get', 'get-by-name'];

/**
 * A workspace's runs by MLflow's own REST API.
 * Source: https://mlflow.org/docs/latest/rest-api.html
 */
export function mlflowRoutes(world: World): Route[] {
  const workspaceOf = ({ path }: ArmRequest): StoredResource =>
    requireWorkspace(world, path.replace(/^\/mlflow\/v1\.0/, ''));
  const route = (
    name: string,
    method: Route['method'],
    path: string,
    handle: (workspace: StoredResource, request: ArmRequest) => ArmReply | Promise<ArmReply>,
    more: Partial<Route> = {},
  ): Route => ({
    name: `Mlflow_${name}`,
    method,
    path: `${base}/${path}`,
    plane: 'history',
    handle: (request) => handle(workspaceOf(request), request),
    ...more,
  });
  const calls = Object.entries({ experiments: experimentCalls, runs: runCalls }).flatMap(([kind, all]) =>
    Object.entries(all).map(([verb, call]) =>
      route(
        `${kind}-${verb}`,
        reads.includes(verb) ? 'GET' : 'POST',
        `mlflow/${kind}/${verb}`,
        (workspace, request) => call(world, workspace.id, request),
      ),
    ),
  );
  const artifact = 'mlflow-artifacts/artifacts/{path*}';
  return [
    ...calls,
    route('experiments-search', 'GET', 'mlflow/experiments/search', (workspace, request) =>
      experimentCalls.search(world, workspace.id, request),
    ),
    // Newer clients ask for the models that a run has logged; here they are assets of the workspace.
    route('logged-models-search', 'POST', 'mlflow/logged-models/search', () => ({
      status: 200,
      body: { models: [] },
    })),
    route('metrics-get-history', 'GET', 'mlflow/metrics/get-history', (workspace, request) =>
      metricHistory(world, workspace.id, request),
    ),
    route('artifacts-list', 'GET', 'mlflow/artifacts/list', (workspace, request) =>
      listArtifacts(world, workspace, request),
    ),
    route('artifacts-list-stored', 'GET', 'mlflow-artifacts/artifacts', (workspace, request) =>
      listStored(world, workspace, request),
    ),
    route('artifacts-get', 'GET', artifact, (workspace, request) => getArtifact(world, workspace, request)),
    route('artifacts-put', 'PUT', artifact, (workspace, request) => putArtifact(world, workspace, request), {
      mostMegabytes,
    }),
    route('artifacts-delete', 'DELETE', artifact, (workspace, request) =>
      deleteArtifact(world, workspace, request),
    ),
  ];
}
