import { collectsInputs, listDeployments, type Deployment } from '../../azure/deployments.ts';
import { getOnlineEndpoint, listOnlineEndpoints } from '../../azure/online-endpoints.ts';
import type { OperationOutput } from '../../contract/operations.ts';
import { EngineError } from '../../../engine/errors.ts';
import { maskKey } from '../console/console-state.ts';
import { needsConfirmation, parseAddress, placeId, resolvePlace, type Place } from '../console/place.ts';
import { findSchema } from '../console/service-schema.ts';
import type { HostContext, OperationHandlers } from '../context.ts';
import { notInWorkspace } from '../errors.ts';
import { requireScope } from '../scope.ts';

type Description = OperationOutput<'endpoint.describe'>;

/** Which endpoints there are, and what each takes and gives. */
export const placeHandlers: OperationHandlers<
  | 'endpoint.list'
  | 'endpoint.describe'
  | 'endpoint.open-address'
  | 'endpoint.forget-address'
  | 'endpoint.history'
  | 'endpoint.clear-history'
> = {
  async 'endpoint.list'(_, { state, ...context }) {
    const { scope } = state;
    const endpoints = scope ? await listOnlineEndpoints(context.connection, scope) : [];
    return {
      endpoints: endpoints.map(({ name, state: is, scoringUri }) => ({
        name,
        state: is,
        scoringUri: scoringUri ?? null,
      })),
      others: state.console.addresses().map((url) => ({ url, key: maskOrNull(state.console.key(url)) })),
    };
  },

  async 'endpoint.describe'(input, context) {
    const place = await resolvePlace(context, input);
    return place.endpoint === undefined ? describeAddress(context, place) : describeEndpoint(context, place);
  },

  async 'endpoint.open-address'({ url: written, key, confirm }, context) {
    const { console } = context.state;
    const url = parseAddress(written);
    if (confirm) console.trust(url.host);
    const mustConfirm = await needsConfirmation(context, url);
    if (!mustConfirm) console.noteAddress(url.href);
    if (key !== undefined) console.setKey(url.href, key.trim());
    return {
      url: url.href,
      host: url.host,
      needsConfirmation: mustConfirm,
      key: maskOrNull(console.key(url.href)),
    };
  },

  'endpoint.forget-address'({ url: written }, { state }) {
    const { href } = parseAddress(written);
    state.console.forgetAddress(href);
    state.console.clearHistory(placeId({ url: href }));
    return Promise.resolve({});
  },

  'endpoint.history': (input, { state }) =>
    Promise.resolve({ entries: state.console.history(placeId(input)) }),

  'endpoint.clear-history'(input, { state }) {
    state.console.clearHistory(placeId(input));
    return Promise.resolve({});
  },
};

async function describeEndpoint(context: HostContext, place: Place): Promise<Description> {
  const { connection } = context;
  const scope = requireScope(context);
  const name = place.endpoint ?? '';
  const found = await getOnlineEndpoint(connection, scope, name);
  if (!found) throw notInWorkspace('endpoint', name);
  const deployments = await listDeployments(connection, scope, name);
  const describe = async (deployment: Deployment): Promise<Description['deployments'][number]> => ({
    name: deployment.name,
    state: deployment.state,
    traffic: found.traffic[deployment.name] ?? 0,
    model: deployment.model.replace(/^.*\/models\/([^/]+)\/versions\/([^/]+)$/, '$1:$2'),
    collectsData: await collectsInputs(connection, deployment.id).catch(orNull),
    ...(await findSchema(context, place, deployment)),
  });
  return {
    name,
    state: found.state,
    scoringUri: place.scoringUri,
    key: maskOrNull(place.key),
    isSandbox: connection.kind === 'sandbox',
    deployments: await Promise.all(deployments.map(describe)),
  };
}

/** An address of its own has one deployment that nobody names: the one that answers. */
async function describeAddress(context: HostContext, place: Place): Promise<Description> {
  const { host } = new URL(place.scoringUri);
  const found = await findSchema(context, place);
  return {
    name: host,
    state: 'Unknown',
    scoringUri: place.scoringUri,
    key: maskOrNull(place.key),
    isSandbox: false,
    deployments: found.schema
      ? [{ name: '', state: 'Unknown', traffic: 100, model: '', collectsData: null, ...found }]
      : [],
  };
}

function maskOrNull(key: string | undefined): string | null {
  return key === undefined ? null : maskKey(key);
}

function orNull(error: unknown): null {
  if (error instanceof EngineError) return null;
  throw error;
}
