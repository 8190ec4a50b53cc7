import { describe, expect, it } from 'vitest';
import { PendingRequests } from '../../../../electron/sandbox/online-endpoints/pending-requests.ts';
import { getEndpointMetrics, readEndpointMetrics } from '../../../../electron/azure/metrics.ts';
import { refusal, startWorkspace, type TestWorkspace } from '../../../support/workspace.ts';
import { oneRow, startEndpoint, type TestEndpoint } from './endpoint.ts';

/** An endpoint whose deployment "blue" has all of the traffic. */
async function startBlue(workspace: TestWorkspace, changes: object = {}): Promise<TestEndpoint> {
  const endpoint = await startEndpoint(workspace);
  await endpoint.deploy('blue', await endpoint.model('one'), changes);
  await endpoint.traffic({ blue: 100 });
  return endpoint;
}

function fault({ sandbox }: TestWorkspace, body: object): Promise<Response> {
  return fetch(`${sandbox.address}/sandbox/faults/test`, { method: 'PUT', body: JSON.stringify(body) });
}

/** A model that takes so long, with the given request settings. */
const slow = (milliseconds: number, requestSettings: object): object => ({
  environmentVariables: { SANDBOX_MODEL_MILLISECONDS: String(milliseconds) },
  requestSettings,
});

describe('an endpoint answers', { timeout: 60_000 }, () => {
  it('200 with the headers that Azure’s have', async () => {
    const endpoint = await startBlue(await startWorkspace());
    const { status, headers } = await endpoint.score({ headers: { 'x-request-id': 'mine-1' } });
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'azureml-model-deployment': 'blue',
      'x-ms-run-function-failed': 'False',
      'ms-azureml-model-time': expect.stringMatching(/^\d+$/) as string,
      'x-request-id': 'mine-1',
      'x-ms-request-id': 'mine-1',
    });
    const other = await endpoint.score({ headers: { 'x-ms-client-request-id': 'client-1' } });
    expect(other.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    expect(other.headers.get('x-ms-client-request-id')).toBe('client-1');
  });

  it('401, 404, 413 and 503 before a model is asked', async () => {
    const workspace = await startWorkspace();
    const endpoint = await startBlue(workspace);
    await fault(workspace, {
      operation: 'OnlineDeployments_CreateOrUpdate',
      kind: 'deployment-never-healthy',
    });
    expect(await refusal(endpoint.deploy('sick', await endpoint.model('two')))).toContain('Liveness');
    const to = (deployment: string): object => ({ headers: { 'azureml-model-deployment': deployment } });
    const cases: [Parameters<TestEndpoint['score']>[0], number, string][] = [
      [{ key: '' }, 401, 'key_auth_bad_header_missing'],
      [{ key: 'wrong' }, 401, 'key_auth_access_denied'],
      [to('nobody'), 404, 'nobody'],
      [to('sick'), 503, 'not healthy'],
      [{ body: oneRow.padEnd((10 << 20) + 1) }, 413, 'RequestEntityTooLarge'],
    ];
    for (const [options, status, part] of cases) {
      const reply = await endpoint.score(options);
      expect([reply.status, reply.text]).toEqual([status, expect.stringContaining(part)]);
    }
    expect((await endpoint.score(to('sick'))).headers.get('ms-azureml-model-error-reason')).toBe(
      'model_not_ready',
    );
    expect((await endpoint.score({ body: oneRow.padEnd(10 << 20) })).status).toBe(200);
    await endpoint.traffic({ blue: 0 });
    const idle = await endpoint.score();
    expect([idle.status, idle.text]).toEqual([404, expect.stringContaining('no traffic')]);
  });

  it('424 with what the model has said', async () => {
    const endpoint = await startBlue(await startWorkspace());
    for (const body of ['{', '{"input_data": [{"age": "old"}]}']) {
      const { status, headers } = await endpoint.score({ body });
      expect([body, status]).toEqual([body, 424]);
      expect(Object.fromEntries(headers)).toMatchObject({
        'azureml-model-deployment': 'blue',
        'ms-azureml-model-error-reason': 'model_error',
        'ms-azureml-model-error-statuscode': '400',
        'ms-azureml-model-time': expect.stringMatching(/^\d+$/) as string,
        'x-ms-run-function-failed': 'False',
      });
    }
  });

  it('408 where its model takes longer than it may', async () => {
    const endpoint = await startBlue(
      await startWorkspace(),
      slow(60_000, { requestTimeout: 'PT0.05S', maxConcurrentRequestsPerInstance: 2 }),
    );
    const { status, text } = await endpoint.score();
    expect([status, text]).toEqual([408, expect.stringContaining('50 ms')]);
  });

  it('429 where more are pending than it can bear, or have waited too long', async () => {
    const workspace = await startWorkspace();
    const settings = { maxQueueWait: 'PT20S', requestTimeout: 'PT20S' };
    const endpoint = await startBlue(workspace, slow(1500, settings));
    const ask = async (count: number): Promise<number[]> => {
      const replies = await Promise.all(Array.from({ length: count }, () => endpoint.score()));
      for (const { status, headers } of replies.filter((reply) => reply.status !== 200)) {
        expect(status).toBe(429);
        expect(headers.get('ms-azureml-model-error-reason')).toBe('too_many_pending_request');
        expect(headers.get('retry-after')).toBe('1');
      }
      return replies.map((reply) => reply.status).sort();
    };
    // One is answered, one waits.
    expect(await ask(4)).toEqual([200, 200, 429, 429]);
    // Two instances bear twice as much.
    const model = await endpoint.model('two');
    await endpoint.deploy('blue', model, slow(1500, settings), 2);
    expect(await ask(5)).toEqual([200, 200, 200, 200, 429]);
    await endpoint.deploy('blue', model, slow(1500, { ...settings, maxQueueWait: 'PT0.05S' }));
    expect(await ask(2)).toEqual([200, 429]);
  });

  it('403 and 429 when a fault asks for them', async () => {
    const workspace = await startWorkspace();
    const endpoint = await startBlue(workspace);
    await fault(workspace, { operation: 'Scoring_Score', kind: 'role-missing' });
    const refused = await endpoint.score();
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('AuthorizationFailed')]);
    await fault(workspace, { operation: 'Scoring_Score', kind: 'throttled', retryAfterSeconds: 3 });
    const throttled = await endpoint.score();
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '3']);
    expect((await endpoint.score()).status).toBe(200);
  });
});

