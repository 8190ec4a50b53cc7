import { EngineError } from '../../../engine/errors.ts';
import { webServiceInput } from '../../../engine/components/web-service-input/web-service-input.ts';
import { parsePipeline } from '../../../engine/pipeline/pipeline.ts';
import { assertValid } from '../../../engine/pipeline/validate.ts';
import { ArmError } from '../arm-error.ts';
import { resolveDatastoreUri } from '../machine-learning/datastore-uri.ts';
import { requireWorkspace } from '../machine-learning/workspaces.ts';
import type { StoredResource } from '../resource-store.ts';
import { readBlob } from '../storage/blobs.ts';
import { textOf } from '../text-of.ts';
import type { World } from '../world.ts';

/** The file of a model that says how it answers. */
const modelFile = 'inference-pipeline.json';

/** A model that was read: its pipeline as text, or why it cannot be asked; and what the reading has said. */
export interface InferenceModel {
  readonly pipeline?: string;
  /** Why it cannot be asked, in a sentence. */
  readonly failure?: string;
  readonly log: readonly string[];
}

/**
 * The version of a model that a deployment in the workspace of a path names: by its id, or as azureml:NAME:VERSION.
 * Error: 404 where there is none.
 */
export function findModelVersion(model: unknown, path: string, world: World): StoredResource {
  const workspace = requireWorkspace(world, path);
  const [, name, version] = /^azureml:([^:/]+):([^:/]+)$/.exec(textOf(model)) ?? [];
  const id = name === undefined ? textOf(model) : `${workspace.id}/models/${name}/versions/${version}`;
  const found = typeof model === 'string' ? world.resources.find(id) : undefined;
  if (found?.type !== 'Microsoft.MachineLearningServices/workspaces/models/versions') {
    throw new ArmError(404, 'UserError', `The model '${textOf(model)}' was not found.`);
  }
  return found;
}

/** Reads a model as its container does first, whether it was registered as custom or as MLflow model. */
export async function readInferenceModel(model: StoredResource, world: World): Promise<InferenceModel> {
  const workspace = requireWorkspace(world, model.id);
  const uri = textOf(model.properties.modelUri).replace(/\/$/, '');
  const file = uri.endsWith('.json') ? uri : `${uri}/${modelFile}`;
  const failed = (failure: string): InferenceModel => ({ failure, log: [failure] });
  let text: string;
  try {
    text = (await readBlob(world, resolveDatastoreUri(world, workspace, file))).toString('utf8');
  } catch (error) {
    return failed(`The file ${file} of the model cannot be read (${codeOf(error)}).`);
  }
  try {
    const pipeline = parsePipeline(text);
    assertValid(pipeline);
    if (!pipeline.nodes.some(({ component }) => component === webServiceInput.type)) {
      return failed(`The model's ${modelFile} has no Web Service Input.`);
    }
    return { pipeline: text, log: [`Read ${file}.`] };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return failed(`The model's ${modelFile} is no inference pipeline: ${error.message}`);
  }
}

function codeOf(error: unknown): string {
  return textOf((error as { code?: unknown }).code ?? (error as Error).message);
}
