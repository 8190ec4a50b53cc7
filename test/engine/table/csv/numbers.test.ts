import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalBytes, parseNumber } from '../../../../engine/table/csv/numbers.ts';
import { createRandom } from '../../../../engine/random.ts';
import { cells, readText } from '../../../support/csv.ts';

function parse(text: string, decimal: '.' | ',' = '.'): number {
  // The bytes around a cell must not matter.
  const bytes = new TextEncoder().encode(`9${text}9`);
  return parseNumber(bytes, 1, bytes.length - 1, decimalBytes[decimal]);
}

/** What counts as a number, as plainly as can be; sixteen digits without a mark are an id. */
const grammar = /^[-+]?((0|[1-9]\d*)(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i;
const meaning = (text: string): number =>
  grammar.test(text) && !/^[-+]?\d{16,}$/.test(text) ? Number(text) : NaN;

function expectSame(text: string): void {
  const found = parse(text);
  if (!Object.is(found, meaning(text))) expect(`${text} → ${found}`).toBe(`${text} → ${meaning(text)}`);
}

describe('numbers are what Number() makes of them, bit for bit', () => {
  it('written by chance', () => {
    const random = createRandom(7);
    const digits = (most: number): string =>
      Array.from({ length: random.integer(most + 1) }, () => random.integer(10)).join('');
    for (let i = 0; i < 300_000; i++) {
      const sign = ['', '', '-', '+'][random.integer(4)];
      const fraction = random.next() < 0.7 ? `.${digits(random.integer(25))}` : '';
      const exponent =
        random.next() < 0.4
          ? `${'eE'[random.integer(2)]}${['', '-', '+'][random.integer(3)]}${random.integer(340)}`
          : '';
      expectSame(sign + digits(random.integer(22)) + fraction + exponent);
    }
  });

  it('of any float64, written in the shortest way and with 17 digits', () => {
    const bits = new BigUint64Array(1);
    const value = new Float64Array(bits.buffer);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (random) => {
        bits[0] = random;
        if (!Number.isFinite(value[0])) return;
        expectSame(String(value[0]));
        expectSame(value[0].toExponential(16));
      }),
      { numRuns: 5000 },
    );
  });

  it('at the borders of the quick way', () => {
    for (const text of [
      ...['9007199254740993.0', '9007199254740992.5', '999999999999999e22', '999999999999999e23', '1e23'],
      ...[
        '123456789012345e-22',
        '123456789012345e-23',
        '8.41e21',
        '9.5e-5',
        '1e22',
        '1e-22',
        '-0',
        '-0.0',
        '0e0',
      ],
      ...['2.2250738585072011e-308', '5e-324', '2e-324', '1.7976931348623157e308', '1.7976931348623159e308'],
      ...[
        '123456789012345',
        '1234567890123456',
        '-123456789012345',
        '0.1234567890123456',
        '100000000000000000.5',
      ],
      ...['1e99999999999999', '1e-99999999999999', '0.000000000000000000000000000001'],
    ]) {
      expectSame(text);
    }
  });

  it('with a decimal comma', () => {
    expect([
      parse('1,5', ','),
      parse('-,25', ','),
      parse('3,', ','),
      parse('12345678901234567,5', ','),
    ]).toEqual([1.5, -0.25, 3, Number('12345678901234567.5')]);
    expect([parse('1.5', ','), parse('1,5', '.')]).toEqual([NaN, NaN]);
  });
});

it.each([
  ...[
    '',
    '.',
    '-',
    '+',
    '-.',
    'e5',
    '1e',
    '1e+',
    '1e5.',
    '1.2.3',
    '--1',
    '+-1',
    '1-',
    '0x10',
    '1_000',
    '1,000',
    '1 000',
  ],
  ...[
    '$1',
    '1%',
    '00',
    '007',
    '-01',
    '00.5',
    '1234567890123456',
    'NaN',
    'inf',
    'Infinity',
    '１',
    '1e5x',
    ' 1',
  ],
])('"%s" is no number', (text) => {
  expect(parse(text)).toBeNaN();
});

it('the quick way through rows reads numbers as the long one does', () => {
  const random = createRandom(9);
  const written = Array.from({ length: 60_000 }, () => {
    const digits = 1 + random.integer(17);
    return `${random.next() < 0.3 ? '-' : ''}${(random.next() * 10 ** (digits % 8)).toFixed(digits)}`;
  });
  const { table } = readText(`x,y\n${written.map((text, i) => `${text},${i}`).join('\n')}\n`);
  const found = cells(table);
  written.forEach((text, i) => {
    if (!Object.is(found[i][0], Number(text))) expect(found[i][0], text).toBe(Number(text));
  });
});
