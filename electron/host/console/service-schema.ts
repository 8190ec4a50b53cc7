import {
  webServiceInput,
  type InputColumn,
} from '../../../engine/components/web-service-input/web-service-input.ts';
import { EngineError } from '../../../engine/errors.ts';
import { parsePipeline, type Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { runInference } from '../../../engine/pipeline/run-inference.ts';
import { downloadText } from '../../azure/blobs.ts';
import { getDatastore } from '../../azure/datastores.ts';
import { getModelById } from '../../azure/models.ts';
import { readServiceDescription } from '../../azure/scoring.ts';
import type { HostContext } from '../context.ts';
import { requireScope } from '../scope.ts';
import type { Place } from './place.ts';
import { schemaOfSwagger, type ServiceSchema } from './swagger-schema.ts';

/** A schema, and where it is from. */
export interface FoundSchema {
  readonly schema: ServiceSchema | null;
  readonly schemaFrom: 'model' | 'swagger' | null;
}

/** The file of a model that says how it answers. */
const modelFile = 'inference-pipeline.json';

/** A deployment's schema: from the inference pipeline behind it, else from what the endpoint says of itself. */
export async function findSchema(
  context: HostContext,
  place: Place,
  deployment?: { readonly name: string; readonly model: string },
): Promise<FoundSchema> {
  const pipeline = deployment && (await readInferencePipeline(context, deployment.model));
  if (pipeline) return { schema: await schemaOfPipeline(pipeline), schemaFrom: 'model' };
  const { scoringUri, key } = place;
  const document = await readServiceDescription({ scoringUri, key, deployment: deployment?.name }).catch(
    orNothing,
  );
  const schema = document === undefined ? undefined : schemaOfSwagger(document);
  return schema ? { schema, schemaFrom: 'swagger' } : { schema: null, schemaFrom: null };
}

/** The inference pipeline of a model's version; `undefined` where it is another kind of model. */
export async function readInferencePipeline(
  context: HostContext,
  modelId: string,
): Promise<Pipeline | undefined> {
  try {
    const { connection } = context;
    const scope = requireScope(context);
    const model = await getModelById(connection, scope, modelId);
    const [, datastore, path] = /\/datastores\/([^/]+)\/paths\/(.*?)\/?$/.exec(model?.uri ?? '') ?? [];
    if (datastore === undefined) return undefined;
    const store = await getDatastore(connection, scope, datastore);
    if (!store) return undefined;
    const { account, container } = store;
    const blob = path.endsWith('.json') ? path : `${path}/${modelFile}`;
    const { resourceGroup } = scope;
    const text = await downloadText(connection, { resourceGroup, account, container, blob });
    return text === undefined ? undefined : parsePipeline(text);
  } catch (error) {
    return orNothing(error);
  }
}

/** What an inference pipeline takes and gives; the columns of an answer are those of an example's. */
export async function schemaOfPipeline(pipeline: Pipeline): Promise<ServiceSchema> {
  const input = pipeline.nodes.find(({ component }) => component === webServiceInput.type);
  const { columns } = webServiceInput.settings.parse(input?.settings ?? {});
  return { columns, outputs: await outputsOf(pipeline, columns), ...predictionOf(pipeline) };
}

async function outputsOf(pipeline: Pipeline, columns: readonly InputColumn[]): Promise<string[] | null> {
  try {
    const example = Object.fromEntries(columns.map(({ name, example }) => [name, example]));
    const [answer] = await runInference(pipeline, [example]);
    return Object.keys(answer);
  } catch (error) {
    return orNothing(error) ?? null;
  }
}

/** What the model inside says of itself. */
function predictionOf(pipeline: Pipeline): Pick<ServiceSchema, 'label' | 'positive' | 'threshold'> {
  const node = pipeline.nodes.find(({ component }) => component === 'trained-model');
  const { model } = (node?.settings.model ?? {}) as {
    readonly model?: { readonly label?: string; readonly positive?: string };
  };
  const positive = model?.positive ?? null;
  return { label: model?.label ?? null, positive, threshold: positive === null ? null : 0.5 };
}

/** What cannot be read is not known; what nobody foresaw is thrown. */
function orNothing(error: unknown): undefined {
  if (error instanceof EngineError) return undefined;
  throw error;
}
