import { serializePipeline } from '../../../engine/pipeline/pipeline.ts';
import { assertValid } from '../../../engine/pipeline/validate.ts';
import { uploadText } from '../../azure/blobs.ts';
import { getCompute } from '../../azure/computes.ts';
import { getDefaultDatastore } from '../../azure/datastores.ts';
import { createDeployment } from '../../azure/deployments.ts';
import { workspaceId } from '../../azure/ids.ts';
import { getModel, registerModel } from '../../azure/models.ts';
import { createOnlineEndpoint, getOnlineEndpoint, setTraffic } from '../../azure/online-endpoints.ts';
import type { HostContext, OperationHandlers } from '../context.ts';
import { notInWorkspace } from '../errors.ts';
import { requireDrawing, requireScope } from '../scope.ts';
import { keyHandlers } from './endpoint-keys.ts';
import { invokeHandlers } from './endpoint-invoke.ts';
import { monitorHandlers } from './endpoint-monitor.ts';
import { placeHandlers } from './endpoint-places.ts';

const deployHandlers: OperationHandlers<
  'model.register' | 'endpoint.create' | 'deployment.create' | 'endpoint.set-traffic'
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
};

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
