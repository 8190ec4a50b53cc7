import type { Edge, Node } from '@xyflow/svelte';
import type { Pipeline, PipelineEdge } from '../../../engine/pipeline/pipeline.ts';
import { sortNodes } from '../../../engine/pipeline/graph.ts';
import { cardSize } from '../core/arrange.ts';
import { edgeId } from '../core/commands.ts';

export type FlowNode = Node<Record<string, never>, 'component'>;

/** The drawing as Svelte Flow wants it: in the order in which data flows, what has not changed left as it is. */
export function flowNodes(
  { nodes, edges }: Pipeline,
  options: {
    readonly before: readonly FlowNode[];
    readonly selection: readonly string[];
    readonly label: (id: string) => string;
  },
): FlowNode[] {
  const before = new Map(options.before.map((node) => [node.id, node]));
  const chosen = new Set(options.selection);
  const sorted = sortNodes({ formatVersion: 1, name: '', nodes, edges }).nodes;
  const first = new Set(sorted);
  // What runs in a circle has no order; it comes last.
  return [...sorted, ...nodes.filter((node) => !first.has(node))].map(({ id, position }) => {
    const old = before.get(id);
    const { x, y } = position ?? { x: 0, y: 0 };
    const selected = chosen.has(id);
    const ariaLabel = options.label(id);
    const isSame =
      old?.position.x === x &&
      old.position.y === y &&
      (old.selected ?? false) === selected &&
      old.ariaLabel === ariaLabel;
    if (isSame) return old;
    return {
      ...old,
      id,
      type: 'component',
      data: {},
      position: { x, y },
      selected,
      ariaLabel,
      width: cardSize.width,
      height: cardSize.height,
      domAttributes: { 'aria-describedby': `state-of-${id}` },
    };
  });
}

/** The same for edges. */
export function flowEdges(
  edges: readonly PipelineEdge[],
  options: {
    readonly before: readonly Edge[];
    readonly selection: readonly string[];
    readonly label: (edge: PipelineEdge) => string;
    /** An edge along which data is on its way. */
    readonly isLively: (edge: PipelineEdge) => boolean;
  },
): Edge[] {
  const before = new Map(options.before.map((edge) => [edge.id, edge]));
  const chosen = new Set(options.selection);
  return edges.map((edge) => {
    const id = edgeId(edge);
    const old = before.get(id);
    const selected = chosen.has(id);
    const ariaLabel = options.label(edge);
    const name = options.isLively(edge) ? 'lively' : '';
    if ((old?.selected ?? false) === selected && old?.ariaLabel === ariaLabel && old.class === name)
      return old;
    return {
      id,
      source: edge.from.node,
      sourceHandle: edge.from.port,
      target: edge.to.node,
      targetHandle: edge.to.port,
      selected,
      ariaLabel,
      class: name,
    };
  });
}
