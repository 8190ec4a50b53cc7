import { EngineError } from '../../../engine/errors.ts';
import { parsePipeline, serializePipeline, type Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { assertValid } from '../../../engine/pipeline/validate.ts';
import { uploadText } from '../../azure/blobs.ts';
import { getCompute } from '../../azure/computes.ts';
import { getDefaultDatastore } from '../../azure/datastores.ts';
import { createDeployment, getDeploymentLogs } from '../../azure/deployments.ts';
import { workspaceId } from '../../azure/ids.ts';
import { getModel, registerModel } from '../../azure/models.ts';
import { createOnlineEndpoint, getOnlineEndpoint, setTraffic } from '../../azure/online-endpoints.ts';
import type { HostContext, OperationHandlers } from '../context.ts';
import { notInWorkspace } from '../errors.ts';
import { requireDrawing, requireScope } from '../scope.ts';
import { readUserText } from '../user-files.ts';
import { keyHandlers } from './endpoint-keys.ts';
import { invokeHandlers } from './endpoint-invoke.ts';
import { monitorHandlers } from './endpoint-monitor.ts';
import { placeHandlers } from './endpoint-places.ts';

const deployHandlers: OperationHandlers<
  'model.register' | 'model.upload' | 'endpoint.create' | 'deployment.create' | 'endpoint.set-traffic'
> = {
  'model.register': ({ model, pipeline }, context) =>
    putModel(model, requireDrawing(context, pipeline), context),

  'model.upload': ({ model, file }, context) => putModel(model, parsePipeline(readUserText(file)), context),

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
    const place = { endpoint, name: deployment };
    const { id } = await createDeployment(
      connection,
      scope,
      {
        ...place,
        modelId: newest.id,
        instanceType: size,
        instanceCount: instances,
        kind: behind.compute === undefined ? 'Managed' : 'Kubernetes',
        location,
      },
      { signal },
    ).catch(async (error: unknown) => {
      throw await withLog(error, () => getDeploymentLogs(connection, scope, place, lastLines));
    });
    return { id };
  },

  async 'endpoint.set-traffic'({ endpoint, traffic }, context) {
    const { connection, signal } = context;
    const { id } = await setTraffic(connection, requireScope(context), endpoint, traffic, { signal });
    return { id };
  },
};

/** How many lines of a log an error brings along. */
const lastLines = 20;

/** Why a deployment does not turn healthy, with the end of its log: it says what the message does not. */
async function withLog(error: unknown, read: () => Promise<string>): Promise<unknown> {
  if (!(error instanceof EngineError) || error.code !== 'deployment-not-healthy') return error;
  const log = await read().catch(() => '');
  return new EngineError(error.code, error.message, error.hint, { ...error.details, log });
}

/** Registers an inference pipeline as the next version of a model. */
async function putModel(
  model: string,
  drawing: Pipeline,
  context: HostContext,
): Promise<{ id: string; version: string }> {
  const { connection, progress } = context;
  const scope = requireScope(context);
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
}

function workspaceUri(context: HostContext): string {
  const { resourceGroup, workspace } = requireScope(context);
  return `azureml://subscriptions/${context.connection.subscription}/resourcegroups/${resourceGroup}/workspaces/${workspace}`;
}

/** All that is done with endpoints. */
export const endpointHandlers = {
  ...deployHandlers,
  ...placeHandlers,
  ...invokeHandlers,
  ...keyHandlers,
  ...monitorHandlers,
};
