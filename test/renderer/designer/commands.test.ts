import { expect, it } from 'vitest';
import { serializePipeline, parsePipeline } from '../../../engine/pipeline/pipeline.ts';
import { tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { validatePipeline } from '../../../engine/pipeline/validate.ts';
import * as commands from '../../../renderer/designer/core/commands.ts';
import {
  noJobSettings,
  removeFromDrawing,
  renameInDrawing,
  setCompute,
} from '../../../renderer/designer/core/drawing.ts';

const place = { x: 10.4, y: 20.6 };

it('draws the tutorial from an empty page, command by command', () => {
  const tutorial = tutorialPipeline();
  let drawn = commands.emptyPipeline(tutorial.name);
  for (const { component, settings } of tutorial.nodes) {
    const added = commands.addComponent(drawn, component, place);
    drawn = added.pipeline;
    for (const [key, value] of Object.entries(settings)) {
      drawn = commands.setSetting(drawn, added.id, key, value);
    }
  }
  for (const edge of tutorial.edges) drawn = commands.connect(drawn, edge);
  expect(validatePipeline(drawn)).toEqual([]);
  expect(drawn.nodes.map(({ position, ...node }) => ({ ...node, at: position }))).toEqual(
    tutorial.nodes.map((node) => ({ ...node, at: { x: 10, y: 21 } })),
  );
  expect(parsePipeline(serializePipeline(drawn))).toEqual(drawn);
});

it('gives every component an id of its own', () => {
  let drawn = commands.emptyPipeline('two splits');
  for (let i = 0; i < 3; i++) drawn = commands.addComponent(drawn, 'split-data', place).pipeline;
  drawn = commands.removeComponents(drawn, ['split-2']);
  drawn = commands.addComponent(drawn, 'split-data', place).pipeline;
  expect(drawn.nodes.map(({ id }) => id)).toEqual(['split', 'split-3', 'split-2']);
});

it('takes edges away with their components, and the one that leads to an input with a new one', () => {
  const tutorial = tutorialPipeline();
  const without = commands.removeComponents(tutorial, ['split']);
  expect(without.edges.some(({ from, to }) => from.node === 'split' || to.node === 'split')).toBe(false);
  expect(without.edges).toHaveLength(tutorial.edges.length - 3);
  const to = { node: 'score', port: 'table' };
  const replaced = commands.connect(tutorial, { from: { node: 'split', port: 'first' }, to });
  expect(replaced.edges.filter((edge) => edge.to.node === to.node && edge.to.port === to.port)).toEqual([
    { from: { node: 'split', port: 'first' }, to },
  ]);
  expect(commands.disconnect(replaced, ['split.first>score.table']).edges).toHaveLength(
    tutorial.edges.length - 1,
  );
});

it('an undefined setting and an empty comment leave nothing behind', () => {
  const tutorial = tutorialPipeline();
  const set = commands.setSetting(tutorial, 'split', 'seed', 'seven');
  expect(commands.nodeOf(set, 'split')?.settings.seed).toBe('seven');
  const node = commands.nodeOf(commands.setSetting(set, 'split', 'seed', undefined), 'split');
  expect(node?.settings).not.toHaveProperty('seed');
  const noted = commands.setComment(tutorial, 'split', 'why 0.7?');
  expect(commands.nodeOf(noted, 'split')?.comment).toBe('why 0.7?');
  expect(commands.setComment(noted, 'split', '')).toEqual(tutorial);
});

it('renames a component with its edges and its compute', () => {
  const drawing = setCompute({ pipeline: tutorialPipeline(), job: noJobSettings }, 'train', 'big');
  const renamed = renameInDrawing(drawing, 'train', 'fit');
  expect(renamed.job.computes).toEqual({ fit: 'big' });
  expect(validatePipeline(renamed.pipeline)).toEqual([]);
  expect(removeFromDrawing(renamed, ['fit']).job.computes).toEqual({});
  expect(setCompute(renamed, 'fit', '').job.computes).toEqual({});
  expect(commands.idProblem(renamed.pipeline, 'fit', 'split')).toBe('taken');
  expect(commands.idProblem(renamed.pipeline, 'fit', '1st')).toBe('form');
  expect(commands.idProblem(renamed.pipeline, 'fit', 'fit')).toBeUndefined();
});
