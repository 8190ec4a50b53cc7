import { expect, it } from 'vitest';
import { createComputeCluster } from '../../../../electron/azure/computes.ts';
import { completeScaleSettings } from '../../../../electron/sandbox/online-endpoints/request-settings.ts';
import { refusal, scope, startWorkspace, type TestWorkspace } from '../../../support/workspace.ts';
import { location, names, startEndpoint } from './endpoint.ts';

/** The cores of a family that the subscription uses. */
async function usedCores({ machineLearning }: TestWorkspace): Promise<number | undefined> {
  for await (const { name, currentValue } of machineLearning.usages.list(location)) {
    if (name?.value === 'standardDSv2Family') return currentValue;
  }
  return undefined;
}

it('a managed deployment takes cores of the quota, with a fifth in reserve, until it is gone', async () => {
  const workspace = await startWorkspace();
  const endpoint = await startEndpoint(workspace);
  const model = await endpoint.model('one');
  expect(await usedCores(workspace)).toBe(0);
  await endpoint.deploy('blue', model);
  expect(await usedCores(workspace)).toBe(8);
  await endpoint.deploy('blue', model, {}, 5);
  expect(await usedCores(workspace)).toBe(24);
  // Clusters take of the same.
  const cluster = { name: 'cpu', size: 'Standard_DS2_v2', location, minimumNodes: 0, idleSeconds: 120 };
  await createComputeCluster(workspace.connection, scope, { ...cluster, maximumNodes: 30 });
  expect(await usedCores(workspace)).toBe(84);
  const more = { ...cluster, name: 'more', maximumNodes: 9 };
  expect(await refusal(createComputeCluster(workspace.connection, scope, more))).toContain(
    'Current in use: 84',
  );
  expect(await refusal(endpoint.deploy('green', model, {}, 4))).toMatch(
    /^400 OutOfQuota: Not enough quota available for Standard_DS3_v2 in the subscription. Current usage\/limit: 84\/100. Additional needed: 20/,
  );
  // A change counts what it replaces no more.
  expect(await refusal(endpoint.deploy('blue', model, {}, 9))).toContain('60/100. Additional needed: 44');
  await endpoint.deploy('blue', model, {}, 8);
  expect(await usedCores(workspace)).toBe(100);
  await workspace.machineLearning.onlineDeployments.beginDeleteAndWait(...names, 'echo', 'blue');
  expect(await usedCores(workspace)).toBe(60);
  await endpoint.deploy('green', model, {}, 4);
  expect(await usedCores(workspace)).toBe(80);
}, 60_000);

it('settings of scale and of requests are shown with what Azure takes where they say nothing', async () => {
  const endpoint = await startEndpoint(await startWorkspace());
  await endpoint.deploy('blue', await endpoint.model('one'), {
    requestSettings: { maxConcurrentRequestsPerInstance: 4 },
  });
  const shown = (await (await endpoint.manage('GET', '/deployments/blue')).json()) as { properties: object };
  expect(shown.properties).toMatchObject({
    scaleSettings: { scaleType: 'Default' },
    requestSettings: {
      maxConcurrentRequestsPerInstance: 4,
      maxQueueWait: 'PT0.5S',
      requestTimeout: 'PT5S',
    },
  });
  const target = { scaleType: 'TargetUtilization', maxInstances: 3 };
  expect(completeScaleSettings(target, 'Kubernetes')).toEqual({
    ...target,
    minInstances: 1,
    pollingInterval: 'PT1S',
    targetUtilizationPercentage: 70,
  });
  for (const [property, value] of [
    ['minInstances', 4],
    ['maxInstances', 0],
    ['targetUtilizationPercentage', 101],
    ['pollingInterval', '1s'],
  ] as const) {
    expect(() => completeScaleSettings({ ...target, [property]: value }, 'Kubernetes')).toThrow(property);
  }
}, 60_000);
