import { uuidOf } from '../../../electron/sandbox/uuid-of.ts';
import {
  accountBody,
  deletedVault,
  deleteWorkspace,
  expectOk,
  location,
  nameOf,
  needAccount,
  needGroup,
  pick,
  polling,
  purgeVault,
  put,
  remove,
  versions,
  type Lane,
  type Work,
} from './lane.ts';
import type { Session } from './session.ts';

const provider = '/providers';

/** A group that comes and goes with what is in it. */
async function churnGroup(lane: Lane): Promise<void> {
  const { session, ids, number } = lane;
  const { ledger } = session;
  const name = `${nameOf(ids.group)}-short`;
  const group = `${ids.group}-short`;
  if (!ledger.has(group)) {
    const tags = { revision: ledger.revision() };
    await session.resources.resourceGroups.createOrUpdate(name, { location, tags });
  }
  const account = `${group}${provider}/Microsoft.Storage/storageAccounts/stshort${number}`;
  await put(lane, account, versions.storage, accountBody(ledger.revision()));
  const insights = `${group}${provider}/Microsoft.Insights/components/appi-short`;
  const body = { location, kind: 'web', properties: { Application_Type: 'web' } };
  await put(lane, insights, versions.insights, { ...body, tags: { revision: ledger.revision() } });
  await session.resources.resourceGroups.beginDeleteAndWait(name, polling);
}

/** A vault: made, deleted, purged. */
async function churnVault(lane: Lane): Promise<void> {
  await needGroup(lane);
  const { session, ids, number } = lane;
  const { ledger, facts } = session;
  const id = `${ids.group}${provider}/Microsoft.KeyVault/vaults/kv-short-${number}`;
  const deleted = deletedVault(lane, id);
  const query = `?api-version=${versions.vault}`;
  const isDeleted = async (other: Session): Promise<string | undefined> =>
    (await other.send('GET', deleted + query)).status === 200 ? 'deleted' : undefined;
  const value = { name: `deleted vault ${id}`, home: ids.group, read: isDeleted };
  if (ledger.values.get(value.name)?.known === 'deleted') {
    await ledger.change(value, undefined, () => expectOk(lane, 'POST', `${deleted}/purge${query}`));
  } else if (!ledger.has(id)) await purgeVault(lane, id);
  const properties = { tenantId: facts.tenant, sku: { family: 'A', name: 'standard' }, accessPolicies: [] };
  await put(lane, id, versions.vault, { location, tags: { revision: ledger.revision() }, properties });
  await ledger.change(value, 'deleted', () => remove(lane, id, versions.vault));
}

/** Blobs: at once, in blocks, over an older one, deleted. */
async function writeBlobs(lane: Lane): Promise<void> {
  await needAccount(lane);
  const { session, ids, random } = lane;
  const { ledger } = session;
  const service = await session.blobs(ids.account);
  const container = service.getContainerClient('work');
  await container.createIfNotExists();
  for (let count = 0; count < 4; count++) {
    const name = `blob-${random.integer(6)}`;
    const blob = container.getBlockBlobClient(name);
    const read = async (other: Session): Promise<string | undefined> => {
      const found = (await other.blobs(ids.account)).getContainerClient('work').getBlobClient(name);
      return (await found.exists()) ? (await found.downloadToBuffer()).toString() : undefined;
    };
    const value = { name: `blob ${ids.account}/${name}`, home: ids.account, read };
    const text = `${ledger.revision()} `.repeat(20 + random.integer(400));
    const way = random.integer(3);
    if (way === 0) await ledger.change(value, undefined, () => blob.deleteIfExists());
    else if (way === 1) await ledger.change(value, text, () => blob.upload(text, text.length));
    else {
      const options = { blockSize: 500, maxSingleShotSize: 100, concurrency: 2 };
      await ledger.change(value, text, () => blob.uploadData(Buffer.from(text), options));
    }
  }
}

