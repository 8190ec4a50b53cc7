import { expect, it } from 'vitest';
import { invokeEndpoint } from '../../../../electron/azure/scoring.ts';
import { deployEcho } from '../../../support/deployed-endpoint.ts';
import { faultControl } from '../../../support/fault-control.ts';

it.each([
  [
    { kind: 'server-error', status: 424 },
    { status: 424, headers: { 'ms-azureml-model-error-statuscode': '500' } },
  ],
  [
    { kind: 'throttled', retryAfterSeconds: 3 },
    { status: 429, headers: { 'retry-after': '3' } },
  ],
  [{ kind: 'server-error', status: 503 }, { status: 503 }],
])('an endpoint answers %o once, and then its rows', async (fault, reply) => {
  const { call, sandbox } = await deployEcho('blue');
  const faults = faultControl(sandbox);
  const { scoringUri } = await call('endpoint.consume', { endpoint: 'echo' });
  const { primary: key } = await call('endpoint.show-keys', { endpoint: 'echo' });
  await faults.put('f', { operation: 'Scoring_Score', name: 'echo', ...fault });
  const body = { Inputs: { WebServiceInput0: [{ age: 40, area: 'Urban' }] }, GlobalParameters: {} };
  const ask = (): ReturnType<typeof invokeEndpoint> => invokeEndpoint({ scoringUri, key, body });
  expect(await ask()).toMatchObject(reply);
  expect((await ask()).status).toBe(200);
  expect(await faults.find('f')).toMatchObject({ state: 'repaired', last: { name: 'echo' } });
});
