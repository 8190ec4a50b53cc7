import { findComponent } from '../../../engine/components/registry.ts';
import type { Pipeline, PipelineEdge, PipelineNode } from '../../../engine/pipeline/pipeline.ts';

/** Where a component is drawn, in pixels. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/** A new drawing. */
export function emptyPipeline(name: string): Pipeline {
  return { formatVersion: 1, name, nodes: [], edges: [] };
}

/** The node of an id. */
export function nodeOf(pipeline: Pipeline, id: string): PipelineNode | undefined {
  return pipeline.nodes.find((node) => node.id === id);
}

/** Words that a node's id begins with: the short names of the tutorial, else the component's type. */
const shortNames: Readonly<Record<string, string>> = {
  'select-columns': 'select',
  'clean-missing-data': 'clean',
  'apply-transformation': 'apply',
  'split-data': 'split',
  'train-model': 'train',
  'score-model': 'score',
  'evaluate-model': 'evaluate',
  'two-class-logistic-regression': 'learner',
  'web-service-input': 'input',
  'web-service-output': 'output',
};

/** An id for a component of this type that no node has yet. */
export function freeId(taken: Iterable<string>, component: string): string {
  const used = new Set(taken);
  const wanted = shortNames[component] ?? component;
  let id = wanted;
  for (let number = 2; used.has(id); number++) id = `${wanted}-${number}`;
  return id;
}

/** Adds a component with its defaults, and settings of its own where some are given. */
export function addComponent(
  pipeline: Pipeline,
  component: string,
  position: Position,
  settings: Readonly<Record<string, unknown>> = {},
): { readonly pipeline: Pipeline; readonly id: string } {
  const id = freeId(
    pipeline.nodes.map((node) => node.id),
    component,
  );
  const version = findComponent(component)?.version ?? 1;
  const node: PipelineNode = { id, component, version, settings, position: roundPosition(position) };
  return { id, pipeline: { ...pipeline, nodes: [...pipeline.nodes, node] } };
}

function roundPosition({ x, y }: Position): Position {
  return { x: Math.round(x), y: Math.round(y) };
}

function withNode(pipeline: Pipeline, id: string, change: (node: PipelineNode) => PipelineNode): Pipeline {
  return { ...pipeline, nodes: pipeline.nodes.map((node) => (node.id === id ? change(node) : node)) };
}

/** An object without one of its keys. */
export function without<Value extends object>(value: Value, key: string): Value {
  return Object.fromEntries(Object.entries(value).filter(([one]) => one !== key)) as Value;
}

/** Takes components away, and all edges from and to them. */
export function removeComponents(pipeline: Pipeline, ids: readonly string[]): Pipeline {
  const gone = new Set(ids);
  return {
    ...pipeline,
    nodes: pipeline.nodes.filter(({ id }) => !gone.has(id)),
    edges: pipeline.edges.filter(({ from, to }) => !gone.has(from.node) && !gone.has(to.node)),
  };
}

/** Puts components at other places. */
export function placeComponents(pipeline: Pipeline, positions: ReadonlyMap<string, Position>): Pipeline {
  return {
    ...pipeline,
    nodes: pipeline.nodes.map((node) => {
      const position = positions.get(node.id);
      return position ? { ...node, position: roundPosition(position) } : node;
    }),
  };
}

/** Adds an edge; whether it may be drawn is up to `problemOfEdge`. What else leads to the input is taken away. */
export function connect(pipeline: Pipeline, edge: PipelineEdge): Pipeline {
  const others = pipeline.edges.filter(({ to }) => to.node !== edge.to.node || to.port !== edge.to.port);
  return { ...pipeline, edges: [...others, edge] };
}

/** A word for an edge: an input has one edge at most, unless a file says otherwise. */
export function edgeId({ from, to }: PipelineEdge): string {
  return `${from.node}.${from.port}>${to.node}.${to.port}`;
}

/** Takes edges away by their words. */
export function disconnect(pipeline: Pipeline, ids: readonly string[]): Pipeline {
  const gone = new Set(ids);
  return { ...pipeline, edges: pipeline.edges.filter((edge) => !gone.has(edgeId(edge))) };
}

/** Gives a setting a value; `undefined` brings its default back. */
export function setSetting(pipeline: Pipeline, id: string, key: string, value: unknown): Pipeline {
  return withNode(pipeline, id, (node) => {
    const others = without(node.settings, key);
    return { ...node, settings: value === undefined ? others : { ...others, [key]: value } };
  });
}

/** Notes what the author has to say about a component; an empty text takes the note away. */
export function setComment(pipeline: Pipeline, id: string, comment: string): Pipeline {
  return withNode(pipeline, id, (node) => (comment === '' ? without(node, 'comment') : { ...node, comment }));
}

/** Gives a component another id; edges follow. The id must be free, see `idProblem`. */
export function renameComponent(pipeline: Pipeline, from: string, to: string): Pipeline {
  const end = (reference: PipelineEdge['from']): PipelineEdge['from'] =>
    reference.node === from ? { ...reference, node: to } : reference;
  return {
    ...pipeline,
    nodes: pipeline.nodes.map((node) => (node.id === from ? { ...node, id: to } : node)),
    edges: pipeline.edges.map((edge) => ({ from: end(edge.from), to: end(edge.to) })),
  };
}

/** What keeps a component from having an id: its form, or another component that has it. */
export function idProblem(pipeline: Pipeline, current: string, wanted: string): 'form' | 'taken' | undefined {
  if (!/^[A-Za-z][\w-]*$/.test(wanted)) return 'form';
  return wanted !== current && nodeOf(pipeline, wanted) ? 'taken' : undefined;
}

/** Calls the drawing something else. */
export function setTitle(pipeline: Pipeline, name: string): Pipeline {
  return { ...pipeline, name };
}
