import { expect, it } from 'vitest';
import { serializePipeline } from '../../../engine/pipeline/pipeline.ts';
import { tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { validatePipeline } from '../../../engine/pipeline/validate.ts';
import {
  copyComponents,
  pasteComponents,
  readComponents,
} from '../../../renderer/designer/core/clipboard.ts';
import { withPlaces } from '../../../renderer/designer/core/arrange.ts';

const tutorial = withPlaces(tutorialPipeline());
const ids = tutorial.nodes.map(({ id }) => id);

it('all that is copied is pasted beside itself, with ids of its own and its edges', () => {
  const text = copyComponents(tutorial, ids);
  const { pipeline, ids: pasted } = pasteComponents(tutorial, readComponents(text), 40);
  expect(pipeline.nodes).toHaveLength(ids.length * 2);
  expect(new Set(pipeline.nodes.map(({ id }) => id)).size).toBe(ids.length * 2);
  expect(pipeline.edges).toHaveLength(tutorial.edges.length * 2);
  expect(validatePipeline(pipeline)).toEqual([]);
  const first = tutorial.nodes[0];
  const copy = pipeline.nodes.find(({ id }) => id === pasted[0]);
  expect(copy?.settings).toEqual(first.settings);
  expect(copy?.position).toEqual({ x: (first.position?.x ?? 0) + 40, y: (first.position?.y ?? 0) + 40 });
});

it('edges to what was not copied are left behind', () => {
  const part = readComponents(copyComponents(tutorial, ['split', 'train']));
  expect(part.nodes.map(({ id }) => id)).toEqual(['split', 'train']);
  expect(part.edges).toEqual([
    { from: { node: 'split', port: 'first' }, to: { node: 'train', port: 'table' } },
  ]);
});

it('takes a whole drawing, and says of anything else why not', () => {
  expect(readComponents(serializePipeline(tutorial))).toEqual(tutorial);
  for (const text of ['', 'hello', '[1]', '{"a": 1}', 'null']) {
    expect(() => readComponents(text)).toThrow('The clipboard holds no components');
  }
  expect(() => readComponents('{"guidepost-components": {"formatVersion": 2}}')).toThrow('newer Guidepost');
  expect(() => readComponents('{"guidepost-components": {"formatVersion": 1, "nodes": []}}')).toThrow(
    '"name" is missing',
  );
});
