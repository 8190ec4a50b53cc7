import { describe, expect, it } from 'vitest';
import { parsePipeline, serializePipeline } from '../../../engine/pipeline/pipeline.ts';
import { trainingPipeline, tutorialPipeline } from '../../../engine/pipeline/templates.ts';

const saved = {
  formatVersion: 1,
  name: 'Small',
  nodes: [
    { id: 'data', component: 'dataset', version: 1, position: { x: 1, y: 2 }, comment: 'from the bank' },
    { id: 'split', component: 'split-data', version: 1, settings: { fraction: 0.5 } },
  ],
  edges: [{ from: { node: 'data', port: 'table' }, to: { node: 'split', port: 'table' } }],
};

describe('parsePipeline', () => {
  it.each([tutorialPipeline(), trainingPipeline({ label: 'y', drop: ['id'], missing: 'impute' })])(
    'reads what serializePipeline writes: $name',
    (pipeline) => {
      expect(parsePipeline(serializePipeline(pipeline))).toEqual(pipeline);
    },
  );

  it('fills in settings that are left out', () => {
    expect(parsePipeline(saved).nodes[0].settings).toEqual({});
  });

  const [data, split] = saved.nodes;
  it.each([
    ['a key that is not known', { ...saved, edge: [] }, '"edge" is not known.', 'Did you mean "edges"?'],
    [
      'a key of a node that is not known',
      { ...saved, nodes: [data, { ...split, setings: {} }] },
      '"nodes[1].setings" is not known.',
      'Did you mean "settings"?',
    ],
    ['no edges', { ...saved, edges: undefined }, '"edges" is missing; it must be a list.', 'Add it.'],
    ['a name that is no text', { ...saved, name: 3 }, '"name" must be a text, not 3.', 'Change it.'],
    [
      'an id that is no word',
      { ...saved, nodes: [{ ...data, id: '__proto__' }] },
      '"nodes[0].id" cannot be "__proto__".',
      'Begin with a letter, and use letters, digits, - and _ only.',
    ],
    [
      'a version below 1',
      { ...saved, nodes: [{ ...data, version: 0 }] },
      '"nodes[0].version" must be at least 1, not 0.',
      'Change it.',
    ],
    ['a list', [], 'The file must be an object, not [].', 'Change it.'],
    [
      'no format version',
      { ...saved, formatVersion: undefined },
      '"formatVersion" is missing; it must be 1.',
      'Add it.',
    ],
  ])('refuses %s with a sentence', (_, value, message, hint) => {
    expect(() => parsePipeline(value)).toThrow(
      expect.objectContaining({ code: 'pipeline-not-valid', message, hint }),
    );
  });

  it('tells of all faults at once', () => {
    const value = { ...saved, name: 3, nodes: [{ ...data, x: 1 }] };
    expect(() => parsePipeline(value)).toThrow(
      expect.objectContaining({
        message: 'The saved pipeline has 2 problems. The first: "name" must be a text, not 3.',
        details: { problems: [expect.anything(), expect.objectContaining({ code: 'unknown-key' })] },
      }),
    );
  });

  it('refuses a newer format, and what is no JSON', () => {
    expect(() => parsePipeline({ ...saved, formatVersion: 2, surprise: true })).toThrow(
      expect.objectContaining({ code: 'pipeline-newer', hint: 'Update Guidepost and open it again.' }),
    );
    expect(() => parsePipeline('{"formatVersion": 1,')).toThrow(
      expect.objectContaining({ code: 'pipeline-not-json' }),
    );
  });
});
