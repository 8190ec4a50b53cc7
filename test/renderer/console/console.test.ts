import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  givesProbabilities,
  measuresOf,
  requestOf,
  rowsOfAnswer,
  rowsOfRequest,
  whatIsSpecial,
} from '../../../renderer/console/answer.ts';
import { compareAnswers } from '../../../renderer/console/compare.ts';
import { seriesOf } from '../../../renderer/console/metrics-series.ts';
import { canSend, noteOf, numberIn, rowOf, startTexts } from '../../../renderer/console/row-form.ts';
import type { InputColumn, Row } from '../../../renderer/console/types.ts';
import { crossingOf, rowsToTry, valuesToTry } from '../../../renderer/console/what-if.ts';

const age: InputColumn = { name: 'age', type: 'number', minimum: 18, maximum: 90, example: 40 };
const area: InputColumn = { name: 'area', type: 'category', levels: ['Rural', 'Urban'], example: 'Urban' };
const code: InputColumn = { name: 'code', type: 'category', levels: ['0', '1'], example: '1' };

describe('a form', () => {
  it('begins with typical values, or with a row', () => {
    expect(startTexts([age, area])).toEqual({ age: '40', area: 'Urban' });
    expect(startTexts([age, area], { age: 30 })).toEqual({ age: '30', area: '' });
  });

  it('sends numbers as numbers, and what was made a text as a text', () => {
    expect(rowOf([age, area, code], { age: ' 31.5 ', area: '', code: '1' })).toEqual({
      age: 31.5,
      area: null,
      code: '1',
    });
  });

  it('says what is wrong and what is unusual at the field', () => {
    expect(noteOf(age, 'old')).toEqual({ kind: 'no-number' });
    expect(noteOf(age, '7')).toEqual({ kind: 'outside', minimum: 18, maximum: 90 });
    expect(noteOf(area, 'Moon')).toEqual({ kind: 'unknown-level' });
    expect([noteOf(age, ''), noteOf(age, '20'), noteOf(area, 'Rural')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(canSend([age, area], { age: 'old', area: '' })).toBe(false);
    expect(canSend([age, area], { age: '7', area: 'Moon' })).toBe(true);
  });

  it('takes for numbers what JSON can hold', () => {
    expect(['1', '-2.5', '+3', '.5', '1e3', '5.'].map(numberIn)).toEqual([1, -2.5, 3, 0.5, 1000, 5]);
    expect(['', '1,5', '0x10', 'Infinity', 'NaN', '1 2', '1e999'].map(numberIn)).toEqual(
      Array(7).fill(undefined),
    );
  });
});

const cells = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
const rows = fc.array(fc.record({ age: cells, 'a "b"': cells }), { minLength: 1, maxLength: 4 });

describe('requests and answers', () => {
  it('rows come back from either format as they went in', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('web-service' as const, 'input_data' as const), (given, format) => {
        expect(rowsOfRequest(JSON.parse(JSON.stringify(requestOf(given, format))))).toEqual(given);
      }),
    );
  });

  it('are read in both formats; plain values become a column', () => {
    expect(rowsOfAnswer({ Results: { WebServiceOutput0: [{ a: 1 }] } })).toEqual([{ a: 1 }]);
    expect(rowsOfAnswer([{ a: [1, 2] }, 'Y'])).toEqual([{ a: '[1,2]' }, { 'Scored Labels': 'Y' }]);
    expect([rowsOfAnswer('x'), rowsOfAnswer(null), rowsOfAnswer({ error: {} })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('tell what of them can be drawn', () => {
    const two = ['Scored Labels', 'Scored Probabilities'];
    expect(measuresOf(two, undefined, 'Y')).toEqual([{ column: 'Scored Probabilities', ofClass: 'Y' }]);
    const many = ['Scored Probabilities_a', 'Scored Probabilities_b'];
    expect(measuresOf(many, undefined, null).map(({ ofClass }) => ofClass)).toEqual(['a', 'b']);
    expect(measuresOf(['Scored Labels'], { 'Scored Labels': 3 }, null)).toEqual([
      { column: 'Scored Labels', ofClass: null },
    ]);
    expect(measuresOf(['Scored Labels'], { 'Scored Labels': 'Y' }, null)).toEqual([]);
    const schema = { columns: [], label: null, positive: null, threshold: null };
    expect(givesProbabilities({ ...schema, outputs: two })).toBe(true);
    expect(givesProbabilities({ ...schema, outputs: ['Scored Labels'] })).toBe(false);
  });

  it('a request is told by what is not as at the start', () => {
    const start: Row = { age: 40, area: 'Urban', code: '1' };
    expect(whatIsSpecial([{ ...start, code: '0' }], start)).toBe('code 0');
    expect(whatIsSpecial([{ ...start, age: null }], start)).toBe('age –');
    expect(whatIsSpecial([start], start)).toBe('');
  });
});

describe('what-if', () => {
  it('tries the whole range, the present value among it, each once and in order', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: -50, max: 200 }), fc.double({ min: 0, max: 100, noNaN: true })),
        (present) => {
          const tried = valuesToTry(age, present).map(({ value }) => Number(value));
          expect(tried).toEqual([...new Set(tried)].sort((a, b) => a - b));
          expect(tried).toContain(present);
          expect(tried[0]).toBe(Math.min(18, present));
          expect(tried.at(-1)).toBe(Math.max(90, present));
          expect(tried.length).toBeLessThan(50);
        },
      ),
    );
    expect(valuesToTry({ ...age, minimum: 0, maximum: 1, example: 1 }, 1).map(({ value }) => value)).toEqual([
      0, 1,
    ]);
  });

  it('tries every text and a gap', () => {
    expect(valuesToTry(area, 'Rural').map(({ value }) => value)).toEqual(['Rural', 'Urban', null]);
    expect(valuesToTry(area, 'Moon').map(({ value }) => value)).toEqual(['Moon', 'Rural', 'Urban', null]);
    expect(valuesToTry(area, null).filter(({ isPresent }) => isPresent)).toEqual([
      { value: null, isPresent: true },
    ]);
  });

  it('changes one input of the row and no other', () => {
    const tried = rowsToTry({ age: 1, area: 'x' }, 'age', valuesToTry(age, 40));
    expect(new Set(tried.map((row) => row.area))).toEqual(new Set(['x']));
    expect(new Set(tried.map((row) => row.age)).size).toBe(tried.length);
  });

  it('finds where a curve crosses the threshold', () => {
    expect(crossingOf([0, 10], [0, 1], 0.5)).toBe(5);
    expect(crossingOf([0, 10, 20], [1, 0.75, 0.25], 0.5)).toBe(15);
    expect(crossingOf([0, 10], [0.6, 0.9], 0.5)).toBeUndefined();
  });
});

