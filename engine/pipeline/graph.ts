import type { Pipeline, PipelineNode, PortReference } from './pipeline.ts';

/** A pipeline's nodes in an order in which each comes after those that it needs. */
export interface Order {
  readonly nodes: readonly PipelineNode[];
  /** The ids of the nodes of each cycle; these and what hangs on them are not among `nodes`. */
  readonly cycles: readonly (readonly string[])[];
}

/** Sorts topologically (Kahn, 1962); of the nodes that are ready the first of the file goes first. */
export function sortNodes({ nodes, edges }: Pipeline): Order {
  const position = new Map(nodes.map(({ id }, index) => [id, index]));
  const sources: number[][] = nodes.map(() => []);
  const targets: number[][] = nodes.map(() => []);
  for (const { from, to } of edges) {
    const source = position.get(from.node);
    const target = position.get(to.node);
    if (source === undefined || target === undefined) continue;
    sources[target].push(source);
    targets[source].push(target);
  }
  const waiting = sources.map((list) => list.length);
  const done = new Uint8Array(nodes.length);
  const order: PipelineNode[] = [];
  // A pass over all nodes sorts what is ready in file order; a pipeline has dozens of nodes, not thousands.
  for (;;) {
    const next = waiting.findIndex((count, i) => count === 0 && done[i] === 0);
    if (next < 0) break;
    done[next] = 1;
    order.push(nodes[next]);
    for (const target of targets[next]) waiting[target]--;
  }
  return { nodes: order, cycles: findCycles(nodes, sources, done) };
}

/**
 * Each node that is not done has a source that is not done: going back along these leads into a cycle.
 * A cycle begins with its node that comes first in the file.
 */
function findCycles(nodes: readonly PipelineNode[], sources: number[][], done: Uint8Array): string[][] {
  const cycles: string[][] = [];
  const seen = new Uint8Array(nodes.length);
  for (let start = 0; start < nodes.length; start++) {
    const path: number[] = [];
    let current = start;
    while (done[current] === 0 && seen[current] === 0) {
      seen[current] = 1;
      path.push(current);
      current = sources[current].find((source) => done[source] === 0) ?? current;
    }
    const from = path.indexOf(current);
    if (from < 0) continue;
    const cycle = path.slice(from).reverse();
    const first = cycle.indexOf(Math.min(...cycle));
    cycles.push([...cycle.slice(first), ...cycle.slice(0, first)].map((index) => nodes[index].id));
  }
  return cycles;
}

/** The ids of the nodes along a shortest way from one node to another, both included; `undefined` without one. */
export function findPath({ edges }: Pipeline, from: string, to: string): string[] | undefined {
  const targets = new Map<string, string[]>();
  for (const edge of edges) {
    const known = targets.get(edge.from.node);
    if (known) known.push(edge.to.node);
    else targets.set(edge.from.node, [edge.to.node]);
  }
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const node of cameFrom.keys()) {
    if (node === to) break;
    for (const target of targets.get(node) ?? []) if (!cameFrom.has(target)) cameFrom.set(target, node);
  }
  if (!cameFrom.has(to)) return undefined;
  const path: string[] = [];
  for (let node: string | undefined = to; node !== undefined; node = cameFrom.get(node)) path.unshift(node);
  return path;
}

/** The part of a pipeline that a node's result depends on, the node included. */
export function pipelineUntil(pipeline: Pipeline, id: string): Pipeline {
  const needed = new Set([id]);
  for (const node of needed) {
    for (const { from, to } of pipeline.edges) if (to.node === node) needed.add(from.node);
  }
  return {
    ...pipeline,
    nodes: pipeline.nodes.filter((node) => needed.has(node.id)),
    edges: pipeline.edges.filter(({ to }) => needed.has(to.node)),
  };
}

/** The output that an input is connected with. */
export function sourceOf(pipeline: Pipeline, node: string, port: string): PortReference | undefined {
  return pipeline.edges.find(({ to }) => to.node === node && to.port === port)?.from;
}
