import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorkspace, scope, type TestWorkspace } from '../../support/workspace.ts';

let opened: TestWorkspace;
beforeAll(async () => {
  opened = await openWorkspace();
});
afterAll(() => opened.close());

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A call with its path as it stands: no client makes it decent before. */
function ask(method: string, path: string, body?: string): Promise<Answer> {
  const { port } = new URL(opened.sandbox.address);
  return new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer x', 'content-type': 'application/json' };
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const workspace = `/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/${scope.resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${scope.workspace}`;
const mlflow = `/mlflow/v1.0${workspace}/api/2.0`;
const version = '?api-version=2022-10-01';

/** All that can be sent to somewhere below a workspace. */
const places = [
  ...['codes', 'components', 'data', 'environments', 'models'].flatMap((kind) => [
    `${workspace}/${kind}/one${version}`,
    `${workspace}/${kind}/one/versions/1${version}`,
  ]),
  ...['computes', 'connections', 'datastores', 'jobs', 'schedules', 'onlineEndpoints', 'batchEndpoints'].map(
    (kind) => `${workspace}/${kind}/one-two${version}`,
  ),
  `${workspace}/onlineEndpoints/one/deployments/blue${version}`,
  `${workspace}/batchEndpoints/one/deployments/blue${version}`,
  `${workspace.slice(0, workspace.lastIndexOf('/providers'))}/providers/Microsoft.Resources/deployments/one?api-version=2021-04-01`,
  `${workspace.slice(0, workspace.lastIndexOf('/'))}/mlw-other${version}`,
];

/** Wrong in all ways in which JSON can be. */
const bodies = [
  '',
  '{',
  'null',
  '5',
  '"text"',
  '[]',
  '{}',
  '{"properties":null}',
  '{"properties":5}',
  '{"properties":[]}',
  '{"location":5,"properties":{}}',
  '{"location":"westeurope","tags":5,"properties":{}}',
  '{"location":"westeurope","sku":5,"properties":{"computeType":5,"properties":5,"jobType":{},"trigger":5,"action":[],"traffic":5,"authMode":[],"model":7,"template":5}}',
  '{"location":"westeurope","properties":{"template":{"resources":[5]},"datastoreType":"AzureBlob","credentials":5,"authMode":"Key","traffic":[],"jobType":"Pipeline","jobs":5,"inputs":5,"computeType":"AmlCompute","scaleSettings":5}}',
  '{"location":"westeurope","properties":{"jobType":"Command","command":5,"inputs":{"a":null},"template":{"resources":[{"name":"[parameters(","type":"x"}]}}}',
  `${'['.repeat(100_000)}`,
  `{"properties":{"__proto__":{"polluted":true},"constructor":5}}`,
];

/** An error in Azure's shape, or MLflow's; not a trace of the program. */
function expectError({ status, text }: Answer, what: string): void {
  expect([status >= 400 && status < 500, text.slice(0, 300), what]).toEqual([true, expect.any(String), what]);
  const reply = JSON.parse(text) as {
    error?: { code: string; message: string };
    error_code?: string;
    message?: string;
  };
  expect(reply.error?.code ?? reply.error_code, what).toMatch(/^\w+$/);
  expect(reply.error?.message ?? reply.message, what).toMatch(/.{10}/);
  expect(text, what).not.toMatch(/\.ts:\d+|node:internal|at \w+ \(/);
}

it.each(places)('PUT %s takes no bad body', async (place) => {
  for (const body of bodies) {
    const answer = await ask('PUT', place, body);
    // Where nothing is asked for, an empty object may be enough.
    if (answer.status < 400) expect(answer.status, body).toBeLessThan(300);
    else expectError(answer, `${body.slice(0, 80)}`);
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it.each([
  'runs/create',
  'runs/update',
  'runs/log-metric',
  'runs/log-batch',
  'runs/log-parameter',
  'runs/set-tag',
  'runs/search',
  'experiments/create',
])('MLflow %s takes no bad body', async (call) => {
  const more = [
    '{"filter":"metrics.loss <"}',
    '{"filter":"x = \'y","experiment_ids":[]}',
    '{"run_id":"none"}',
    '{"order_by":["(("]}',
  ];
  for (const body of [...bodies, ...more]) {
    const answer = await ask('POST', `${mlflow}/mlflow/${call}`, body);
    if (answer.status !== 200) expectError(answer, body.slice(0, 80));
  }
});

it.each([
  ['GET', `${workspace}/../../../../../../etc/passwd${version}`],
  ['GET', `${workspace}/%2e%2e/%2e%2e/x${version}`],
  ['GET', `${workspace}/models/..%2F..%2F..%2Fx${version}`],
  ['PUT', `${workspace}/models/..%2f..%2fx${version}`],
  ['PUT', `${workspace}/models/a%00b${version}`],
  ['PUT', `${workspace}/models/a%0d%0ab${version}`],
  ['GET', `/%ff${version}`],
  ['GET', `//evil.example.com/subscriptions${version}`],
  ['GET', `/etc/passwd`],
  ['GET', `/sandbox/../../x`],
  ['GET', `${mlflow}/mlflow-artifacts/artifacts/0/run/artifacts/..%2f..%2f..%2fsecret`],
  ['PUT', `${mlflow}/mlflow-artifacts/artifacts/x`],
  ['DELETE', `${mlflow}/mlflow-artifacts/artifacts/0/run/artifacts/%2e%2e/x`],
  ['TRACE', `${workspace}${version}`],
  ['PATCH', `${workspace}/listKeys${version}`],
  ['DELETE', `/subscriptions${version}`],
  ['GET', `/subscriptions/00000000-0000-4000-8000-000000000001/providers/${'x'.repeat(9000)}/y${version}`],
  ['GET', `/subscriptions/00000000-0000-4000-8000-000000000001/providers/Contoso.Nothing/x${version}`],
  ['GET', `${workspace}/computes`],
])('%s %s is refused', async (method, path) => {
  expectError(
    await ask(method, path, method === 'PUT' ? '{"properties":{}}' : undefined),
    path.slice(0, 120),
  );
});

it('the sandbox is there after all that', async () => {
  expect((await ask('GET', `${workspace}${version}`)).status).toBe(200);
});
