import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { clientsOf } from '../../../electron/azure/clients.ts';
import { registerPipeline, scope, startWorkspace, type TestWorkspace } from '../../support/workspace.ts';

const polling = { updateIntervalInMs: 10 };
const version = 'api-version=2022-10-01';

/** The id of the workspace of the tests. */
function idOf({ sandbox }: TestWorkspace): string {
  const { resourceGroup, workspace } = scope;
  return `/subscriptions/${sandbox.subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}`;
}

async function send(
  { sandbox }: TestWorkspace,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const reply = await fetch(sandbox.address + path, {
    method,
    headers: { authorization: 'Bearer any' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  return { status: reply.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}

/** Asks until something is gone. */
async function untilGone(workspace: TestWorkspace, path: string): Promise<void> {
  for (;;) if ((await send(workspace, 'GET', path)).status === 404) return;
}

it('a group that is made again knows nothing of the deployments of the one before', async () => {
  const workspace = await startWorkspace();
  const { resources } = clientsOf(workspace.connection);
  const group = `/subscriptions/${workspace.sandbox.subscription}/resourceGroups/rg-again`;
  const deployment = `${group}/providers/Microsoft.Resources/deployments/made`;
  await resources.resourceGroups.createOrUpdate('rg-again', { location: 'westeurope' });
  const template = { contentVersion: '1.0.0.0', resources: [] };
  const properties = { mode: 'Incremental', template };
  await resources.resources.beginCreateOrUpdateByIdAndWait(deployment, '2021-04-01', { properties }, polling);
  await resources.resourceGroups.beginDeleteAndWait('rg-again', polling);
  await resources.resourceGroups.createOrUpdate('rg-again', { location: 'westeurope' });
  expect(await send(workspace, 'GET', `${deployment}?api-version=2021-04-01`)).toMatchObject({
    status: 404,
    body: { error: { code: 'DeploymentNotFound' } },
  });
});

it('a workspace that is made again knows nothing of the runs and jobs of the one before', async () => {
  const workspace = await startWorkspace();
  const id = idOf(workspace);
  const mlflow = `/mlflow/v1.0${id}/api/2.0/mlflow`;
  const experiment = await send(workspace, 'POST', `${mlflow}/experiments/create`, { name: 'old' });
  expect(experiment.status).toBe(200);
  const { body: before } = await send(workspace, 'GET', `${id}?${version}`);
  await send(workspace, 'DELETE', `${id}?${version}&forceToPurge=true`);
  await untilGone(workspace, `${id}?${version}`);
  const { location, properties } = before as { location: string; properties: Record<string, unknown> };
  await clientsOf(workspace.connection).resources.resources.beginCreateOrUpdateByIdAndWait(
    id,
    '2022-10-01',
    { location, properties, identity: { type: 'SystemAssigned' } },
    polling,
  );
  const found = await send(workspace, 'GET', `${mlflow}/experiments/get-by-name?experiment_name=old`);
  expect(found.status).toBe(404);
});

it('a version that is refused leaves no container without versions', async () => {
  const workspace = await startWorkspace();
  const data = `${idOf(workspace)}/data/table`;
  const put = await send(workspace, 'PUT', `${data}/versions/1?${version}`, {
    properties: { dataType: 'uri_file' },
  });
  expect(put.status).toBe(400);
  expect((await send(workspace, 'GET', `${data}?${version}`)).status).toBe(404);
});

it('what is put while its parent is being deleted does not outlive it', async () => {
  const workspace = await startWorkspace();
  const { id: model } = await registerPipeline(workspace, 'echo');
  const { machineLearning } = workspace;
  const names = [scope.resourceGroup, scope.workspace, 'racing'] as const;
  const endpoint = { location: 'westeurope', properties: { authMode: 'Key' } } as const;
  const path = `${idOf(workspace)}/onlineEndpoints/racing`;
  for (let round = 0; round < 8; round++) {
    await machineLearning.onlineEndpoints.beginCreateOrUpdateAndWait(...names, endpoint, polling);
    const deployment = {
      location: 'westeurope',
      sku: { name: 'Default', capacity: 1 },
      properties: { endpointComputeType: 'Managed', model, instanceType: 'Standard_DS2_v2' },
    };
    const [put] = await Promise.all([
      send(workspace, 'PUT', `${path}/deployments/blue?${version}`, deployment),
      // At another moment of the other each time.
      delay(2 * round).then(() => send(workspace, 'DELETE', `${path}?${version}`)),
    ]);
    expect([201, 404, 409]).toContain(put.status);
    await untilGone(workspace, `${path}?${version}`);
    expect((await send(workspace, 'GET', `${path}/deployments/blue?${version}`)).status).toBe(404);
    await machineLearning.onlineEndpoints.beginCreateOrUpdateAndWait(...names, endpoint, polling);
    const { body } = await send(workspace, 'GET', `${path}/deployments?${version}`);
    expect(body.value).toEqual([]);
    await machineLearning.onlineEndpoints.beginDeleteAndWait(...names, polling);
  }
});

it('a workspace has its containers after a start, though a kill came before they were made', async () => {
  const workspace = await startWorkspace();
  const { storage } = clientsOf(workspace.connection);
  const place = [scope.resourceGroup, 'sttest', 'azureml'] as const;
  await storage.blobContainers.delete(...place);
  await workspace.close();
  const again = await startWorkspace({ folder: workspace.folder });
  const found = await clientsOf(again.connection).storage.blobContainers.get(...place);
  expect(found.name).toBe('azureml');
});
