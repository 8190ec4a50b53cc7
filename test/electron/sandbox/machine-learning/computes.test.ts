import { describe, expect, it } from 'vitest';
import {
  createComputeCluster,
  createComputeInstance,
  deleteCompute,
  getCompute,
  listVmSizes,
  startInstance,
  stopInstance,
} from '../../../../electron/azure/computes.ts';
import { refusal, scope, startWorkspace } from '../../../support/workspace.ts';

const cluster = {
  name: 'cpu-cluster',
  size: 'Standard_DS2_v2',
  location: 'westeurope',
  minimumNodes: 0,
  maximumNodes: 2,
  idleSeconds: 120,
};

describe('a compute', () => {
  it('cluster is created, read, and gone when it is deleted', async () => {
    const { connection } = await startWorkspace();
    await createComputeCluster(connection, scope, cluster);
    expect(await getCompute(connection, scope, 'cpu-cluster')).toMatchObject({
      name: 'cpu-cluster',
      minimumNodes: 0,
      maximumNodes: 2,
    });
    await deleteCompute(connection, scope, 'cpu-cluster');
    expect(await getCompute(connection, scope, 'cpu-cluster')).toBeUndefined();
    await deleteCompute(connection, scope, 'cpu-cluster');
  });

  it('instance stops and starts', async () => {
    const { connection } = await startWorkspace();
    const instance = { name: 'my-instance', size: 'Standard_DS1_v2', location: 'westeurope' };
    await createComputeInstance(connection, scope, instance);
    await stopInstance(connection, scope, 'my-instance');
    expect(await getCompute(connection, scope, 'my-instance')).toMatchObject({ instanceState: 'Stopped' });
    await startInstance(connection, scope, 'my-instance');
    expect(await getCompute(connection, scope, 'my-instance')).toMatchObject({ instanceState: 'Running' });
  });

  it.for<[string, Partial<typeof cluster>, string]>([
    ['of an unknown size', { size: 'Standard_Abacus' }, 'Standard_Abacus'],
    ['of more cores than the quota', { maximumNodes: 100 }, 'quota'],
    ['with more nodes at least than at most', { minimumNodes: 3 }, 'minNodeCount'],
    ['with a name that is too short', { name: 'c' }, 'between 2 and 24'],
  ])('%s is refused', async ([, changes, part]) => {
    const { connection } = await startWorkspace();
    expect(
      (await refusal(createComputeCluster(connection, scope, { ...cluster, ...changes }))).toLowerCase(),
    ).toContain(part.toLowerCase());
  });

  it('has sizes to choose from', async () => {
    const { connection } = await startWorkspace();
    const sizes = await listVmSizes(connection, 'westeurope');
    expect(sizes.find(({ name }) => name === 'Standard_DS2_v2')).toMatchObject({ cores: 2 });
  });
});
