import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from '../../../renderer/console/json-check.ts';
import { checkRequest, formatJson } from '../../../renderer/console/request-check.ts';
import type { InputColumn } from '../../../renderer/console/types.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON with a letter taken out, put in or changed. */
const nearlyJson = fc
  .tuple(
    fc.json({ maxDepth: 3 }),
    fc.nat(),
    fc.constantFrom('', ...'{}[],:"\\ \n-+.0e1tn\u0001'),
    fc.boolean(),
  )
  .map(([json, at, letter, isReplaced]) => {
    const place = at % (json.length + 1);
    return json.slice(0, place) + letter + json.slice(place + (isReplaced ? 1 : 0));
  });

describe('what is JSON', () => {
  it('is what JSON.parse takes, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyJson, fc.json(), fc.string(), fc.string({ unit: 'binary' })), (text) => {
        expect(findJsonFault(text) === undefined, JSON.stringify(text)).toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['', 'empty', 1, 1],
    ['  \n ', 'empty', 2, 2],
    ['{"a": }', 'value', 1, 7],
    ['{a: 1}', 'key', 1, 2],
    ['{"a" 1}', 'colon', 1, 6],
    ['[1,\n 2\n 3]', 'comma-or-end', 3, 2],
    ['{"a": "b', 'text-not-closed', 1, 7],
    ['["\\x"]', 'escape', 1, 3],
    ['[01]', 'number', 1, 2],
    ['[1.]', 'number', 1, 2],
    ['{} {}', 'more', 1, 4],
    ["{'a': 1}", 'key', 1, 2],
    ['[1,]', 'value', 1, 4],
    ['[NaN]', 'value', 1, 2],
    ['['.repeat(2000), 'too-deep', 1, 502],
  ])('%s is wrong at its place', (text, kind, line, column) => {
    expect(findJsonFault(text)).toMatchObject({ kind, line, column });
  });
});

describe('tidying up', () => {
  it('keeps the meaning and every digit, and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) => {
        const tidy = formatJson(json);
        expect(JSON.parse(tidy)).toEqual(JSON.parse(json));
        expect(formatJson(tidy)).toBe(tidy);
      }),
    );
    expect(formatJson('{"a":[12345678901234567890,1.0,{}],"b":[]}')).toBe(
      '{\n  "a": [\n    12345678901234567890,\n    1.0,\n    {}\n  ],\n  "b": []\n}',
    );
    expect(formatJson('{"a":')).toBe('{"a":');
  });
});

const columns: InputColumn[] = [
  { name: 'age', type: 'number', minimum: 1, maximum: 90, example: 40 },
  { name: 'area', type: 'category', levels: ['Rural'], example: 'Rural' },
];

describe('a request', () => {
  it.each([
    [
      '{"Inputs":{"WebServiceInput0":[{"age":1}]}}',
      { kind: 'good', format: 'web-service', rows: [{ age: 1 }] },
    ],
    [
      '{"input_data":{"columns":["age"],"data":[[2]]}}',
      { kind: 'good', format: 'input_data', rows: [{ age: 2 }] },
    ],
    ['{"input_data":[{"area":null}]}', { kind: 'good', rows: [{ area: null }] }],
    ['{"rows":[]}', { kind: 'other-shape' }],
    ['[1]', { kind: 'other-shape' }],
    ['{"input_data":[{"years":1}]}', { kind: 'other-columns', unknown: ['years'], missing: ['age', 'area'] }],
    [
      '{"input_data":[{"age":1},{"age":"old"}]}',
      { kind: 'other-type', row: 2, column: 'age', takes: 'number' },
    ],
    ['{"input_data":[{"area":3}]}', { kind: 'other-type', row: 1, column: 'area', takes: 'category' }],
    ['{', { kind: 'not-json' }],
  ])('%s', (text, expected) => {
    expect(checkRequest(text, columns)).toMatchObject(expected);
  });
});
