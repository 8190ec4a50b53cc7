import { applyTransformation } from '../components/apply-transformation/apply-transformation.ts';
import { onlyColumns } from '../components/column-rules.ts';
import { fittedTransformation } from '../components/fitted-transformation/fitted-transformation.ts';
import { selectColumns } from '../components/select-columns/select-columns.ts';
import { trainedModel } from '../components/trained-model/trained-model.ts';
import { webServiceInput } from '../components/web-service-input/web-service-input.ts';
import { notAnInferencePipeline } from './errors.ts';
import { sourceOf } from './graph.ts';
import type { Pipeline, PipelineNode } from './pipeline.ts';

/**
 * The inference pipeline without its label as an input: it is taken out of the Web Service Input, the rules of
 * Select Columns and the fitted transformations. Error: `not-an-inference-pipeline`.
 */
export function excludeLabelFromInput(pipeline: Pipeline): Pipeline {
  const models = pipeline.nodes.filter(({ component }) => component === trainedModel.type);
  if (models.length === 0) throw notAnInferencePipeline('Trained Model', 0);
  const labels = new Set(
    models.map(({ settings }) => trainedModel.settings.parse(settings).model.model.label),
  );
  return { ...pipeline, nodes: pipeline.nodes.map((node) => withoutColumns(node, labels)) };
}

function withoutColumns(node: PipelineNode, names: ReadonlySet<string>): PipelineNode {
  switch (node.component) {
    case webServiceInput.type: {
      const { columns } = webServiceInput.settings.parse(node.settings);
      return { ...node, settings: { columns: columns.filter(({ name }) => !names.has(name)) } };
    }
    case selectColumns.type: {
      const { columns } = selectColumns.settings.parse(node.settings);
      const rules = columns.rules
        .map((rule) =>
          rule.by === 'name' ? { ...rule, names: rule.names.filter((name) => !names.has(name)) } : rule,
        )
        .filter((rule) => rule.by !== 'name' || rule.names.length > 0);
      return { ...node, settings: { columns: { ...columns, rules } } };
    }
    case fittedTransformation.type: {
      const { transformation } = fittedTransformation.settings.parse(node.settings);
      return {
        ...node,
        settings: {
          transformation: {
            ...transformation,
            removeRows: transformation.removeRows.filter((name) => !names.has(name)),
            removeColumns: transformation.removeColumns.filter((name) => !names.has(name)),
            replacements: transformation.replacements.filter(({ column }) => !names.has(column)),
          },
        },
      };
    }
    case applyTransformation.type: {
      const { optionalColumns } = applyTransformation.settings.parse(node.settings);
      return { ...node, settings: { optionalColumns: optionalColumns.filter((name) => !names.has(name)) } };
    }
    default:
      return node;
  }
}

/**
 * The inference pipeline with a Select Columns in front of its Web Service Output, so that an answer holds
 * these columns only; one that stands there already between Score Model and the output gets the new choice.
 * Error: `not-an-inference-pipeline`.
 */
export function selectOutputColumns(pipeline: Pipeline, names: readonly string[]): Pipeline {
  const outputs = pipeline.nodes.filter(({ component }) => component === 'web-service-output');
  const [output] = outputs;
  const source = outputs.length === 1 ? sourceOf(pipeline, output.id, 'table') : undefined;
  if (!source) throw notAnInferencePipeline('Web Service Output', outputs.length);

  const settings = { columns: onlyColumns(names) };
  const before = pipeline.nodes.find(({ id }) => id === source.node);
  if (before?.component === selectColumns.type) {
    const nodes = pipeline.nodes.map((node) => (node === before ? { ...node, settings } : node));
    return { ...pipeline, nodes };
  }
  const ids = new Set(pipeline.nodes.map(({ id }) => id));
  let id = 'select-output';
  for (let number = 2; ids.has(id); number++) id = `select-output-${number}`;
  const select: PipelineNode = {
    id,
    component: selectColumns.type,
    version: selectColumns.version,
    settings,
  };
  return {
    ...pipeline,
    nodes: [...pipeline.nodes.filter((node) => node !== output), select, output],
    edges: [
      ...pipeline.edges.filter(({ to }) => to.node !== output.id),
      { from: source, to: { node: id, port: 'table' } },
      { from: { node: id, port: 'table' }, to: { node: output.id, port: 'table' } },
    ],
  };
}
