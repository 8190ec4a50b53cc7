import { expect, it } from 'vitest';
import * as fc from 'fast-check';
import { components } from '../../../engine/components/registry.ts';
import type { Pipeline, PipelineEdge } from '../../../engine/pipeline/pipeline.ts';
import { tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { problemOfEdge, validatePipeline } from '../../../engine/pipeline/validate.ts';
import { addComponent, connect, emptyPipeline } from '../../../renderer/designer/core/commands.ts';
import { canReplace, inputsFor, outputsFor } from '../../../renderer/designer/core/connections.ts';

const tutorial = tutorialPipeline();
const edge = (from: string, to: string): PipelineEdge => {
  const [[fromNode, fromPort], [toNode, toPort]] = [from.split('.'), to.split('.')];
  return { from: { node: fromNode, port: fromPort }, to: { node: toNode, port: toPort } };
};

it.each([
  ['learner.model', 'score.model', 'incompatible-ports', 'gives an untrained model at "Untrained model"'],
  ['split.first', 'score.table', 'input-taken', 'more than one edge into its input "Dataset"'],
  ['score.scored', 'select.table', 'input-taken', 'more than one edge'],
  ['train.model', 'train.learner', 'incompatible-ports', 'needs an untrained model'],
  ['split.first', 'nobody.table', 'missing-node', 'names a node "nobody" that does not exist'],
])('an edge from %s to %s is refused: %s', (from, to, code, words) => {
  const problem = problemOfEdge(tutorial, edge(from, to));
  expect(problem?.code).toBe(code);
  expect(problem?.message).toContain(words);
  expect(problem?.hint).not.toBe('');
});

it('circles are refused with the way round, also a component on its own', () => {
  const open: Pipeline = { ...tutorial, edges: tutorial.edges.filter(({ to }) => to.node !== 'select') };
  const problem = problemOfEdge(open, edge('split.second', 'select.table'));
  expect(problem?.code).toBe('cycle');
  expect(problem?.message).toContain('"select" → "clean" → "split" → "select"');
  const free: Pipeline = { ...tutorial, edges: [] };
  expect(problemOfEdge(free, edge('select.table', 'select.table'))?.code).toBe('cycle');
});

it('lists what fits, what would be replaced, and why the others do not', () => {
  const choices = inputsFor(tutorial, { node: 'split', port: 'second' });
  const at = (node: string, port: string): (typeof choices)[number] | undefined =>
    choices.find(({ reference }) => reference.node === node && reference.port === port);
  expect(at('score', 'table')).toMatchObject({ isTaken: true });
  expect(at('train', 'learner')?.problem?.code).toBe('incompatible-ports');
  // It is taken, and would be a circle besides.
  expect(at('select', 'table')).toMatchObject({ isTaken: false, problem: { code: 'input-taken' } });
  expect(canReplace(tutorial, edge('split.first', 'score.table'))).toBe(true);
  const outputs = outputsFor(tutorial, { node: 'score', port: 'table' }).filter(({ problem }) => !problem);
  expect(outputs.map(({ reference }) => `${reference.node}.${reference.port}`)).toEqual([
    'dataset.table',
    'select.table',
    'clean.table',
    'split.first',
    'split.second',
  ]);
});

it('whatever may be drawn leaves a pipeline without faulty edges, whatever may not would not', () => {
  const types = components.map(({ type }) => type);
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...types), { minLength: 2, maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), { maxLength: 25 }),
      (chosen, tries) => {
        let drawn = chosen.reduce(
          (pipeline, type) => addComponent(pipeline, type, { x: 0, y: 0 }).pipeline,
          emptyPipeline(''),
        );
        const faults = (pipeline: Pipeline): string[] =>
          validatePipeline(pipeline)
            .map(({ code }) => code)
            .filter((code) => ['incompatible-ports', 'input-taken', 'cycle', 'unknown-port'].includes(code));
        for (const [a, b, c, d] of tries) {
          const [source, target] = [drawn.nodes[a % chosen.length], drawn.nodes[b % chosen.length]];
          const outputs = Object.keys(
            components.find(({ type }) => type === source.component)?.outputs ?? {},
          );
          const inputs = Object.keys(components.find(({ type }) => type === target.component)?.inputs ?? {});
          if (outputs.length === 0 || inputs.length === 0) continue;
          const wanted = edge(
            `${source.id}.${outputs[c % outputs.length]}`,
            `${target.id}.${inputs[d % inputs.length]}`,
          );
          const isRefused = problemOfEdge(drawn, wanted) !== undefined;
          expect(faults({ ...drawn, edges: [...drawn.edges, wanted] }).length > 0).toBe(isRefused);
          if (!isRefused) drawn = connect(drawn, wanted);
        }
        expect(faults(drawn)).toEqual([]);
      },
    ),
  );
});
