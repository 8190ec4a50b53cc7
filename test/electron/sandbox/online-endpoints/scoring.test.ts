import { describe, expect, it } from 'vitest';
import {
  createDeployment,
  deleteDeployment,
  getDeploymentLogs,
} from '../../../../electron/azure/deployments.ts';
import { getEndpointMetrics } from '../../../../electron/azure/metrics.ts';
import {
  createOnlineEndpoint,
  getOnlineEndpoint,
  listEndpointKeys,
  regenerateEndpointKey,
  setTraffic,
} from '../../../../electron/azure/online-endpoints.ts';
import { invokeEndpoint, type ScoringReply } from '../../../../electron/azure/scoring.ts';
import { excludeLabelFromInput } from '../../../../engine/pipeline/inference-edits.ts';
import { deriveInferencePipeline } from '../../../../engine/pipeline/inference.ts';
import { serializePipeline } from '../../../../engine/pipeline/pipeline.ts';
import { runInference } from '../../../../engine/pipeline/run-inference.ts';
import { assertCompleted, runPipeline } from '../../../../engine/pipeline/run.ts';
import { trainingPipeline } from '../../../../engine/pipeline/templates.ts';
import { createRandom } from '../../../../engine/random.ts';
import type { Table } from '../../../../engine/table/table.ts';
import { learnerTasks, type Learner } from '../../../../engine/train/learner.ts';
import { twoClassTable } from '../../../support/random-tables.ts';
import { multiclassTable, regressionTable } from '../../../support/task-tables.ts';
import { startTensorFlowForTests } from '../../../support/tensorflow.ts';
import {
  refusal,
  registerPipeline,
  scope,
  startWorkspace,
  type TestWorkspace,
} from '../../../support/workspace.ts';

const location = 'westeurope';
const row = { age: 30, area: 'Rural' };
const designer = (...rows: unknown[]): object => ({
  Inputs: { WebServiceInput0: rows },
  GlobalParameters: {},
});

async function deploy(workspace: TestWorkspace, ...names: string[]): Promise<void> {
  const { connection } = workspace;
  const { id: modelId } = await registerPipeline(workspace, 'echo');
  await createOnlineEndpoint(connection, scope, { name: 'echo', location });
  for (const name of names) {
    const settings = { endpoint: 'echo', name, modelId, location, instanceCount: 1 } as const;
    await createDeployment(connection, scope, {
      ...settings,
      instanceType: 'Standard_DS3_v2',
      kind: 'Managed',
    });
  }
}

async function caller(
  { connection }: TestWorkspace,
  changes: Partial<Parameters<typeof invokeEndpoint>[0]> = {},
): Promise<(body: object, deployment?: string) => Promise<ScoringReply>> {
  const found = await getOnlineEndpoint(connection, scope, 'echo');
  const { primary } = await listEndpointKeys(connection, scope, 'echo');
  const scoringUri = found?.scoringUri ?? '';
  return (body, deployment) =>
    invokeEndpoint({ scoringUri, key: primary, body, ...(deployment && { deployment }), ...changes });
}

