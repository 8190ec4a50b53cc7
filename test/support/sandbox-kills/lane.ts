import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../../engine/random.ts';
import type { Session } from './session.ts';

/** One of several who work side by side, each in a resource group of its own. */
export interface Lane {
  readonly session: Session;
  readonly random: Random;
  readonly number: number;
  readonly ids: Readonly<
    Record<
      'group' | 'account' | 'vault' | 'insights' | 'workspace' | 'cluster' | 'endpoint' | 'batch',
      string
    >
  >;
}

/** A piece of work that is done again and again; it finds what the one before has left. */
export type Work = (lane: Lane) => Promise<void>;

export const versions = {
  group: '2021-04-01',
  deployment: '2021-04-01',
  storage: '2023-01-01',
  vault: '2023-02-01',
  insights: '2020-02-02',
  role: '2022-04-01',
  learning: '2022-10-01',
} as const;

export const location = 'westeurope';
export const polling = { updateIntervalInMs: 10 };

/** A lane and the names in it. */
export function openLane(session: Session, number: number, random: Random): Lane {
  const group = `/subscriptions/${session.facts.subscription}/resourceGroups/rg-lane-${number}`;
  const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/mlw-lane-${number}`;
  const ids = {
    group,
    account: `${group}/providers/Microsoft.Storage/storageAccounts/stlane${number}`,
    vault: `${group}/providers/Microsoft.KeyVault/vaults/kv-lane-${number}`,
    insights: `${group}/providers/Microsoft.Insights/components/appi-lane-${number}`,
    workspace,
    cluster: `${workspace}/computes/cpu`,
    endpoint: `${workspace}/onlineEndpoints/online-${number}`,
    batch: `${workspace}/batchEndpoints/batch-${number}`,
  };
  return { session, random, number, ids };
}

export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** The names by which Microsoft's clients ask for a lane's workspace. */
export function scopeOf({ ids }: Lane): [group: string, workspace: string] {
  return [nameOf(ids.group), nameOf(ids.workspace)];
}

/** Creates or changes a resource by Microsoft's client, and waits until it is there. */
export async function put({ session }: Lane, id: string, apiVersion: string, body: object): Promise<void> {
  await session.resources.resources.beginCreateOrUpdateByIdAndWait(id, apiVersion, body, polling);
}

/** Deletes a resource by Microsoft's client, and waits until it is gone. */
export async function remove({ session }: Lane, id: string, apiVersion: string): Promise<void> {
  await session.resources.resources.beginDeleteByIdAndWait(id, apiVersion, polling);
}

/** One of several, by chance. */
export function pick<Item>({ random }: Lane, items: readonly Item[]): Item {
  return items[random.integer(items.length)];
}

/** A call that is to succeed. Error: what was answered instead. */
export async function expectOk(
  { session }: Lane,
  method: string,
  path: string,
  body?: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  const reply = await session.send(method, path, body);
  if (reply.status < 300) return reply.body ?? {};
  throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
}

/** The group of a lane. */
export async function needGroup(lane: Lane): Promise<void> {
  const { session, ids } = lane;
  if (session.ledger.has(ids.group)) return;
  const revision = session.ledger.revision();
  await session.resources.resourceGroups.createOrUpdate(nameOf(ids.group), { location, tags: { revision } });
}

/** The storage account of a lane. */
export async function needAccount(lane: Lane): Promise<void> {
  await needGroup(lane);
  const { session, ids } = lane;
  if (session.ledger.has(ids.account)) return;
  await put(lane, ids.account, versions.storage, accountBody(session.ledger.revision()));
}

export function accountBody(revision: string): object {
  return { location, kind: 'StorageV2', sku: { name: 'Standard_LRS' }, tags: { revision, again: revision } };
}

/** The workspace of a lane, with what it leans on. */
export async function needWorkspace(lane: Lane): Promise<void> {
  await needAccount(lane);
  const { session, ids } = lane;
  const { ledger, facts } = session;
  if (ledger.has(ids.workspace)) return;
  if (!ledger.has(ids.vault)) {
    await purgeVault(lane, ids.vault);
    const properties = { tenantId: facts.tenant, sku: { family: 'A', name: 'standard' }, accessPolicies: [] };
    await put(lane, ids.vault, versions.vault, {
      location,
      tags: { revision: ledger.revision() },
      properties,
    });
  }
  if (!ledger.has(ids.insights)) {
    const properties = { Application_Type: 'web' };
    const tags = { revision: ledger.revision() };
    await put(lane, ids.insights, versions.insights, { location, kind: 'web', tags, properties });
  }
  const revision = ledger.revision();
  await session.machineLearning.workspaces.beginCreateOrUpdateAndWait(
    ...scopeOf(lane),
    {
      location,
      tags: { revision },
      identity: { type: 'SystemAssigned' },
      description: revision,
      storageAccount: ids.account,
      keyVault: ids.vault,
      applicationInsights: ids.insights,
    },
    polling,
  );
}

/** Where a vault is when it was deleted. */
export function deletedVault({ session }: Lane, id: string): string {
  const provider = `/subscriptions/${session.facts.subscription}/providers/Microsoft.KeyVault`;
  return `${provider}/locations/${location}/deletedVaults/${nameOf(id)}`;
}

/** Frees the name of a vault that went with its group. */
export async function purgeVault(lane: Lane, id: string): Promise<void> {
  const deleted = deletedVault(lane, id);
  const query = `?api-version=${versions.vault}`;
  if ((await lane.session.send('GET', deleted + query)).status !== 200) return;
  await expectOk(lane, 'POST', `${deleted}/purge${query}`);
}

/** A workspace that goes for good, with all that is in it. */
export async function deleteWorkspace(lane: Lane): Promise<void> {
  const { ids, session } = lane;
  const query = `?api-version=${versions.learning}`;
  await expectOk(lane, 'DELETE', `${ids.workspace}${query}&forceToPurge=true`);
  while ((await session.send('GET', ids.workspace + query)).status !== 404) await delay(10);
}

/** The cluster of a lane: two nodes at most. */
export async function needCluster(lane: Lane): Promise<void> {
  await needWorkspace(lane);
  if (lane.session.ledger.has(lane.ids.cluster)) return;
  await scaleCluster(lane, 2);
}

/** Creates the cluster of a lane, or changes how far it scales. */
export async function scaleCluster(lane: Lane, maxNodeCount: number): Promise<void> {
  const { session, ids } = lane;
  const revision = session.ledger.revision();
  await session.machineLearning.computeOperations.beginCreateOrUpdateAndWait(
    ...scopeOf(lane),
    nameOf(ids.cluster),
    {
      location,
      tags: { revision },
      properties: {
        computeType: 'AmlCompute',
        description: revision,
        properties: { vmSize: 'Standard_DS2_v2', scaleSettings: { minNodeCount: 0, maxNodeCount } },
      },
    },
    polling,
  );
}
