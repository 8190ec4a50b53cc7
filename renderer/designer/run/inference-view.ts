import { findComponent } from '../../../engine/components/registry.ts';
import {
  scoredLabels,
  scoredProbabilities,
  scoredProbabilitiesOf,
} from '../../../engine/components/values.ts';
import { trainedModel } from '../../../engine/components/trained-model/trained-model.ts';
import type { InferenceChange } from '../../../engine/pipeline/inference.ts';
import type { Pipeline, PipelineNode } from '../../../engine/pipeline/pipeline.ts';

/** A component of the training pipeline beside what stands for it in the inference pipeline. */
export interface ChangeRow {
  readonly kind: InferenceChange['kind'] | 'kept';
  /** The component as it was; nothing where it is new. */
  readonly before: PipelineNode | undefined;
  readonly after: readonly PipelineNode[];
  readonly why: string;
}

/** Each component of the training pipeline, then what was added. */
export function changeRows(
  before: Pipeline,
  after: Pipeline,
  changes: readonly InferenceChange[],
): ChangeRow[] {
  const told = new Map(changes.map((change) => [change.node, change]));
  const rows = before.nodes.map((node): ChangeRow => {
    const change = told.get(node.id);
    const stands = after.nodes.filter((other) => standsFor(other, node, before));
    return { kind: change?.kind ?? 'kept', before: node, after: stands, why: change?.why ?? '' };
  });
  const added = changes.filter(({ kind }) => kind === 'added');
  return [
    ...rows,
    ...added.map(({ node, why }): ChangeRow => ({
      kind: 'added',
      before: undefined,
      after: after.nodes.filter(({ id }) => id === node),
      why,
    })),
  ];
}

/** What takes a component's place has its id, or its id with a word behind it; the request takes the dataset's. */
function standsFor(other: PipelineNode, node: PipelineNode, before: Pipeline): boolean {
  if (other.component === 'web-service-output') return false;
  if (other.component === 'web-service-input') return node.component === 'dataset';
  if (other.id === node.id) return true;
  const isOld = before.nodes.some(({ id }) => id === other.id);
  return !isOld && ['model', 'transformation'].some((word) => other.id.startsWith(`${node.id}-${word}`));
}

/** The column that the served model predicts. */
export function labelOf(pipeline: Pipeline): string | undefined {
  return modelOf(pipeline)?.label;
}

/** The columns that an answer may be cut down to: the labels alone, or with their probabilities. */
export function outputColumnsOf(
  pipeline: Pipeline,
): { readonly labels: readonly string[]; readonly probabilities: readonly string[] } | undefined {
  const model = modelOf(pipeline);
  if (!model) return undefined;
  const labels = [scoredLabels];
  if ('classes' in model)
    return { labels, probabilities: [...labels, ...model.classes.map(scoredProbabilitiesOf)] };
  return { labels, probabilities: 'positive' in model ? [...labels, scoredProbabilities] : labels };
}

function modelOf(
  pipeline: Pipeline,
): ReturnType<typeof trainedModel.settings.parse>['model']['model'] | undefined {
  const node = pipeline.nodes.find(({ component }) => component === trainedModel.type);
  return node && trainedModel.settings.parse(node.settings).model.model;
}

/** The designer's name of a component. */
export function componentTitle({ component }: PipelineNode): string {
  return findComponent(component)?.name ?? component;
}

/** The pipeline as if nobody had placed its components yet. */
export function withoutPlaces(pipeline: Pipeline): Pipeline {
  const nodes = pipeline.nodes.map(({ id, component, version, settings, comment }) => ({
    id,
    component,
    version,
    settings,
    ...(comment !== undefined && { comment }),
  }));
  return { ...pipeline, nodes };
}