describe('an endpoint', () => {
  it('answers both formats, row for row, gaps included', async () => {
    const workspace = await startWorkspace();
    await deploy(workspace, 'blue');
    await setTraffic(workspace.connection, scope, 'echo', { blue: 100 });
    const call = await caller(workspace);
    expect(await call(designer(row, { area: 'Urban' }))).toMatchObject({
      status: 200,
      body: { Results: { WebServiceOutput0: [row, { age: null, area: 'Urban' }] } },
      headers: { 'azureml-model-deployment': 'blue' },
    });
    const data = {
      columns: ['area', 'age'],
      index: [0, 1],
      data: [
        ['Rural', 30],
        [null, null],
      ],
    };
    expect(await call({ input_data: data })).toMatchObject({
      status: 200,
      body: [row, { age: null, area: null }],
    });
    expect((await call({ input_data: [row] })).body).toEqual([row]);
    expect((await call(designer())).body).toEqual({ Results: { WebServiceOutput0: [] } });
  });

  it('refuses what it cannot answer, in a sentence', async () => {
    const workspace = await startWorkspace();
    await deploy(workspace, 'blue');
    await setTraffic(workspace.connection, scope, 'echo', { blue: 100 });
    const call = await caller(workspace);
    const answers: [object, number, string][] = [
      [{}, 424, 'input_data'],
      [{ Inputs: {} }, 424, 'WebServiceInput0'],
      [{ input_data: { data: [] } }, 424, 'columns'],
      [{ input_data: { columns: ['age', 'age'], data: [] } }, 424, 'twice'],
      [{ input_data: { columns: ['age'], data: [[1, 2]] } }, 424, 'Row 1'],
      [designer({ age: 'old' }), 424, 'age'],
      [designer({ years: 30 }), 424, 'years'],
      [designer(1), 424, 'Row 1'],
    ];
    for (const [body, status, part] of answers) {
      const reply = await call(body);
      expect([reply.status, JSON.stringify(reply.body)]).toEqual([status, expect.stringContaining(part)]);
      expect(reply.headers['ms-azureml-model-error-statuscode']).toBe('400');
    }
    expect((await call(designer(row), 'green')).status).toBe(404);
    const stranger = await caller(workspace, { key: 'wrong' });
    expect((await stranger(designer(row))).status).toBe(401);
    const lost = await caller(workspace, {
      scoringUri: `${workspace.sandbox.address}/online-endpoints/${location}/nobody/score`,
    });
    expect((await lost(designer(row))).status).toBe(404);
    const { body } = await (await caller(workspace, { key: '' }))(designer(row));
    expect(JSON.stringify(body)).toContain('Authorization');
  });

  it('shares its requests as the traffic says, and takes the deployment that the header names', async () => {
    const workspace = await startWorkspace();
    await deploy(workspace, 'blue', 'green');
    const { connection } = workspace;
    const call = await caller(workspace);
    expect((await call(designer(row))).status).toBe(404);
    await setTraffic(connection, scope, 'echo', { blue: 90, green: 10 });
    const counts: Record<string, number> = { blue: 0, green: 0 };
    for (let i = 0; i < 300; i++) {
      counts[(await call(designer(row))).headers['azureml-model-deployment']]++;
    }
    // With 300 requests 10 per cent are 30, and 8 to 60 with a probability of 0.99999.
    expect(counts.green).toBeGreaterThan(7);
    expect(counts.green).toBeLessThan(61);
    expect((await call(designer(row), 'green')).headers['azureml-model-deployment']).toBe('green');

    const all = await getEndpointMetrics(
      connection,
      (await getOnlineEndpoint(connection, scope, 'echo'))?.id ?? '',
    );
    // The one that was refused for want of traffic is the endpoint's.
    expect(all).toMatchObject({ requests: 302, failures: 1 });
    expect(all.averageMilliseconds).toBeGreaterThan(0);
  });

  it('counts failures, also after a restart', async () => {
    const workspace = await startWorkspace();
    await deploy(workspace, 'blue');
    await setTraffic(workspace.connection, scope, 'echo', { blue: 100 });
    const call = await caller(workspace);
    await call(designer(row));
    await call(designer(1));
    await workspace.close();
    const again = await startWorkspace({ folder: workspace.folder });
    const id = (await getOnlineEndpoint(again.connection, scope, 'echo'))?.id ?? '';
    expect(await getEndpointMetrics(again.connection, id)).toMatchObject({ requests: 2, failures: 1 });
    expect(await getEndpointMetrics(again.connection, id, 'green')).toMatchObject({ requests: 0 });
    expect((await (await caller(again))(designer(row))).status).toBe(200);
    expect(await getDeploymentLogs(again.connection, scope, { endpoint: 'echo', name: 'blue' })).toMatch(
      /The model is loaded[^]*POST \/score 200/,
    );
  });

  it('describes itself, and says that it is there', async () => {
    const workspace = await startWorkspace();
    await deploy(workspace, 'blue');
    await setTraffic(workspace.connection, scope, 'echo', { blue: 100 });
    const { scoringUri = '' } = (await getOnlineEndpoint(workspace.connection, scope, 'echo')) ?? {};
    const { primary, secondary } = await listEndpointKeys(workspace.connection, scope, 'echo');
    const get = (path: string, key: string): Promise<Response> =>
      fetch(scoringUri.replace('/score', path), { headers: { authorization: `Bearer ${key}` } });
    expect((await get('/', secondary)).status).toBe(200);
    expect((await get('/', 'wrong')).status).toBe(401);
    const swagger = (await (await get('/swagger.json', primary)).json()) as {
      components: { schemas: { Row: { properties: object }; WebServiceRequest: { example: object } } };
    };
    const { Row, WebServiceRequest } = swagger.components.schemas;
    expect(Row.properties).toMatchObject({ age: { type: 'number' }, area: { type: 'string' } });
    // The example that it gives is one that it takes.
    const call = await caller(workspace);
    expect((await call(WebServiceRequest.example)).status).toBe(200);
  });

  it('takes new keys at once, and no old ones', async () => {
    const workspace = await startWorkspace();
    await deploy(workspace, 'blue');
    const old = await caller(workspace);
    await regenerateEndpointKey(workspace.connection, scope, 'echo', 'Primary');
    expect((await old(designer(row), 'blue')).status).toBe(401);
    expect((await (await caller(workspace))(designer(row), 'blue')).status).toBe(200);
  });
});

