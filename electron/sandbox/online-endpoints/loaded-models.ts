import { parsePipeline, type Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { prepareInference, type PreparedInference } from '../../../engine/pipeline/run-inference.ts';
import type { StoredResource } from '../resource-store.ts';

/** What a deployment's container has in its memory. */
export interface LoadedModel {
  readonly pipeline: Pipeline;
  readonly inference: PreparedInference;
}

/** By the deployment as it is stored: each change of it makes another. */
const loaded = new WeakMap<StoredResource, LoadedModel>();

/** A deployment's model, read once for each change of the deployment. */
export function loadModel(deployment: StoredResource): LoadedModel {
  const known = loaded.get(deployment);
  if (known) return known;
  const pipeline = parsePipeline(deployment.secrets.pipeline);
  const model = { pipeline, inference: prepareInference(pipeline) };
  loaded.set(deployment, model);
  return model;
}
