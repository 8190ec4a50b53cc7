import type { Pipeline } from '../../engine/pipeline/pipeline.ts';

/** What a drawing says, without where its cards stand and in which order they were drawn. */
export function meaningOf({ nodes, edges }: Pipeline): unknown {
  const words = edges.map(({ from, to }) => `${from.node}.${from.port} > ${to.node}.${to.port}`);
  return {
    nodes: nodes
      .map(({ id, component, settings }) => ({ id, component, settings }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    edges: words.sort(),
  };
}
