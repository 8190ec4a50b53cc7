import { describe, expect, it } from 'vitest';
import { readScoringRequest } from '../../../electron/sandbox/online-endpoints/scoring-request.ts';
import { parseJson } from '../../../electron/sandbox/parse-json.ts';
import { callArm } from '../../support/plain-call.ts';
import { refusal, scope, startWorkspace } from '../../support/workspace.ts';

const { resourceGroup, workspace } = scope;
const path = `/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}`;

describe('requests of strangers', () => {
  it('a hundred thousand columns are read at once', () => {
    const columns = Array.from({ length: 100_000 }, (_, index) => `c${index}`);
    const read = readScoringRequest(JSON.stringify({ input_data: { columns, data: [] } }));
    expect(read).toMatchObject({ rows: [] });
  });

  it('deep nesting is refused, brackets in texts are none', () => {
    expect(() => parseJson('['.repeat(5000) + ']'.repeat(5000))).toThrow('200 levels');
    expect(parseJson(JSON.stringify({ text: '[{'.repeat(500), quoted: '"[' }))).toMatchObject({
      quoted: '"[',
    });
  });

  it.for<[string, unknown, string]>([
    ['a step that is nothing', { jobs: { a: null } }, "step 'a'"],
    ['a component that is a number', { jobs: { a: { componentId: 5 } } }, 'componentId'],
    ['an input that is nothing', { jobs: { a: {} }, inputs: { loans: null } }, "input 'loans'"],
  ])('a job with %s is refused in a sentence', async ([, properties, part]) => {
    const { sandbox, host } = await startWorkspace();
    await host.call('compute.create-cluster', { name: 'cpu', size: 'Standard_DS2_v2' });
    const response = await fetch(`${sandbox.address}${path}/jobs/j1?api-version=2022-10-01`, {
      method: 'PUT',
      headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
      body: JSON.stringify({
        properties: { jobType: 'Pipeline', computeId: `${path}/computes/cpu`, ...(properties as object) },
      }),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(part);
  });

  it('a pattern of many stars is compared at once', async () => {
    const { sandbox, machineLearning } = await startWorkspace();
    const fault = { operation: `${'*'.repeat(60)}!`, kind: 'slow' };
    await fetch(`${sandbox.address}/sandbox/faults/stars`, {
      method: 'PUT',
      headers: { authorization: 'Bearer x' },
      body: JSON.stringify(fault),
    });
    expect(await refusal(machineLearning.workspaces.get(resourceGroup, workspace))).toBe(
      'it was not refused',
    );
  });

  it('a deployment that is named twice in the traffic is refused', async () => {
    const { machineLearning } = await startWorkspace();
    const body = {
      location: 'westeurope',
      properties: { authMode: 'Key' as const, traffic: { blue: 60, BLUE: 40 } },
    };
    const put = machineLearning.onlineEndpoints.beginCreateOrUpdateAndWait(
      resourceGroup,
      workspace,
      'loans',
      body,
    );
    expect(await refusal(put)).toContain('named twice');
  });

  it.each([
    ['blanks before a quote that is left open', `${'+'.repeat(2000)}'`],
    ['brackets in brackets', '('.repeat(5000)],
  ])('a filter with %s is refused at once', async (_, filter) => {
    const { sandbox } = await startWorkspace();
    const reply = await callArm(sandbox, 'GET', `/resources?$filter=${filter}`);
    expect([reply.status, reply.code]).toEqual([400, 'InvalidFilterInQueryString']);
  });
});
