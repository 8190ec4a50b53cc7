import { listComponents } from '../../azure/components.ts';
import { listComputes } from '../../azure/computes.ts';
import type { Connection, Scope } from '../../azure/connection.ts';
import { listDataAssets } from '../../azure/data-assets.ts';
import { listDatastores } from '../../azure/datastores.ts';
import { listDeployments } from '../../azure/deployments.ts';
import { listEnvironments } from '../../azure/environments.ts';
import { listJobs } from '../../azure/jobs.ts';
import { listModels } from '../../azure/models.ts';
import { listOnlineEndpoints } from '../../azure/online-endpoints.ts';
import type { SessionOutput } from '../../contract/session.ts';
import type { Host } from '../host.ts';

type Studio = SessionOutput<'studio.read'>;
type Item = Studio['sections'][number]['items'][number];

const named = (name: string): Item => ({ name, facts: [] });

/** Everything in a workspace, kind by kind. */
const sections: Readonly<Record<string, (connection: Connection, scope: Scope) => Promise<Item[]>>> = {
  data: async (connection, scope) => (await listDataAssets(connection, scope)).map(named),
  datastores: async (connection, scope) =>
    (await listDatastores(connection, scope)).map(({ name, account, container }) => ({
      name,
      facts: [
        ['account', account],
        ['container', container],
      ],
    })),
  computes: async (connection, scope) =>
    (await listComputes(connection, scope)).map(({ name, computeType, size, state, instanceState }) => ({
      name,
      facts: [
        ['type', computeType],
        ['size', size],
        ['state', instanceState ?? state],
      ],
    })),
  jobs: async (connection, scope) =>
    (await listJobs(connection, scope)).map(({ name, displayName, status, experiment }) => ({
      name: displayName,
      facts: [
        ['job', name],
        ['state', status],
        ['experiment', experiment],
      ],
    })),
  components: async (connection, scope) => (await listComponents(connection, scope)).map(named),
  environments: async (connection, scope) => (await listEnvironments(connection, scope)).map(named),
  models: async (connection, scope) => (await listModels(connection, scope)).map(named),
  endpoints: async (connection, scope) => {
    const endpoints = await listOnlineEndpoints(connection, scope);
    return Promise.all(
      endpoints.map(async ({ name, state, traffic }): Promise<Item> => {
        const deployments = await listDeployments(connection, scope, name);
        return {
          name,
          facts: [
            ['state', state],
            ...deployments.map((deployment): [string, string] => [
              deployment.name,
              `${deployment.state} · ${traffic[deployment.name] ?? 0} %`,
            ]),
          ],
        };
      }),
    );
  },
};

/** Lists everything in the learner's workspace; what they have drawn stands with it. */
export async function readStudio(host: Host): Promise<Studio> {
  const { state, connection } = host;
  const pipelines = { id: 'pipelines', items: state.drawings().map(named) };
  const { scope } = state;
  if (!scope) return { workspace: null, sections: [pipelines] };
  const listed = await Promise.all(
    Object.entries(sections).map(async ([id, read]) => ({ id, items: await read(connection, scope) })),
  );
  return { workspace: scope.workspace, sections: [...listed, pipelines] };
}