it('what an endpoint answers is counted by class of status, also after a restart', async () => {
  const workspace = await startWorkspace();
  const endpoint = await startBlue(workspace, slow(1000, { maxQueueWait: 'PT0.001S' }));
  await endpoint.score({ key: 'wrong' });
  await endpoint.score({ headers: { 'azureml-model-deployment': 'nobody' } });
  await endpoint.score({ body: '{' });
  const [first, second] = await Promise.all([endpoint.score(), endpoint.score()]);
  expect([first.status, second.status].sort()).toEqual([200, 429]);
  await workspace.close();
  const { connection } = await startWorkspace({ folder: workspace.folder });
  expect(await getEndpointMetrics(connection, endpoint.id)).toMatchObject({ requests: 5, failures: 4 });
  expect(await getEndpointMetrics(connection, endpoint.id, 'blue')).toMatchObject({
    requests: 3,
    failures: 2,
  });
  const now = Date.now();
  const range = { from: now - 3_600_000, to: now, grain: 'PT1H' } as const;
  const points = await readEndpointMetrics(connection, endpoint.id, range);
  const sum = (key: string): number =>
    points.reduce((total, { requests }) => total + (requests[key] ?? 0), 0);
  expect([sum('2xx'), sum('4xx')]).toEqual([1, 4]);
  // Refusals of the endpoint have taken no time of a model: the slowest has taken its second.
  expect(Math.max(...points.map(({ p99 }) => p99 ?? 0))).toBeGreaterThan(900);
}, 60_000);

describe('the settings of requests and scale', { timeout: 60_000 }, () => {
  it.for<[string, object, string]>([
    ['none at once', { requestSettings: { maxConcurrentRequestsPerInstance: 0 } }, 'maxConcurrentRequests'],
    ['a wait that is none', { requestSettings: { maxQueueWait: 'soon' } }, 'maxQueueWait'],
    ['a timeout of four minutes', { requestSettings: { requestTimeout: 'PT4M' } }, 'PT180S'],
    ['a scale of its own', { scaleSettings: { scaleType: 'TargetUtilization' } }, 'Azure Monitor'],
    ['a scale that is none', { scaleSettings: { scaleType: 'Magic' } }, 'scaleType'],
  ])('%s is refused', async ([, changes, part]) => {
    const endpoint = await startEndpoint(await startWorkspace());
    expect(await refusal(endpoint.deploy('blue', await endpoint.model('one'), changes))).toContain(part);
  });
});

describe('pending requests', () => {
  it('have their turn one after the other, whatever becomes of those before', async () => {
    const pending = new PendingRequests();
    const settings = {
      atOnce: 1,
      queueMilliseconds: 60_000,
      timeoutMilliseconds: 5000,
      modelMilliseconds: 1,
    };
    const order: string[] = [];
    let fail: (error: Error) => void = () => undefined;
    const first = pending.run('d', settings, () => {
      order.push('first');
      return new Promise((_, reject) => {
        fail = reject;
      });
    });
    const second = pending.run('d', settings, () => Promise.resolve(order.push('second')));
    await expect(pending.run('d', settings, () => Promise.resolve())).rejects.toMatchObject({ status: 429 });
    // Another deployment has room of its own.
    await pending.run('e', settings, () => Promise.resolve(order.push('other')));
    fail(new Error('The model is gone.'));
    await expect(first).rejects.toThrow('gone');
    await second;
    await pending.run('d', settings, () => Promise.resolve(order.push('third')));
    expect(order).toEqual(['first', 'other', 'second', 'third']);
  });
});
