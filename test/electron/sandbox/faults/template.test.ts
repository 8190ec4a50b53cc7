import { expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../../../electron/sandbox/server.ts';
import { resourceManagementClient } from '../../../support/arm-client.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { faultControl } from '../../../support/fault-control.ts';

const vault = {
  type: 'Microsoft.KeyVault/vaults',
  apiVersion: '2023-02-01',
  name: 'kv-template',
  location: 'westeurope',
  properties: { sku: { family: 'A', name: 'standard' }, tenantId: '00000000-0000-4000-8000-000000000002' },
};

it.each([
  [{ kind: 'soft-deleted-name', until: 'repaired' }, 'already exists in deleted state'],
  [{ kind: 'operation-fails', code: 'AllocationFailed', message: 'Nothing is free.' }, 'Nothing is free.'],
  [{ kind: 'connection-cut' }, 'An internal error occurred'],
])('a resource of a template meets %o, and the deployment says so', async (fault, message) => {
  const sandbox = await startSandbox({ folder: temporaryFolder(), timeFactor: 5000 });
  onTestFinished(() => sandbox.close());
  const faults = faultControl(sandbox);
  const client = resourceManagementClient(sandbox);
  await client.resourceGroups.createOrUpdate('loans', { location: 'westeurope' });
  await faults.put('f', { operation: 'Vaults_CreateOrUpdate', ...fault });
  const name = 'one';
  const deployments = `${sandbox.address}/subscriptions/${sandbox.subscription}/resourceGroups/loans/providers/Microsoft.Resources/deployments`;
  const headers = { authorization: 'Bearer x' };
  const template = { resources: [vault] };
  await fetch(`${deployments}/${name}?api-version=2021-04-01`, {
    method: 'PUT',
    headers,
    body: JSON.stringify({ properties: { mode: 'Incremental', template } }),
  });
  const read = async (): Promise<{ properties: { provisioningState: string } }> =>
    (await (await fetch(`${deployments}/${name}?api-version=2021-04-01`, { headers })).json()) as never;
  await expect.poll(async () => (await read()).properties.provisioningState).toBe('Failed');
  expect(JSON.stringify(await read())).toContain(message);
  expect(await faults.find('f')).toMatchObject({ met: 1, last: { name: 'kv-template' } });
});
