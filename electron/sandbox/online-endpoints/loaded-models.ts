import { parsePipeline, type Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { prepareInference, type PreparedInference } from '../../../engine/pipeline/run-inference.ts';
import type { Revision } from './serving.ts';

/** What a deployment's container has in its memory. */
export interface LoadedModel {
  readonly pipeline: Pipeline;
  readonly inference: PreparedInference;
}

/** By the revision as it is stored: each change of a deployment makes another. */
const loaded = new WeakMap<Revision, LoadedModel>();

/** A model that answers, read once for each change of its deployment. */
export function loadModel(revision: Revision): LoadedModel {
  const known = loaded.get(revision);
  if (known) return known;
  const pipeline = parsePipeline(revision.pipeline);
  const model = { pipeline, inference: prepareInference(pipeline) };
  loaded.set(revision, model);
  return model;
}
