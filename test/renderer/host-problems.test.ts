import { expect, it } from 'vitest';
import { components } from '../../engine/components/registry.ts';
import { describeIssues } from '../../engine/pipeline/issues.ts';
import { pipelineSchema, type Pipeline } from '../../engine/pipeline/pipeline.ts';
import { tutorialPipeline } from '../../engine/pipeline/templates.ts';
import { validatePipeline } from '../../engine/pipeline/validate.ts';
import { faultsOfChinese } from '../support/chinese.ts';

type Nodes = Pipeline['nodes'];

const right = tutorialPipeline();
const withNodes = (change: (node: Nodes[number]) => Partial<Nodes[number]>): Pipeline => ({
  ...right,
  nodes: right.nodes.map((node) => ({ ...node, ...change(node) })),
});
const withSettings = (id: string, settings: Record<string, unknown>): Pipeline =>
  withNodes((node) => (node.id === id ? { settings: { ...node.settings, ...settings } } : {}));
const withEdge = (from: string, output: string, to: string, input: string): Pipeline => ({
  ...right,
  edges: [...right.edges, { from: { node: from, port: output }, to: { node: to, port: input } }],
});

/** Drawings that are wrong in one way each. */
const wrong: Readonly<Record<string, Pipeline>> = {
  'duplicate-node': { ...right, nodes: [...right.nodes, right.nodes[0]] },
  'unknown-component': withNodes(({ id }) => (id === 'split' ? { component: 'split-dat' } : {})),
  'unknown-component without a near one': withNodes(({ id }) => (id === 'split' ? { component: 'x' } : {})),
  'wrong-component-version': withNodes(({ id }) => (id === 'split' ? { version: 7 } : {})),
  'missing-input': { ...right, edges: [] },
  'unknown-setting': withSettings('split', { fractio: 1, x: 2 }),
  'wrong-setting': withSettings('split', {
    fraction: 3,
    seed: 'a',
    stratified: 'yes',
    stratificationColumn: '',
  }),
  'wrong-setting of columns': withSettings('clean', {
    mode: 'none',
    columns: { rules: [{ by: 'name', names: 'a' }] },
  }),
  'incompatible-ports': withEdge('learner', 'model', 'score', 'table'),
  'input-taken': withEdge('dataset', 'table', 'select', 'table'),
  'unknown-port': withEdge('dataset', 'tabel', 'select', 'x'),
  'unknown-port where there is none': withEdge('evaluate', 'evaluation', 'dataset', 'table'),
  'missing-node': withEdge('datase', 'table', 'nowhere', 'table'),
  cycle: withEdge('split', 'first', 'select', 'table'),
};

it.each(Object.keys(wrong))('what is wrong with a drawing has its Chinese: %s', (name) => {
  const problems = validatePipeline(wrong[name]);
  expect(problems.map(({ code }) => code)).toContain(name.split(' ')[0]);
  const names = new Set(
    'a b x tabel datase nowhere split-dat fractio model name scored evaluation yes include exclude custom mean median mode none remove-row remove-column'.split(
      ' ',
    ),
  );
  for (const { id } of right.nodes) names.add(id);
  for (const { type } of components) names.add(type);
  expect(
    faultsOfChinese(
      problems.flatMap(({ message, hint }) => [message, hint]),
      names,
    ),
  ).toEqual([]);
});

it('what is wrong with the file of a drawing has its Chinese', () => {
  const saved = {
    formatVersion: 2,
    name: 5,
    nodes: [{ id: '1', component: 7, version: 0, x: 1 }],
    edges: {},
  };
  const { error } = pipelineSchema.safeParse(saved);
  const issues = describeIssues(error?.issues ?? [], pipelineSchema, saved);
  expect(issues.length).toBeGreaterThan(5);
  const said = issues.flatMap(({ path, predicate, hint }) => [`"${path}" ${predicate}.`, hint]);
  expect(
    faultsOfChinese(
      [...said, 'The file must be an object, not 5.'],
      new Set(['component', 'position', 'comment']),
    ),
  ).toEqual([]);
});
