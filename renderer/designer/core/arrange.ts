import { Graph, layout } from '@dagrejs/dagre';
import { findComponent } from '../../../engine/components/registry.ts';
import type { Pipeline, PipelineNode } from '../../../engine/pipeline/pipeline.ts';
import type { Position } from './commands.ts';
import { uncross } from './uncross.ts';

/** The size of a component's card, in pixels. */
export const cardSize = { width: 248, height: 64 };
const gap = { beside: 56, below: 36 };

/** Places from top to bottom along the edges (dagre), cards of a row side by side so that few edges cross. */
export function arrange(pipeline: Pipeline): Map<string, Position> {
  const { nodes, edges } = pipeline;
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: gap.beside, ranksep: gap.below });
  graph.setDefaultEdgeLabel(() => ({}));
  const known = new Set<string>();
  for (const { id } of nodes) {
    known.add(id);
    graph.setNode(id, { ...cardSize });
  }
  edges.forEach(({ from, to }, index) => {
    const isDrawn = known.has(from.node) && known.has(to.node) && from.node !== to.node;
    if (isDrawn) graph.setEdge(from.node, to.node, {}, String(index));
  });
  layout(graph);
  const places = new Map(
    nodes.map(({ id }) => {
      const { x, y } = graph.node(id) as Position;
      return [id, { x: Math.round(x - cardSize.width / 2), y: Math.round(y - cardSize.height / 2) }];
    }),
  );
  return uncross(places, portLines(pipeline));
}

/** Each edge by the cards at its ends, and how far along their width its ports are. */
function portLines({ nodes, edges }: Pipeline): Parameters<typeof uncross>[1] {
  const components = new Map(nodes.map(({ id, component }) => [id, findComponent(component)]));
  const along = (ports: object | undefined, port: string): number => {
    const ids = Object.keys(ports ?? {});
    return (cardSize.width * (ids.indexOf(port) + 1)) / (ids.length + 1);
  };
  return edges
    .filter(({ from, to }) => components.has(from.node) && components.has(to.node))
    .map(({ from, to }) => ({
      from: from.node,
      fromAlong: along(components.get(from.node)?.outputs, from.port),
      to: to.node,
      toAlong: along(components.get(to.node)?.inputs, to.port),
    }));
}

/** The same for a drawing some of whose components have no place yet: all are placed anew. */
export function withPlaces(pipeline: Pipeline): Pipeline {
  if (pipeline.nodes.every(({ position }) => position)) return pipeline;
  const places = arrange(pipeline);
  return {
    ...pipeline,
    nodes: pipeline.nodes.map((node) => ({ ...node, position: places.get(node.id) ?? { x: 0, y: 0 } })),
  };
}

/** A place for one more component that covers none: below `near`, or below all. */
export function freePlace(nodes: readonly PipelineNode[], near?: PipelineNode): Position {
  const step = cardSize.height + gap.below;
  const lowest = nodes.reduce<PipelineNode | undefined>(
    (low, node) => ((node.position?.y ?? 0) >= (low?.position?.y ?? -Infinity) ? node : low),
    undefined,
  );
  const base = (near ?? lowest)?.position;
  if (!base) return { x: 40, y: 40 };
  const place = { x: base.x, y: base.y + step };
  while (nodes.some(({ position }) => position && overlaps(position, place))) place.y += step;
  return place;
}

function overlaps(a: Position, b: Position): boolean {
  return Math.abs(a.x - b.x) < cardSize.width && Math.abs(a.y - b.y) < cardSize.height;
}
