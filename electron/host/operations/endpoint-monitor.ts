import { readCollectedInputs } from '../../azure/collected-data.ts';
import { getDefaultDatastore } from '../../azure/datastores.ts';
import {
  collectsInputs,
  getDeployment,
  setInputCollection,
  type Deployment,
} from '../../azure/deployments.ts';
import {
  getEndpointMetrics,
  metricsGrains,
  readEndpointMetrics,
  sumMetrics,
  type MetricsGrain,
} from '../../azure/metrics.ts';
import { getOnlineEndpoint } from '../../azure/online-endpoints.ts';
import type { OperationOutput } from '../../contract/operations.ts';
import { compareInputs } from '../console/input-drift.ts';
import { resolvePlace } from '../console/place.ts';
import { findSchema } from '../console/service-schema.ts';
import { dataAssetNames, findTrainingData, readTraining } from '../console/training-data.ts';
import type { HostContext, OperationHandlers } from '../context.ts';
import { notInWorkspace, schemaNotKnown } from '../errors.ts';
import { requireScope } from '../scope.ts';

/** More points than this are no picture any more. */
const mostPoints = 150;
const mostRows = 5000;

/** An endpoint at work: how much it is asked, how fast it answers, and whether it is asked what it has learnt. */
export const monitorHandlers: OperationHandlers<
  'endpoint.watch' | 'endpoint.metrics' | 'endpoint.drift' | 'deployment.collect-data'
> = {
  async 'endpoint.watch'({ endpoint }, context) {
    return getEndpointMetrics(context.connection, await endpointId(context, endpoint));
  },

  async 'endpoint.metrics'({ endpoint, deployment, hours }, context) {
    const id = await endpointId(context, endpoint);
    const to = Date.now();
    const from = to - hours * 3_600_000;
    const grain = grainFor(hours * 3600);
    const points = await readEndpointMetrics(context.connection, id, { from, to, grain, deployment });
    const p95s = points.flatMap(({ p95 }) => p95 ?? []);
    return {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      seconds: metricsGrains[grain],
      points: points.map(({ at, requests, p50, p95, p99 }) => ({
        at: new Date(at).toISOString(),
        requests: { ...requests },
        p50,
        p95,
        p99,
      })),
      totals: { ...sumMetrics(points), p95: p95s.length > 0 ? Math.max(...p95s) : null },
    };
  },

  async 'endpoint.drift'({ endpoint, deployment: name, hours, data }, context) {
    const { connection } = context;
    const deployment = await requireDeployment(context, endpoint, name);
    const { schema } = await findSchema(context, await resolvePlace(context, { endpoint }), deployment);
    if (!schema) throw schemaNotKnown(endpoint);
    const { columns } = schema;
    const reference =
      data === undefined
        ? await findTrainingData(context, columns)
        : await readTraining(context, columns, data);
    const collects = await collectsInputs(connection, deployment.id);
    const { rows, isCut } = await collectedRows(context, { endpoint, name }, hours);
    const names = new Set(columns.map((column) => column.name));
    const compared: OperationOutput<'endpoint.drift'>['columns'] =
      reference && rows.length > 0
        ? reference.table.columns
            .filter((column) => names.has(column.name))
            .map((column) => compareInputs(column, rows))
        : [];
    return {
      collects,
      rows: rows.length,
      isCut,
      reference: reference
        ? { name: reference.name, version: reference.version, rows: reference.table.rowCount }
        : null,
      assets: await dataAssetNames(context),
      columns: compared,
    };
  },

  async 'deployment.collect-data'({ endpoint, deployment: name, isOn }, context) {
    const { connection, signal } = context;
    const { id } = await requireDeployment(context, endpoint, name);
    await setInputCollection(connection, id, isOn, { signal });
    return { id };
  },
};

async function endpointId(context: HostContext, endpoint: string): Promise<string> {
  const found = await getOnlineEndpoint(context.connection, requireScope(context), endpoint);
  if (!found) throw notInWorkspace('endpoint', endpoint);
  return found.id;
}

async function requireDeployment(context: HostContext, endpoint: string, name: string): Promise<Deployment> {
  const found = await getDeployment(context.connection, requireScope(context), { endpoint, name });
  if (!found) throw notInWorkspace('deployment', name);
  return found;
}

/** The finest grain that a range is not too long for. */
function grainFor(seconds: number): MetricsGrain {
  const grains = Object.keys(metricsGrains) as MetricsGrain[];
  return grains.find((grain) => seconds / metricsGrains[grain] <= mostPoints) ?? 'P1D';
}

async function collectedRows(
  context: HostContext,
  deployment: { readonly endpoint: string; readonly name: string },
  hours: number,
): ReturnType<typeof readCollectedInputs> {
  const { connection } = context;
  const scope = requireScope(context);
  const store = await getDefaultDatastore(connection, scope);
  if (!store) throw notInWorkspace('datastore', 'workspaceblobstore');
  const { account, container } = store;
  return readCollectedInputs(
    connection,
    { resourceGroup: scope.resourceGroup, account, container },
    { deployment, since: new Date(Date.now() - hours * 3_600_000), mostRows },
  );
}
