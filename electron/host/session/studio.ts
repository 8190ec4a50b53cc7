import type { AssetName } from '../../azure/assets.ts';
import { listComponents } from '../../azure/components.ts';
import { listComputes } from '../../azure/computes.ts';
import type { Connection, Scope } from '../../azure/connection.ts';
import { getDocument, type Collection } from '../../azure/documents.ts';
import { listDataAssets } from '../../azure/data-assets.ts';
import { listDatastores } from '../../azure/datastores.ts';
import { listDeployments } from '../../azure/deployments.ts';
import { listEnvironments } from '../../azure/environments.ts';
import { listJobs } from '../../azure/jobs.ts';
import { listModels } from '../../azure/models.ts';
import { listOnlineEndpoints } from '../../azure/online-endpoints.ts';
import type { SessionOutput } from '../../contract/session.ts';
import { notInStudio } from '../errors.ts';
import type { Host } from '../host.ts';
import { withoutSecrets } from '../trace.ts';
import { studioLinks, type StudioLinks } from './studio-links.ts';

type Studio = SessionOutput<'studio.read'>;
type Item = Studio['sections'][number]['items'][number];

const named = (name: string): Item => ({ name, facts: [] });
const asset = ({ name, latestVersion }: AssetName): Item => ({ name, facts: [['version', latestVersion]] });

/** Everything in a workspace, kind by kind. */
const sections: Readonly<Record<string, (connection: Connection, scope: Scope) => Promise<Item[]>>> = {
  data: async (connection, scope) => (await listDataAssets(connection, scope)).map(asset),
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
      name,
      facts: [
        ['pipeline', displayName],
        ['state', status],
        ['experiment', experiment],
      ],
    })),
  experiments: async (connection, scope) => {
    const jobs = await listJobs(connection, scope);
    return [...new Set(jobs.map(({ experiment }) => experiment))].map((name) => {
      const of = jobs.filter(({ experiment }) => experiment === name);
      return {
        name,
        facts: [
          ['jobs', String(of.length)],
          ['completed', String(of.filter(({ status }) => status === 'Completed').length)],
        ],
      };
    });
  },
  components: async (connection, scope) => (await listComponents(connection, scope)).map(asset),
  environments: async (connection, scope) => (await listEnvironments(connection, scope)).map(asset),
  models: async (connection, scope) => (await listModels(connection, scope)).map(asset),
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
  const { scope } = state;
  const links = (section?: string): StudioLinks => studioLinks(connection, scope, section);
  const pipelines = { id: 'pipelines', items: state.drawings().map(named), link: links('pipelines').studio };
  if (!scope) return { workspace: null, links: links(), sections: [pipelines] };
  const listed = await Promise.all(
    Object.entries(sections).map(async ([id, read]) => ({
      id,
      items: await read(connection, scope),
      link: links(id).studio,
    })),
  );
  return { workspace: scope.workspace, links: links(), sections: [...listed, pipelines] };
}

/** Where the description of a thing lies in Azure; what is missing has none. */
const collections: Readonly<Record<string, Collection>> = {
  data: 'data',
  datastores: 'datastores',
  computes: 'computes',
  jobs: 'jobs',
  components: 'components',
  environments: 'environments',
  models: 'models',
  endpoints: 'onlineEndpoints',
};

/** One thing of the workspace: what the list says of it, and Azure's own description without its secrets. */
export async function readStudioItem(
  host: Host,
  section: string,
  name: string,
): Promise<SessionOutput<'studio.item'>> {
  const { state, connection } = host;
  const { scope } = state;
  const link = studioLinks(connection, scope, section, name).studio;
  if (section === 'pipelines') return { facts: [], document: null, graph: state.drawing(name) ?? null, link };
  if (!scope || !Object.hasOwn(sections, section)) throw notInStudio(name);
  const item = (await sections[section](connection, scope)).find((one) => one.name === name);
  if (!item) throw notInStudio(name);
  const collection = Object.hasOwn(collections, section) ? collections[section] : undefined;
  const document = collection && (await getDocument(connection, scope, collection, name));
  return {
    facts: item.facts,
    document: document === undefined ? null : withoutSecrets(JSON.stringify(document)),
    graph: null,
    link,
  };
}
