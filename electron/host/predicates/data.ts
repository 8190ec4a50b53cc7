import { createHash } from 'node:crypto';
import { columnNames } from '../../../engine/table/table.ts';
import { downloadBuffer, getBlobProperties, getContainer } from '../../azure/blobs.ts';
import { getDataAsset } from '../../azure/data-assets.ts';
import { getDatastore } from '../../azure/datastores.ts';
import { getStorageAccount } from '../../azure/storage-accounts.ts';
import type { PredicateHandlers } from '../context.ts';
import { readDataAsset } from '../data-asset.ts';
import { requireScope } from '../scope.ts';
import { readUserBytes } from '../user-files.ts';
import { checkResult, checkState } from './result.ts';

export const dataPredicates: PredicateHandlers<
  | 'storage.account-exists'
  | 'storage.container-exists'
  | 'datastore.exists'
  | 'blob.exists'
  | 'data.exists'
  | 'data.column-excluded'
> = {
  async 'storage.account-exists'({ account }, context) {
    const { resourceGroup } = requireScope(context);
    const found = await getStorageAccount(context.connection, { resourceGroup, name: account });
    return checkState(`the storage account ${account}`, found);
  },

  async 'storage.container-exists'({ account, container }, context) {
    const { resourceGroup } = requireScope(context);
    const found = await getContainer(context.connection, { resourceGroup, account, container });
    return checkResult(
      found !== undefined,
      `the container ${container} in ${account}`,
      found ? 'it is there' : 'it is not there',
    );
  },

  async 'datastore.exists'({ datastore, account, container }, context) {
    const found = await getDatastore(context.connection, requireScope(context), datastore);
    return checkResult(
      found?.account === account && found.container === container,
      `the datastore ${datastore} points to ${account}/${container}`,
      found ? `it points to ${found.account}/${found.container}` : 'it is not there',
    );
  },

  async 'blob.exists'({ account, container, blob, file }, context) {
    const { connection } = context;
    const place = { resourceGroup: requireScope(context).resourceGroup, account, container, blob };
    const bytes = readUserBytes(file);
    const expected = `${blob} in ${container}, ${bytes.length} bytes like your file`;
    const properties = await getBlobProperties(connection, place);
    if (!properties) return checkResult(false, expected, 'it is not there');
    if (properties.size !== bytes.length)
      return checkResult(false, expected, `it has ${properties.size} bytes`);
    const found = (await downloadBuffer(connection, place)) ?? new Uint8Array();
    const same = sha256(found) === sha256(bytes);
    return checkResult(same, expected, same ? 'the same bytes' : 'it has other bytes than your file');
  },

  async 'data.exists'({ name }, context) {
    const found = await getDataAsset(context.connection, requireScope(context), name);
    return checkResult(
      found !== undefined,
      `the data asset ${name}`,
      found ? `version ${found.version} is there` : 'it is not there',
    );
  },

  async 'data.column-excluded'({ name, columns }, context) {
    const { table } = await readDataAsset(context, name);
    const names = columnNames(table);
    const kept = columns.filter((column) => names.includes(column));
    return checkResult(
      kept.length === 0,
      `the data asset ${name} leaves out ${columns.join(' and ')}`,
      kept.length === 0 ? `it has ${names.join(', ')}` : `it still has ${kept.join(' and ')}`,
    );
  },
};

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
