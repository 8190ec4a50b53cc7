import { findComponent } from '../../../engine/components/registry.ts';
import type { Pipeline, PipelineEdge, PortReference } from '../../../engine/pipeline/pipeline.ts';
import { problemOfEdge, type Problem } from '../../../engine/pipeline/validate.ts';
import { connect } from './commands.ts';

/** A port that an edge could lead to, or come from. */
export interface PortChoice {
  readonly reference: PortReference;
  /** Why the edge cannot be drawn, where it cannot. */
  readonly problem: Problem | undefined;
  /** Only what leads there already is in the way. */
  readonly isTaken: boolean;
}

/** All inputs of other components, and whether an output fits them. */
export function inputsFor(pipeline: Pipeline, from: PortReference): PortChoice[] {
  return ports(pipeline, 'inputs', from.node).map((to) => choice(pipeline, { from, to }, to));
}

/** All outputs of other components, and whether they fit an input; what leads there now is given up for them. */
export function outputsFor(pipeline: Pipeline, to: PortReference): PortChoice[] {
  const edges = pipeline.edges.filter((edge) => edge.to.node !== to.node || edge.to.port !== to.port);
  const free = { ...pipeline, edges };
  return ports(pipeline, 'outputs', to.node).map((from) => choice(free, { from, to }, from));
}

/** Whether an edge could take the place of the one that leads there now. */
export function canReplace(pipeline: Pipeline, edge: PipelineEdge): boolean {
  const { edges } = connect(pipeline, edge);
  return problemOfEdge({ ...pipeline, edges: edges.slice(0, -1) }, edge) === undefined;
}

function ports(pipeline: Pipeline, side: 'inputs' | 'outputs', except: string): PortReference[] {
  return pipeline.nodes
    .filter(({ id }) => id !== except)
    .flatMap(({ id, component }) =>
      Object.keys(findComponent(component)?.[side] ?? {}).map((port) => ({ node: id, port })),
    );
}

function choice(pipeline: Pipeline, edge: PipelineEdge, reference: PortReference): PortChoice {
  const problem = problemOfEdge(pipeline, edge);
  return {
    reference,
    problem,
    isTaken: problem?.code === 'input-taken' && canReplace(pipeline, edge),
  };
}
