import { serializePipeline } from '../../../engine/pipeline/pipeline.ts';
import { assertValid } from '../../../engine/pipeline/validate.ts';
import { uploadText } from '../../azure/blobs.ts';
import { getCompute } from '../../azure/computes.ts';
import { getDefaultDatastore } from '../../azure/datastores.ts';
import { createDeployment } from '../../azure/deployments.ts';
import { workspaceId } from '../../azure/ids.ts';
import { getEndpointMetrics } from '../../azure/metrics.ts';
import { getModel, registerModel } from '../../azure/models.ts';
import {
  createOnlineEndpoint,
  getOnlineEndpoint,
  listEndpointKeys,
  setTraffic,
} from '../../azure/online-endpoints.ts';
import { invokeEndpoint } from '../../azure/scoring.ts';
import type { Json } from '../../store/journal-line.ts';
import { consumeCode } from '../consume-code.ts';
import type { HostContext, OperationHandlers } from '../context.ts';
import { notInWorkspace } from '../errors.ts';
import { scoringRequest } from '../scoring-request.ts';
import { requireDrawing, requireScope } from '../scope.ts';

export const endpointHandlers: OperationHandlers<
  | 'model.register'
  | 'endpoint.create'
  | 'deployment.create'
  | 'endpoint.set-traffic'
  | 'endpoint.invoke'
  | 'endpoint.consume'
  | 'endpoint.show-keys'
  | 'endpoint.watch'
> = {
  async 'model.register'({ model, pipeline }, context) {
    const { connection, progress } = context;
    const scope = requireScope(context);
    const drawing = requireDrawing(context, pipeline);
    assertValid(drawing);
    const store = await getDefaultDatastore(connection, scope);
    if (!store) throw notInWorkspace('datastore', 'workspaceblobstore');
    const newest = await getModel(connection, scope, model);
    const version = String(newest ? Number(newest.version) + 1 : 1);
    const folder = `models/${model}/${version}`;
    progress('Uploading the model');
    await uploadText(connection, {
      resourceGroup: scope.resourceGroup,
      account: store.account,
      container: store.container,
      blob: `${folder}/inference-pipeline.json`,
      text: serializePipeline(drawing),
    });
    const uri = `${workspaceUri(context)}/datastores/${store.name}/paths/${folder}`;
    const { id } = await registerModel(connection, scope, {
      name: model,
      version,
      type: 'custom_model',
      uri,
    });
    return { id, version };
  },

  async 'endpoint.create'({ endpoint, compute }, context) {
    const { connection, state, signal } = context;
    const { region: location, ...scope } = requireScope(context);
    const attached = compute === undefined ? undefined : await getCompute(connection, scope, compute);
    if (compute !== undefined && !attached) throw notInWorkspace('compute', compute);
    state.noteCreation(`${workspaceId(connection, scope)}/onlineEndpoints/${endpoint}`, 'online endpoint');
    const { id } = await createOnlineEndpoint(
      connection,
      scope,
      { name: endpoint, location, ...(attached && { compute: attached.id }) },
      { signal },
    );
    return { id };
  },

  async 'deployment.create'({ endpoint, deployment, model, size, instances }, context) {
    const { connection, signal } = context;
    const { region: location, ...scope } = requireScope(context);
    const behind = await getOnlineEndpoint(connection, scope, endpoint);
    if (!behind) throw notInWorkspace('endpoint', endpoint);
    const newest = await getModel(connection, scope, model);
    if (!newest) throw notInWorkspace('model', model);
    const { id } = await createDeployment(
      connection,
      scope,
      {
        endpoint,
        name: deployment,
        modelId: newest.id,
        instanceType: size,
        instanceCount: instances,
        kind: behind.compute === undefined ? 'Managed' : 'Kubernetes',
        location,
      },
      { signal },
    );
    return { id };
  },

  async 'endpoint.set-traffic'({ endpoint, traffic }, context) {
    const { connection, signal } = context;
    const { id } = await setTraffic(connection, requireScope(context), endpoint, traffic, { signal });
    return { id };
  },

  async 'endpoint.invoke'({ endpoint, deployment, rows, format }, context) {
    const { state, signal } = context;
    const { scoringUri, key } = await keyOf(context, endpoint);
    const request = scoringRequest(rows, format);
    const reply = await invokeEndpoint({
      scoringUri,
      key,
      body: request,
      ...(deployment !== undefined && { deployment }),
      ...(signal && { signal }),
    });
    const { status, body: response, headers, milliseconds } = reply;
    state.noteConsoleAnswer(endpoint, {
      scoringUri,
      request: request as Json,
      status,
      response: response as Json,
    });
    const answered = headers['azureml-model-deployment'] ?? null;
    return { scoringUri, request, status, response, deployment: answered, milliseconds };
  },

  async 'endpoint.consume'({ endpoint }, context) {
    const { connection } = context;
    const { scoringUri } = await keyOf(context, endpoint);
    const { primary, secondary } = await listEndpointKeys(connection, requireScope(context), endpoint);
    const rows = exampleRows(context, endpoint);
    return {
      scoringUri,
      keys: { primary: mask(primary), secondary: mask(secondary) },
      code: consumeCode(scoringUri, scoringRequest(rows, 'web-service')),
    };
  },

  'endpoint.show-keys': ({ endpoint }, context) =>
    listEndpointKeys(context.connection, requireScope(context), endpoint),

  async 'endpoint.watch'({ endpoint }, context) {
    const found = await getOnlineEndpoint(context.connection, requireScope(context), endpoint);
    if (!found) throw notInWorkspace('endpoint', endpoint);
    return getEndpointMetrics(context.connection, found.id);
  },
};

function workspaceUri(context: HostContext): string {
  const { resourceGroup, workspace } = requireScope(context);
  return `azureml://subscriptions/${context.connection.subscription}/resourcegroups/${resourceGroup}/workspaces/${workspace}`;
}

async function keyOf(context: HostContext, endpoint: string): Promise<{ scoringUri: string; key: string }> {
  const { connection } = context;
  const scope = requireScope(context);
  const found = await getOnlineEndpoint(connection, scope, endpoint);
  if (found?.scoringUri === undefined) throw notInWorkspace('endpoint', endpoint);
  const { primary } = await listEndpointKeys(connection, scope, endpoint);
  return { scoringUri: found.scoringUri, key: primary };
}

/** The rows that the learner sent last; an empty one where none was sent yet. */
function exampleRows({ state }: HostContext, endpoint: string): Record<string, string | number | null>[] {
  const request = state.consoleAnswer(endpoint)?.request as
    { Inputs?: { WebServiceInput0?: Record<string, string | number | null>[] } } | undefined;
  return request?.Inputs?.WebServiceInput0?.slice(0, 1) ?? [{}];
}

/** Enough of a key to recognise it. */
function mask(key: string): string {
  return `${key.slice(0, 4)}…`;
}
