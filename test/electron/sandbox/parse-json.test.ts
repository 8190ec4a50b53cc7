import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { tightenJson } from '../../../electron/sandbox/parse-json.ts';

it('what is strict stays as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, space) => {
      const text = JSON.stringify(value, null, space);
      expect(tightenJson(text)).toBe(text);
    }),
  );
});

it.each([
  ['a name without quotes', '{"mode": "x", template:{"a": 1}}', { mode: 'x', template: { a: 1 } }],
  [
    'comments, but none in a text',
    '{// one\n"a": /* two */ "http://x/*y*/", "b": 2}',
    { a: 'http://x/*y*/', b: 2 },
  ],
  ['commas at an end', '{"a": [1, 2, ], }', { a: [1, 2] }],
  ['words that are values', '{a: true, b: null, "c": "d: e"}', { a: true, b: null, c: 'd: e' }],
])('reads %s', (_, text, value) => {
  expect(JSON.parse(tightenJson(text) ?? '')).toEqual(value);
});

it('gives up at once on what has no end', () => {
  expect(tightenJson(`{"a": "${'\\"'.repeat(2_000_000)}`)).toBeUndefined();
  expect(tightenJson('/*'.repeat(2_000_000))).toBeUndefined();
  expect(tightenJson("{'a': 1}")).toBe("{'a': 1}");
});
