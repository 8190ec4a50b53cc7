import { ArmError, invalidContent } from '../arm-error.ts';
import { isObject } from '../envelope.ts';
import { nameRule } from '../online-endpoints/online-endpoints.ts';
import type { CompletedResource, ResourceDraft, ResourceType } from '../providers/resource-type.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';
import { requireBatchEndpoint } from './batch-endpoints.ts';
import { checkRetrySettings, readScoringSettings, scoringDefaults } from './scoring-settings.ts';

/** How a batch deployment runs unless it says otherwise. */
const defaults = {
  ...scoringDefaults,
  loggingLevel: 'Info',
  maxConcurrencyPerInstance: 1,
  retrySettings: { maxRetries: 3, timeout: 'PT30S' },
};

export const batchDeployment: ResourceType = {
  provider: 'Microsoft.MachineLearningServices',
  type: 'workspaces/batchEndpoints/deployments',
  operations: 'BatchDeployments',
  nameRule,
  seconds: { create: 30, delete: 20 },
  patch: true,
  complete,
  checkDelete({ id, name }, _, world) {
    const chosen = requireBatchEndpoint(world, id).properties.defaults;
    if (!isObject(chosen) || textOf(chosen.deploymentName).toLowerCase() !== name.toLowerCase()) return;
    throw new ArmError(
      400,
      'UserError',
      `The deployment '${name}' is the default of its endpoint. Choose another default before deleting it.`,
    );
  },
};

function complete({ properties, id, name }: ResourceDraft, world: World): CompletedResource {
  const endpoint = requireBatchEndpoint(world, id);
  if (world.resources.state(endpoint) !== 'Succeeded') {
    throw new ArmError(409, 'Conflict', `The endpoint '${endpoint.name}' is not ready yet.`);
  }
  const { compute, model } = properties;
  const cluster = typeof compute === 'string' ? world.resources.find(compute) : undefined;
  if (cluster?.properties.computeType !== 'AmlCompute') {
    throw new ArmError(
      400,
      'UserError',
      `The compute '${textOf(compute)}' of the deployment '${name}' is no cluster of the workspace.`,
    );
  }
  if (!isObject(model) || model.referenceType !== 'Id') {
    throw invalidContent("The 'model' of a batch deployment is a reference of the type Id.");
  }
  const version = world.resources.find(textOf(model.assetId));
  if (version?.type !== 'Microsoft.MachineLearningServices/workspaces/models/versions') {
    throw new ArmError(404, 'UserError', `The model '${textOf(model.assetId)}' was not found.`);
  }
  readScoringSettings(properties);
  checkRetrySettings(properties.retrySettings);
  const given = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
  return { properties: { ...defaults, ...given } };
}
