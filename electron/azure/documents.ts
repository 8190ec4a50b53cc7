import { find } from './call.ts';
import type { Connection, Scope } from './connection.ts';
import { workspaceId } from './ids.ts';
import { requestJson } from './request.ts';

const apiVersion = '2022-10-01';

/** Kinds of things in a workspace, by the last part of their address in Azure. */
export type Collection =
  'data' | 'datastores' | 'computes' | 'jobs' | 'components' | 'environments' | 'models' | 'onlineEndpoints';

const versioned: ReadonlySet<Collection> = new Set(['data', 'components', 'environments', 'models']);

/** A thing as Azure describes it; of what has versions the newest. `undefined` where there is no such thing. */
export async function getDocument(
  connection: Connection,
  scope: Scope,
  collection: Collection,
  name: string,
): Promise<unknown> {
  const path = `${workspaceId(connection, scope)}/${collection}/${encodeURIComponent(name)}`;
  const read = (address: string): Promise<unknown> =>
    find(() => requestJson(connection, 'GET', `${address}?api-version=${apiVersion}`));
  const found = await read(path);
  if (!versioned.has(collection) || found === undefined) return found;
  const { properties } = found as { properties?: { latestVersion?: string } };
  const version = properties?.latestVersion;
  return version === undefined ? found : ((await read(`${path}/versions/${version}`)) ?? found);
}
