import type { Component, Port, Ports } from '../components/component.ts';
import { components, findComponent } from '../components/registry.ts';
import { isCompatible } from '../components/values.ts';
import { listNames, nearestNames } from '../errors.ts';
import { pipelineNotValid, type Problem } from './errors.ts';
import { findPath, sortNodes } from './graph.ts';
import { describeIssues } from './issues.ts';
import type { Pipeline, PipelineEdge, PipelineNode } from './pipeline.ts';

export type { Problem } from './errors.ts';

/** Everything that keeps a pipeline from running, in the order of its nodes, then its edges. */
export function validatePipeline(pipeline: Pipeline): Problem[] {
  const nodes = new Map<string, PipelineNode>();
  const problems: Problem[] = [];
  for (const node of pipeline.nodes) {
    if (nodes.has(node.id)) problems.push(duplicateId(node));
    else nodes.set(node.id, node);
  }
  for (const node of nodes.values()) problems.push(...checkNode(node, pipeline));
  pipeline.edges.forEach((edge, index) => problems.push(...checkEdge(edge, index, nodes, pipeline)));
  for (const cycle of sortNodes(pipeline).cycles) problems.push(inCircle(cycle));
  return problems;
}

/**
 * Why an edge cannot be added to a pipeline: ports that do not fit, an input that is taken, a circle. `undefined`
 * where it can.
 */
export function problemOfEdge(pipeline: Pipeline, edge: PipelineEdge): Problem | undefined {
  const nodes = new Map(pipeline.nodes.map((node) => [node.id, node]));
  const edges = [...pipeline.edges, edge];
  const [problem] = checkEdge(edge, edges.length - 1, nodes, { ...pipeline, edges });
  const back = problem ? undefined : findPath(pipeline, edge.to.node, edge.from.node);
  return problem ?? (back && inCircle(back));
}

/** Error: `pipeline-not-valid` with all problems in its details. */
export function assertValid(pipeline: Pipeline): void {
  const problems = validatePipeline(pipeline);
  if (problems.length > 0) throw pipelineNotValid('pipeline', problems);
}

/** `Split Data ("split")`, or the id alone where the component is unknown. */
function title({ id, component }: PipelineNode): string {
  const name = findComponent(component)?.name;
  return name === undefined ? `"${id}"` : `${name} ("${id}")`;
}

function place(node: PipelineNode): Pick<Problem, 'node' | 'component'> {
  return { node: node.id, component: findComponent(node.component)?.name ?? node.component };
}

function checkNode(node: PipelineNode, pipeline: Pipeline): Problem[] {
  const component = findComponent(node.component);
  if (!component) return [unknownComponent(node)];
  if (node.version !== component.version) return [wrongVersion(node, component)];
  const missing = Object.entries(component.inputs)
    .filter(([, port]) => !port.optional)
    .filter(([id]) => !pipeline.edges.some(({ to }) => to.node === node.id && to.port === id))
    .map(([id, port]) => missingInput(node, id, port, component.inputs));
  return [...checkSettings(node, component), ...missing];
}