it('deployments are compared line by line; what only one tells is no difference', () => {
  const request = [{ age: 1 }, { age: 2 }];
  const lines = compareAnswers(
    [
      {
        deployment: 'blue',
        rows: [
          { age: 1, label: 'Y' },
          { age: 2, label: 'N' },
        ],
      },
      {
        deployment: 'green',
        rows: [
          { label: 'Y', p: 0.9 },
          { label: 'Y', p: 0.7 },
        ],
      },
      { deployment: 'red', rows: undefined },
    ],
    request,
  );
  expect(lines.map(({ row, column, word }) => `${row} ${column} ${word}`)).toEqual([
    '1 label partly',
    '1 p partly',
    '2 label differs',
    '2 p partly',
  ]);
  expect(
    compareAnswers(
      [
        { deployment: 'a', rows: [{ p: 0.1 + 0.2 }] },
        { deployment: 'b', rows: [{ p: 0.3 }] },
      ],
      [{}],
    )[0].word,
  ).toBe('same');
});

it('figures over time have a place for every stretch, and lose no request', () => {
  const from = '2026-11-26T10:00:30.000Z';
  const to = '2026-11-26T11:00:30.000Z';
  const point = { p50: 1, p95: 2, p99: 3 };
  const points = [
    { at: '2026-11-26T10:00:00.000Z', requests: { '2xx': 2 }, ...point },
    { at: '2026-11-26T11:00:00.000Z', requests: { '2xx': 1, '4xx': 3 }, ...point, p50: null },
  ];
  const totals = { requests: 6, failures: 3, averageMilliseconds: 1, p95: 2 };
  const { edges, counts, times } = seriesOf({ from, to, seconds: 60, points, totals });
  expect(edges).toHaveLength(62);
  expect(counts.map(({ status, values }) => [status, values.reduce((sum, value) => sum + value, 0)])).toEqual(
    [
      ['2xx', 3],
      ['4xx', 3],
    ],
  );
  expect(times).toEqual([{ at: Date.parse('2026-11-26T10:00:30.000Z'), p50: 1, p95: 2, p99: 3 }]);
});