/** A key of the account that is made anew; the other stays. */
async function rotateKey(lane: Lane): Promise<void> {
  await needAccount(lane);
  const { session, ids } = lane;
  const [group, account] = [nameOf(ids.group), nameOf(ids.account)];
  await session.storage.storageAccounts.regenerateKey(group, account, { keyName: 'key2' });
  const revision = session.ledger.revision();
  await session.storage.storageAccounts.update(group, account, { tags: { revision, again: revision } });
}

/** Somebody gets a role and loses it. */
async function assignRole(lane: Lane): Promise<void> {
  await needGroup(lane);
  const { session, ids } = lane;
  const { ledger, facts } = session;
  const id = `${ids.group}${provider}/Microsoft.Authorization/roleAssignments/${uuidOf(ids.group)}`;
  const query = `?api-version=${versions.role}`;
  if (ledger.has(id)) {
    await expectOk(lane, 'DELETE', id + query);
    return;
  }
  const role = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
  const roleDefinitionId = `/subscriptions/${facts.subscription}${provider}/Microsoft.Authorization/roleDefinitions/${role}`;
  const properties = { roleDefinitionId, principalId: uuidOf('somebody'), description: ledger.revision() };
  await expectOk(lane, 'PUT', id + query, { properties });
}

/** A template with two resources, one of which needs the other. */
async function deployTemplate(lane: Lane): Promise<void> {
  await needGroup(lane);
  const { session, ids } = lane;
  const { ledger } = session;
  const name = `made-${lane.random.integer(2)}`;
  const revision = ledger.revision();
  const tags = { revision: "[parameters('revision')]" };
  const resource = (type: string, apiVersion: string, more: object): object => ({
    type,
    apiVersion,
    name: `${name}-${type.split('/')[1]}`,
    location,
    tags,
    ...more,
  });
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { revision: { type: 'string' } },
    resources: [
      resource('Microsoft.Insights/components', versions.insights, {
        kind: 'web',
        properties: { Application_Type: 'web' },
        dependsOn: [`[resourceId('Microsoft.OperationalInsights/workspaces', '${name}-workspaces')]`],
      }),
      resource('Microsoft.OperationalInsights/workspaces', versions.learning, { properties: {} }),
    ],
  };
  const properties = { mode: 'Incremental', template, parameters: { revision: { value: revision } } };
  const id = `${ids.group}${provider}/Microsoft.Resources/deployments/${name}`;
  await put(lane, id, versions.deployment, { properties });
}

/** A fault that befalls nobody. */
async function dealFault(lane: Lane): Promise<void> {
  const { session, number, ids } = lane;
  const path = `/sandbox/faults/lane-${number}`;
  const read = async (other: Session): Promise<string | undefined> => {
    const { body } = await other.send('GET', '/sandbox/faults');
    const { value } = body as { value: { name: string; message: string }[] };
    return value.find(({ name }) => name === `lane-${number}`)?.message;
  };
  const value = { name: path, home: ids.group.slice(0, ids.group.indexOf('/resourceGroups')), read };
  const message = session.ledger.revision();
  const fault = { operation: 'Workspaces_Diagnose', kind: 'operation-fails', message };
  if (pick(lane, [true, false]))
    await session.ledger.change(value, message, () => expectOk(lane, 'PUT', path, fault));
  else await session.ledger.change(value, undefined, () => expectOk(lane, 'DELETE', path));
}

/** The whole group of a lane goes, with all that is in it. */
async function deleteAll(lane: Lane): Promise<void> {
  await needGroup(lane);
  // A workspace that goes with its group keeps its name.
  if (lane.session.ledger.has(lane.ids.workspace)) await deleteWorkspace(lane);
  await lane.session.resources.resourceGroups.beginDeleteAndWait(nameOf(lane.ids.group), polling);
}

/** Work on what Azure Resource Manager and Storage keep. */
export const resourceWork: Readonly<Record<string, Work>> = {
  churnGroup,
  churnVault,
  writeBlobs,
  rotateKey,
  assignRole,
  deployTemplate,
  dealFault,
  deleteAll,
};
