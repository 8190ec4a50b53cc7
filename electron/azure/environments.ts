import { list } from './call.ts';
import { clientsOf } from './clients.ts';
import type { Connection, Scope } from './connection.ts';

/** The names of all environments that a workspace has of its own. */
export async function listEnvironments(
  connection: Connection,
  { resourceGroup, workspace }: Scope,
): Promise<string[]> {
  const { environmentContainers } = clientsOf(connection).machineLearning;
  return (await list(environmentContainers.list(resourceGroup, workspace))).map(({ name = '' }) => name);
}
