import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import { fingerprint } from '../../../engine/playground/fingerprint.ts';
import {
  bytesToBase64,
  checkTable,
  includedBytes,
  parsePlayground,
  serializePlayground,
  type PlaygroundFile,
} from '../../../engine/playground/playground-file.ts';

const state: PlaygroundFile = {
  guidepost: 'playground',
  formatVersion: 1,
  table: { kind: 'shape', shape: 'moons', options: { rows: 300, noise: 0.2, seed: 1 } },
  setup: { label: 'class', positive: '', features: ['x', 'y'], missing: 'impute', fraction: 0.7, seed: 42 },
  learners: [{ component: 'two-class-logistic-regression', settings: { l2Weight: 2 } }],
  axes: { x: 'x', y: 'y' },
  steps: 12,
};

function errorOf(work: () => unknown): EngineError {
  try {
    work();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

it('what was saved is read again', () => {
  expect(parsePlayground(serializePlayground(state), 'a.json')).toEqual(state);
});

it('a table that is included comes back byte for byte, and a changed one is noticed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100_000 }), (bytes) => {
      const table = { name: 'own.csv', fingerprint: fingerprint(bytes), bytes: bytesToBase64(bytes) };
      expect([...includedBytes(table)]).toEqual([...bytes]);
    }),
    { numRuns: 30 },
  );
  const expected = { name: 'own.csv', fingerprint: fingerprint(Uint8Array.of(1, 2, 3)) };
  expect(errorOf(() => checkTable(Uint8Array.of(1, 2, 4), 'other.csv', expected)).code).toBe('wrong-table');
});

describe('a file that is none', () => {
  const change = (changes: object): string => JSON.stringify({ ...state, ...changes });
  const cases: readonly (readonly [string, string, string, RegExp])[] = [
    ['no JSON', 'x,y\n1,2\n', 'state-not-json', /^a\.json is not a file of the playground/],
    ['a pipeline', '{"formatVersion":1,"nodes":[]}', 'state-not-valid', /does not say/],
    ['nothing', 'null', 'state-not-valid', /does not say/],
    ['a newer one', change({ formatVersion: 2 }), 'state-newer', /format 2/],
    ['a key too many', change({ colour: 'red' }), 'state-not-valid', /"colour" is not known/],
    ['a wrong part', change({ steps: -1 }), 'state-not-valid', /"steps" must be at least 0, not -1/],
    ['no learner', change({ learners: [] }), 'state-not-valid', /"learners"/],
    ['too large', ' '.repeat(65 * 2 ** 20), 'state-too-large', /has 65 MB/],
  ];
  it.each(cases)('%s', (_, text, code, sentence) => {
    const error = errorOf(() => parsePlayground(text, 'a.json'));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(sentence);
    expect(error.hint).not.toBe('');
  });
});