describe('a deployment', () => {
  it('fails where its model cannot be read, and its log says why', async () => {
    const workspace = await startWorkspace();
    const { connection } = workspace;
    await createOnlineEndpoint(connection, scope, { name: 'echo', location });
    const { id: modelId } = await registerPipeline(workspace, 'broken', '{"formatVersion": 1}');
    const place = { endpoint: 'echo', name: 'blue' };
    const settings = { ...place, modelId, location, instanceCount: 1, instanceType: 'Standard_DS3_v2' };
    const why = await refusal(createDeployment(connection, scope, { ...settings, kind: 'Managed' }));
    expect(why).toContain('container has crashed');
    expect(await getDeploymentLogs(connection, scope, place)).toContain('no inference pipeline');
    expect((await (await caller(workspace))(designer(row), 'blue')).status).toBe(503);
    expect(await refusal(setTraffic(connection, scope, 'echo', { blue: 100 }))).toContain('not healthy');
  });

  it('is not deleted while it has traffic, and goes with its endpoint', async () => {
    const workspace = await startWorkspace();
    await deploy(workspace, 'blue');
    const { connection, machineLearning } = workspace;
    await setTraffic(connection, scope, 'echo', { blue: 100 });
    const place = { endpoint: 'echo', name: 'blue' };
    expect(await refusal(deleteDeployment(connection, scope, place))).toContain('100 per cent');
    await setTraffic(connection, scope, 'echo', { blue: 0 });
    await deleteDeployment(connection, scope, place);
    await machineLearning.onlineEndpoints.beginDeleteAndWait(scope.resourceGroup, scope.workspace, 'echo');
    const call = await refusal(
      machineLearning.onlineDeployments.get(scope.resourceGroup, scope.workspace, 'echo', 'blue'),
    );
    expect(call).toContain('404');
  });

  it.for<[string, object, string]>([
    ['a traffic that is not 100', { traffic: { blue: 50 } }, '50'],
    ['a traffic of nobody', { traffic: { red: 100 } }, 'red'],
    ['a share that is not whole', { traffic: { blue: 99.5 } }, 'whole number'],
    ['a way to sign in that is none', { authMode: 'Password' }, 'authMode'],
    ['a compute that is none', { compute: '/subscriptions/none' }, 'Kubernetes'],
  ])('%s is refused', async ([, properties, part]) => {
    const workspace = await startWorkspace();
    const { machineLearning } = workspace;
    const body = { location, properties: { authMode: 'Key', ...properties } };
    expect(
      await refusal(
        machineLearning.onlineEndpoints.beginCreateOrUpdateAndWait(
          scope.resourceGroup,
          scope.workspace,
          'echo',
          body,
        ),
      ),
    ).toContain(part);
  });
});

describe('an endpoint of each task', () => {
  it('answers with the columns of its task, from a model that was saved as JSON', async () => {
    await startTensorFlowForTests();
    const options = { rows: 200, numbers: ['normal', 'lognormal'], levels: [3], missing: 0.1 } as const;
    const cases: [Learner, Table][] = [
      ['two-class-boosted-decision-tree', twoClassTable(createRandom(1), options)],
      ['multiclass-logistic-regression', multiclassTable(createRandom(2), options, 3)],
      ['multiclass-neural-network', multiclassTable(createRandom(3), options, 3)],
      ['boosted-decision-tree-regression', regressionTable(createRandom(4), options)],
      ['linear-regression', regressionTable(createRandom(5), options)],
    ];
    const workspace = await startWorkspace();
    const { connection } = workspace;
    await createOnlineEndpoint(connection, scope, { name: 'echo', location });
    for (const [index, [component, table]] of cases.entries()) {
      const drawing = trainingPipeline({ label: 'y', missing: 'impute', learner: { component } });
      const result = assertCompleted(await runPipeline(drawing, { datasets: { data: table } }));
      const derived = excludeLabelFromInput(deriveInferencePipeline(drawing, result).pipeline);
      const { id: modelId } = await registerPipeline(workspace, component, serializePipeline(derived));
      const settings = {
        endpoint: 'echo',
        name: `model-${index}`,
        modelId,
        location,
        instanceCount: 1,
      } as const;
      await createDeployment(connection, scope, {
        ...settings,
        instanceType: 'Standard_DS3_v2',
        kind: 'Managed',
      });
      const call = await caller(workspace);
      const rows = [{ n0: 0.5, n1: 2, c0: 'level 1' }, { n0: null, c0: 'never seen' }, {}];
      const { status, body } = await call(designer(...rows), settings.name);
      expect(status).toBe(200);
      // The very answer of the pipeline at home, after its way as JSON.
      expect(body).toEqual({ Results: { WebServiceOutput0: await runInference(derived, rows as never) } });
      const [answer] = (body as { Results: { WebServiceOutput0: Record<string, unknown>[] } }).Results
        .WebServiceOutput0;
      const added = Object.keys(answer).filter((name) => name.startsWith('Scored'));
      expect(added).toEqual(
        {
          binary: ['Scored Labels', 'Scored Probabilities'],
          multiclass: ['Scored Labels', ...[0, 1, 2].map((k) => `Scored Probabilities_class ${k}`)],
          regression: ['Scored Labels'],
        }[learnerTasks[component]],
      );
    }
  });
});
