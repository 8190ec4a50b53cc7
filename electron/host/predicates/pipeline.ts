import { findComponent } from '../../../engine/components/registry.ts';
import type { PipelineNode } from '../../../engine/pipeline/pipeline.ts';
import { trainedModel } from '../../../engine/components/trained-model/trained-model.ts';
import { webServiceInput } from '../../../engine/components/web-service-input/web-service-input.ts';
import { chooseColumns, columnRulesSchema } from '../../../engine/components/column-rules.ts';
import { createTable } from '../../../engine/table/table.ts';
import { sourceOf } from '../../../engine/pipeline/graph.ts';
import { getJob } from '../../azure/jobs.ts';
import { getModel } from '../../azure/models.ts';
import type { HostContext, PredicateHandlers } from '../context.ts';
import { findEvaluation } from '../job-results.ts';
import { componentName, requireDrawing, requireScope, requireSubmission } from '../scope.ts';
import { checkResult } from './result.ts';

export const pipelinePredicates: PredicateHandlers<
  | 'pipeline.has-component'
  | 'pipeline.connected'
  | 'pipeline.setting'
  | 'pipeline.compute'
  | 'job.completed'
  | 'metric.at-least'
  | 'inference.has-no-label'
  | 'inference.output-columns'
  | 'model.exists'
> = {
  async 'pipeline.has-component'({ pipeline, component }, context) {
    const names = requireDrawing(context, pipeline).nodes.map((node) => componentName(node.component));
    const wanted = componentName(component);
    return Promise.resolve(
      checkResult(names.includes(wanted), `the drawing has ${wanted}`, `it has ${names.join(', ')}`),
    );
  },

  async 'pipeline.connected'({ pipeline, from, to }, context) {
    const { nodes, edges } = requireDrawing(context, pipeline);
    const type = new Map(nodes.map(({ id, component }) => [id, component]));
    const into = edges.filter((edge) => type.get(edge.to.node) === to);
    const sources = into.map((edge) => type.get(edge.from.node) ?? '');
    return Promise.resolve(
      checkResult(
        sources.includes(from),
        `${componentName(from)} leads to ${componentName(to)}`,
        sources.length > 0 ? `${sources.map(componentName).join(' and ')} lead there` : 'nothing leads there',
      ),
    );
  },

  async 'pipeline.setting'({ pipeline, component, setting, expect }, context) {
    const nodes = nodesOf(context, pipeline, component);
    const values = nodes.map((node) => settingsOf(node)[setting]);
    return Promise.resolve(
      checkResult(
        values.includes(expect),
        `${setting} of ${componentName(component)} is ${expect}`,
        values.length > 0
          ? `it is ${values.map((value) => JSON.stringify(value)).join(' and ')}`
          : 'the drawing has no such component',
      ),
    );
  },

  async 'pipeline.compute'({ pipeline, node, compute }, context) {
    const { compute: standard, computes } = requireSubmission(context, pipeline);
    const found = Object.hasOwn(computes, node) ? computes[node] : standard;
    return Promise.resolve(checkResult(found === compute, `${node} ran on ${compute}`, `it ran on ${found}`));
  },

  async 'job.completed'({ pipeline }, context) {
    const { job } = requireSubmission(context, pipeline);
    const found = await getJob(context.connection, requireScope(context), job);
    return checkResult(
      found?.status === 'Completed',
      `the job of ${pipeline} has completed`,
      found ? `it is ${found.status}` : 'there is no such job',
    );
  },

  async 'metric.at-least'({ pipeline, metric, expect }, context) {
    const expected = `${metric} of at least ${expect}`;
    const evaluation = await findEvaluation(context, pipeline);
    if (!evaluation) return checkResult(false, expected, 'there is no job with a result');
    const metrics: Readonly<Record<string, unknown>> = { ...evaluation.results[0].metrics };
    const value = metrics[metric];
    const found = typeof value === 'number' ? value : null;
    return checkResult(
      found !== null && found >= expect,
      expected,
      found === null ? 'it is not defined' : `it is ${found.toFixed(3)}`,
    );
  },

  async 'inference.has-no-label'({ pipeline }, context) {
    const [input] = nodesOf(context, pipeline, webServiceInput.type);
    const labels = nodesOf(context, pipeline, trainedModel.type).map(
      ({ settings }) => trainedModel.settings.parse(settings).model.model.label,
    );
    const columns = input
      ? webServiceInput.settings.parse(input.settings).columns.map(({ name }) => name)
      : [];
    const asked = columns.filter((name) => labels.includes(name));
    return Promise.resolve(
      checkResult(
        input !== undefined && labels.length > 0 && asked.length === 0,
        'a request does not hold the label',
        input === undefined ? 'there is no Web Service Input' : `it holds ${columns.join(', ')}`,
      ),
    );
  },

  async 'inference.output-columns'({ pipeline, columns }, context) {
    const drawing = requireDrawing(context, pipeline);
    const [output] = nodesOf(context, pipeline, 'web-service-output');
    const source = output && sourceOf(drawing, output.id, 'table');
    const before = drawing.nodes.find(({ id }) => id === source?.node);
    const found = before?.component === 'select-columns' ? chosenNames(before, columns) : [];
    return Promise.resolve(
      checkResult(
        found.length === columns.length && columns.every((name) => found.includes(name)),
        `an answer holds ${columns.join(' and ')}`,
        found.length > 0 ? `it holds ${found.join(', ')}` : 'it holds all columns',
      ),
    );
  },

  async 'model.exists'({ model }, context) {
    const found = await getModel(context.connection, requireScope(context), model);
    return checkResult(
      found !== undefined,
      `the model ${model}`,
      found ? `version ${found.version} is there` : 'it is not there',
    );
  },
};

function nodesOf(context: HostContext, pipeline: string, component: string): PipelineNode[] {
  return requireDrawing(context, pipeline).nodes.filter((node) => node.component === component);
}

/** The settings of a node with its component's defaults. */
function settingsOf({ component, settings }: PipelineNode): Record<string, unknown> {
  return findComponent(component)?.settings.safeParse(settings).data ?? settings;
}

/** The columns that a Select Columns names; rules are tried on a table that has these and no others. */
function chosenNames({ settings }: PipelineNode, others: readonly string[]): string[] {
  const rules = columnRulesSchema.parse(settings.columns ?? {});
  const named = rules.rules.flatMap((rule) => (rule.by === 'name' ? rule.names : []));
  const names = [...new Set([...named, ...others])];
  const table = createTable(names.map((name) => ({ kind: 'number', name, values: new Float64Array(0) })));
  return chooseColumns(table, rules, 'Columns');
}
