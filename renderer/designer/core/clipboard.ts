import { EngineError } from '../../../engine/errors.ts';
import { parsePipeline, type Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { freeId } from './commands.ts';

/** By this a text of the clipboard is known as components of a drawing. */
const marker = 'guidepost-components';

/** The components of these ids with the edges between them, as a text for the clipboard. */
export function copyComponents(pipeline: Pipeline, ids: readonly string[]): string {
  const wanted = new Set(ids);
  const part: Pipeline = {
    ...pipeline,
    nodes: pipeline.nodes.filter(({ id }) => wanted.has(id)),
    edges: pipeline.edges.filter(({ from, to }) => wanted.has(from.node) && wanted.has(to.node)),
  };
  return JSON.stringify({ [marker]: part }, null, 2);
}

/**
 * The components that a text of the clipboard holds, also those of a whole drawing's file. Errors:
 * `clipboard-no-components`, and those of `parsePipeline`.
 */
export function readComponents(text: string): Pipeline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw clipboardNoComponents();
  }
  if (typeof value !== 'object' || value === null) throw clipboardNoComponents();
  if (Object.hasOwn(value, marker)) return parsePipeline((value as Record<string, unknown>)[marker]);
  if (!Object.hasOwn(value, 'formatVersion')) throw clipboardNoComponents();
  return parsePipeline(value);
}

/** Whether somebody means components by a text, and not words for a field. */
export function looksLikeComponents(text: string): boolean {
  return text.trimStart().startsWith('{');
}

/** Adds components under ids of their own, moved aside by `offset` pixels. */
export function pasteComponents(
  pipeline: Pipeline,
  part: Pipeline,
  offset: number,
): { readonly pipeline: Pipeline; readonly ids: readonly string[] } {
  const taken = new Set(pipeline.nodes.map(({ id }) => id));
  const names = new Map<string, string>();
  for (const { id, component } of part.nodes) {
    const free = taken.has(id) ? freeId(taken, component) : id;
    taken.add(free);
    names.set(id, free);
  }
  const renamed = (id: string): string => names.get(id) ?? id;
  const nodes = part.nodes.map((node) => ({
    ...node,
    id: renamed(node.id),
    ...(node.position && { position: { x: node.position.x + offset, y: node.position.y + offset } }),
  }));
  const edges = part.edges
    .filter(({ from, to }) => names.has(from.node) && names.has(to.node))
    .map(({ from, to }) => ({
      from: { ...from, node: renamed(from.node) },
      to: { ...to, node: renamed(to.node) },
    }));
  return {
    pipeline: { ...pipeline, nodes: [...pipeline.nodes, ...nodes], edges: [...pipeline.edges, ...edges] },
    ids: nodes.map(({ id }) => id),
  };
}

function clipboardNoComponents(): EngineError {
  return new EngineError(
    'clipboard-no-components',
    'The clipboard holds no components of a drawing.',
    'Copy components in the designer first, then paste.',
  );
}
