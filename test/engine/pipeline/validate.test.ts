import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../../engine/pipeline/pipeline.ts';
import { trainingPipeline, tutorialPipeline } from '../../../engine/pipeline/templates.ts';
import { assertValid, validatePipeline } from '../../../engine/pipeline/validate.ts';

/** The tutorial's pipeline after a change. */
function broken(change: (pipeline: Pipeline) => void): Pipeline {
  const pipeline = structuredClone(tutorialPipeline());
  change(pipeline);
  return pipeline;
}
const node = (pipeline: Pipeline, id: string) => {
  const found = pipeline.nodes.find((candidate) => candidate.id === id);
  if (!found) throw new Error(id);
  return found;
};
const edge = (from: string, to: string): Pipeline['edges'][number] => {
  const [fromNode, fromPort] = from.split('.');
  const [toNode, toPort] = to.split('.');
  return { from: { node: fromNode, port: fromPort }, to: { node: toNode, port: toPort } };
};
const without = (pipeline: Pipeline, to: string) => {
  pipeline.edges = pipeline.edges.filter((other) => `${other.to.node}.${other.to.port}` !== to);
};

describe('validatePipeline', () => {
  it('has nothing to say about the templates', () => {
    expect(validatePipeline(tutorialPipeline())).toEqual([]);
    for (const missing of ['none', 'impute', 'drop-rows'] as const) {
      for (const split of [0.7, 1]) {
        expect(validatePipeline(trainingPipeline({ label: 'y', missing, split, drop: ['id'] }))).toEqual([]);
      }
    }
  });

  it.each<[string, (pipeline: Pipeline) => void, object]>([
    [
      'a component that does not exist',
      (p) => (node(p, 'split').component = 'split-dta'),
      {
        code: 'unknown-component',
        node: 'split',
        message: '"split" is a component "split-dta", which does not exist.',
        hint: 'Did you mean "split-data"?',
      },
    ],
    [
      'a component of a later version',
      (p) => (node(p, 'split').version = 2),
      {
        code: 'wrong-component-version',
        node: 'split',
        component: 'Split Data',
        hint: 'Update Guidepost and open the pipeline again.',
      },
    ],
    [
      'a setting that does not exist',
      (p) => (node(p, 'split').settings = { fractoin: 0.5 }),
      {
        code: 'unknown-setting',
        node: 'split',
        setting: 'fractoin',
        message: 'Split Data ("split") has no setting "fractoin".',
        hint: 'Did you mean "fraction"?',
      },
    ],
    [
      'a setting named like a method',
      (p) => (node(p, 'split').settings = { constructor: 0.5 }),
      { code: 'unknown-setting', setting: 'constructor' },
    ],
    [
      'a setting out of range',
      (p) => (node(p, 'split').settings = { fraction: 70 }),
      {
        code: 'wrong-setting',
        setting: 'fraction',
        message:
          'Split Data ("split"): the setting "Fraction of rows in the first output" must be at most 1, not 70.',
      },
    ],
    [
      'a setting of the wrong type',
      (p) => (node(p, 'split').settings = { seed: 1.5 }),
      {
        setting: 'seed',
        message: 'Split Data ("split"): the setting "Random seed" must be a whole number, not 1.5.',
      },
    ],
    [
      'one of several words',
      (p) => (node(p, 'clean').settings = { mode: 'average' }),
      {
        message:
          'Clean Missing Data ("clean"): the setting "Cleaning mode" must be "custom" or "mean" or "median" or "mode" or "remove-row" or "remove-column", not "average".',
      },
    ],
    [
      'a value that may be a number or a text',
      (p) => (node(p, 'clean').settings = { value: true }),
      {
        message:
          'Clean Missing Data ("clean"): the setting "Replacement value" must be a number or a text, not true.',
      },
    ],
    [
      'a setting inside a setting',
      (p) =>
        (node(p, 'select').settings = {
          columns: { rules: [{ action: 'exclude', by: 'name', name: ['a'], names: [] }] },
        }),
      {
        setting: 'columns.rules[0].name',
        message: 'Select Columns in Dataset ("select") has no setting "columns.rules[0].name".',
        hint: 'Did you mean "names"?',
      },
    ],
    [
      'a rule of an unknown kind',
      (p) =>
        (node(p, 'select').settings = {
          columns: { rules: [{ action: 'exclude', by: 'names', names: ['a'] }] },
        }),
      {
        setting: 'columns.rules[0].by',
        message:
          'Select Columns in Dataset ("select"): the setting "Columns" (columns.rules[0].by) must be "name" or "type" or "pattern", not "names".',
      },
    ],
    [
      'a label that was not chosen',
      (p) => (node(p, 'train').settings = {}),
      {
        setting: 'label',
        message: 'Train Model ("train"): the setting "Label column" is empty.',
        hint: 'Choose the column to predict.',
      },
    ],
    [
      'a stratified split without a column',
      (p) => (node(p, 'split').settings = { stratified: true }),
      {
        setting: 'stratificationColumn',
        message: 'Split Data ("split"): the setting "Stratification column" is missing.',
        hint: 'A stratified split needs a stratification column.',
      },
    ],
    [
      'an input without an edge',
      (p) => without(p, 'train.table'),
      {
        code: 'missing-input',
        node: 'train',
        component: 'Train Model',
        port: 'table',
        message: 'Train Model ("train") has nothing connected to its input "Dataset".',
      },
    ],
    [
      'two edges into one input',
      (p) => p.edges.push(edge('split.second', 'train.table')),
      {
        code: 'input-taken',
        node: 'train',
        port: 'table',
        message: 'Train Model ("train") has more than one edge into its input "Dataset".',
      },
    ],
    [
      'an output that does not exist',
      (p) => {
        without(p, 'score.table');
        p.edges.push(edge('split.third', 'score.table'));
      },
      {
        code: 'unknown-port',
        node: 'split',
        port: 'third',
        message: 'Split Data ("split") has no output "third".',
        hint: 'Its outputs are "first" and "second".',
      },
    ],
    [
      'an input named like a method',
      (p) => p.edges.push(edge('split.second', 'score.constructor')),
      { code: 'unknown-port', node: 'score', port: 'constructor' },
    ],
    [
      'types that do not fit',
      (p) => {
        without(p, 'evaluate.scored');
        p.edges.push(edge('split.second', 'evaluate.scored'));
      },
      {
        code: 'incompatible-ports',
        node: 'evaluate',
        port: 'scored',
        message:
          'Split Data ("split") gives a table at "Results dataset 2", and Evaluate Model ("evaluate") needs a scored table at "Scored dataset".',
      },
    ],
    [
      'a circle',
      (p) => {
        without(p, 'clean.table');
        p.edges.push(edge('split.second', 'clean.table'));
      },
      { code: 'cycle', message: 'The edges run in a circle: "clean" → "split" → "clean".' },
    ],
    [
      'two nodes of one id',
      (p) => p.nodes.push(structuredClone(node(p, 'dataset'))),
      { code: 'duplicate-node', node: 'dataset', message: 'Two nodes have the id "dataset".' },
    ],
    [
      'an edge to a node that is not there',
      (p) => p.edges.push(edge('score.scored', 'evalute.scored')),
      {
        code: 'missing-node',
        message: 'The edge from "score" to "evalute" names a node "evalute" that does not exist.',
        hint: 'Did you mean "evaluate"?',
      },
    ],
  ])('finds %s and nothing else', (_, change, expected) => {
    const problems = validatePipeline(broken(change));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject(expected);
    expect(problems[0].hint).toMatch(/[.?]$/);
  });

  it('accepts a scored table where a table is needed', () => {
    const pipeline = broken((p) => {
      p.nodes.push({ id: 'look', component: 'select-columns', version: 1, settings: {} });
      p.edges.push(edge('score.scored', 'look.table'));
    });
    expect(validatePipeline(pipeline)).toEqual([]);
  });

  it('finds each of several circles, a node that points at itself too', () => {
    const pipeline: Pipeline = {
      formatVersion: 1,
      name: '',
      nodes: ['a', 'b', 'c', 'd', 'e'].map((id) => ({
        id,
        component: 'select-columns',
        version: 1,
        settings: {},
      })),
      edges: ['a b', 'b a', 'c c', 'c d', 'd e'].map((pair) => {
        const [from, to] = pair.split(' ');
        return edge(`${from}.table`, `${to}.table`);
      }),
    };
    const cycles = validatePipeline(pipeline).filter(({ code }) => code === 'cycle');
    expect(cycles.map(({ message }) => message)).toEqual([
      'The edges run in a circle: "a" → "b" → "a".',
      'The edges run in a circle: "c" → "c".',
    ]);
  });

  it('tells of all problems at once', () => {
    const pipeline = broken((p) => {
      node(p, 'split').settings = { fraction: 70, sed: 1 };
      without(p, 'train.table');
    });
    expect(
      validatePipeline(pipeline)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['missing-input', 'unknown-setting', 'wrong-setting']);
    expect(() => assertValid(pipeline)).toThrow(
      expect.objectContaining({
        code: 'pipeline-not-valid',
        message: expect.stringMatching(/^The pipeline has 3 problems[.] The first: Split Data/) as string,
        details: { problems: validatePipeline(pipeline) },
      }),
    );
  });
});
