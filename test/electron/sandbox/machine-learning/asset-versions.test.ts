import { describe, expect, it } from 'vitest';
import { createDataAsset, deleteDataAsset, getDataAsset } from '../../../../electron/azure/data-assets.ts';
import { refusal, scope, startWorkspace } from '../../../support/workspace.ts';

const { resourceGroup, workspace } = scope;
const uri = 'azureml://datastores/workspaceblobstore/paths/loans.csv';

describe('a data asset', () => {
  it('has versions; the newest is the one that is meant', async () => {
    const { connection, machineLearning } = await startWorkspace();
    for (const version of ['1', '2', '10']) {
      await createDataAsset(connection, scope, { name: 'loans', version, uri, type: 'uri_file' });
    }
    expect(await getDataAsset(connection, scope, 'loans')).toMatchObject({ version: '10' });
    const container = await machineLearning.dataContainers.get(resourceGroup, workspace, 'loans');
    expect(container.properties).toMatchObject({ latestVersion: '10', nextVersion: '11' });
    const listed: string[] = [];
    for await (const { name = '' } of machineLearning.dataVersions.list(resourceGroup, workspace, 'loans')) {
      listed.push(name);
    }
    expect(listed).toEqual(['10', '2', '1']);
    await machineLearning.dataVersions.delete(resourceGroup, workspace, 'loans', '10');
    expect(await getDataAsset(connection, scope, 'loans')).toMatchObject({ version: '2' });
    await deleteDataAsset(connection, scope, 'loans');
    expect(await getDataAsset(connection, scope, 'loans')).toBeUndefined();
  });

  it('does not change its data under the same version', async () => {
    const { connection } = await startWorkspace();
    const asset = { name: 'loans', version: '1', uri, type: 'uri_file' } as const;
    await createDataAsset(connection, scope, asset);
    await createDataAsset(connection, scope, asset);
    const changed = createDataAsset(connection, scope, { ...asset, uri: `${uri}.old` });
    expect(await refusal(changed)).toContain("'dataUri' of version '1' cannot be changed");
  });

  it.for<[string, { name?: string; uri?: string }, string]>([
    ['without a place', { uri: '' }, 'dataUri'],
    ['with a name of blanks', { name: 'my loans' }, 'my loans'],
  ])('%s is refused', async ([, changes, part]) => {
    const { connection } = await startWorkspace();
    const asset = { name: 'loans', version: '1', uri, type: 'uri_file', ...changes } as const;
    expect(await refusal(createDataAsset(connection, scope, asset))).toContain(part);
  });
});