function checkSettings(node: PipelineNode, component: Component): Problem[] {
  const result = component.settings.safeParse(node.settings);
  if (result.success) return [];
  return describeIssues(result.error.issues, component.settings, node.settings).map((issue) => {
    const [key] = issue.path.split(/[.[]/);
    const { shape } = component.settings;
    const name = (Object.hasOwn(shape, key) && shape[key].meta()?.title) || key;
    const inside = issue.path === key ? '' : ` (${issue.path})`;
    return {
      code: issue.unknownKey ? 'unknown-setting' : 'wrong-setting',
      ...place(node),
      setting: issue.path,
      message: issue.unknownKey
        ? `${title(node)} has no setting "${issue.path}".`
        : `${title(node)}: the setting "${name}"${inside} ${issue.predicate}.`,
      hint: issue.hint,
    };
  });
}

function checkEdge(
  edge: PipelineEdge,
  index: number,
  nodes: ReadonlyMap<string, PipelineNode>,
  pipeline: Pipeline,
): Problem[] {
  const source = nodes.get(edge.from.node);
  const target = nodes.get(edge.to.node);
  const absent = [edge.from.node, edge.to.node].filter((id) => !nodes.has(id));
  if (!source || !target) {
    return [...new Set(absent)].map((id) => edgeWithoutNode(edge, id, [...nodes.keys()]));
  }
  const from = findComponent(source.component);
  const to = findComponent(target.component);
  const problems: Problem[] = [];
  const output = from && portOf(from.outputs, edge.from.port);
  const input = to && portOf(to.inputs, edge.to.port);
  if (from && !output) problems.push(unknownPort(source, edge.from.port, 'output', from.outputs));
  if (to && !input) problems.push(unknownPort(target, edge.to.port, 'input', to.inputs));
  if (output && input && !isCompatible(output.type, input.type)) {
    problems.push({
      code: 'incompatible-ports',
      ...place(target),
      port: edge.to.port,
      message:
        `${title(source)} gives ${words(output.type)} at "${output.name}", ` +
        `and ${title(target)} needs ${words(input.type)} at "${input.name}".`,
      hint: `Connect an output that gives ${words(input.type)}.`,
    });
  }
  const isFirst = pipeline.edges.findIndex(
    ({ to: other }) => other.node === edge.to.node && other.port === edge.to.port,
  );
  if (isFirst !== index) {
    problems.push({
      code: 'input-taken',
      ...place(target),
      port: edge.to.port,
      message: `${title(target)} has more than one edge into its input "${input?.name ?? edge.to.port}".`,
      hint: 'Remove all but one of them.',
    });
  }
  return problems;
}

/** A port by its id; an id such as `constructor` is no port. */
function portOf(ports: Ports, id: string): Port | undefined {
  return Object.hasOwn(ports, id) ? ports[id] : undefined;
}

/** "a table", "an untrained model". */
const words = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type.replace('-', ' ')}`;

function duplicateId(node: PipelineNode): Problem {
  return {
    code: 'duplicate-node',
    ...place(node),
    message: `Two nodes have the id "${node.id}".`,
    hint: 'Give one of them another id, and check the edges that name it.',
  };
}

function unknownComponent(node: PipelineNode): Problem {
  const types = components.map(({ type }) => type);
  const near = nearestNames(node.component, types);
  return {
    code: 'unknown-component',
    ...place(node),
    message: `"${node.id}" is a component "${node.component}", which does not exist.`,
    hint:
      near.length > 0
        ? `Did you mean ${near.map((type) => `"${type}"`).join(' or ')}?`
        : `The components are ${listNames(types, types.length)}.`,
  };
}

function wrongVersion(node: PipelineNode, component: Component): Problem {
  return {
    code: 'wrong-component-version',
    ...place(node),
    message: `${title(node)} was saved with version ${node.version} of the component, and this Guidepost has version ${component.version}.`,
    hint:
      node.version > component.version
        ? 'Update Guidepost and open the pipeline again.'
        : 'Delete the component, add it again and check its settings.',
  };
}

function missingInput(
  node: PipelineNode,
  port: string,
  { name, type }: Ports[string],
  inputs: Ports,
): Problem {
  const several = Object.keys(inputs).length > 1 ? ` "${name}"` : '';
  return {
    code: 'missing-input',
    ...place(node),
    port,
    message: `${title(node)} has nothing connected to its input${several}.`,
    hint: `Connect an output that gives ${words(type)}. ${inputs[port].help}`,
  };
}

function edgeWithoutNode({ from, to }: PipelineEdge, absent: string, nodes: readonly string[]): Problem {
  const near = nearestNames(absent, nodes);
  return {
    code: 'missing-node',
    node: absent,
    message: `The edge from "${from.node}" to "${to.node}" names a node "${absent}" that does not exist.`,
    hint:
      near.length > 0
        ? `Did you mean ${near.map((id) => `"${id}"`).join(' or ')}?`
        : 'Remove the edge or add the node.',
  };
}

function unknownPort(node: PipelineNode, port: string, side: 'input' | 'output', ports: Ports): Problem {
  const ids = Object.keys(ports);
  return {
    code: 'unknown-port',
    ...place(node),
    port,
    message: `${title(node)} has no ${side} "${port}".`,
    hint:
      ids.length > 0
        ? `Its ${side}s are ${listNames(ids.map((id) => `"${id}"`))}.`
        : `It has no ${side} at all; remove the edge.`,
  };
}

function inCircle(cycle: readonly string[]): Problem {
  const [first] = cycle;
  return {
    code: 'cycle',
    node: first,
    message: `The edges run in a circle: ${[...cycle, first].map((id) => `"${id}"`).join(' → ')}.`,
    hint: 'Remove one of these edges, so that data flows in one direction.',
  };
}
