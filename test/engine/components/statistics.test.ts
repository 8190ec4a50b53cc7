import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mean, median, numberMode, textMode } from '../../../engine/components/statistics.ts';
import { encodeTexts } from '../../../engine/table/levels.ts';

const withGaps = (values: fc.Arbitrary<number>) =>
  fc.array(fc.oneof({ weight: 4, arbitrary: values }, { weight: 1, arbitrary: fc.constant(NaN) }), {
    minLength: 1,
  });
const present = (values: readonly number[]) => values.filter((value) => !Number.isNaN(value));

describe('mean', () => {
  it('is the exact mean of whole numbers up to 2 ** 52, rounded once or twice', () => {
    fc.assert(
      fc.property(withGaps(fc.maxSafeInteger()), (values) => {
        const numbers = present(values);
        const sum = numbers.reduce((total, value) => total + BigInt(value), 0n);
        // Eight more decimals of the quotient than a double can tell apart.
        const exact =
          numbers.length === 0 ? NaN : Number((sum * 2n ** 40n) / BigInt(numbers.length)) / 2 ** 40;
        const found = mean(Float64Array.from(values));
        if (Number.isNaN(exact)) expect(found).toBeNaN();
        else expect(Math.abs(found - exact)).toBeLessThanOrEqual(1e-12 * Math.max(1e-3, Math.abs(exact)));
      }),
    );
  });

  it('loses nothing where a plain sum does', () => {
    const values = new Float64Array(1_000_000).fill(0.1);
    expect(mean(values)).toBe(0.1);
    expect(mean(Float64Array.of(1e100, 1, -1e100, 1))).toBe(0.5);
    expect(mean(Float64Array.of(1.6e308, 1.6e308, NaN))).toBe(1.6e308);
  });
});

describe('median', () => {
  it('is the middle value, or the mean of the middle two', () => {
    fc.assert(
      fc.property(withGaps(fc.integer()), (values) => {
        const sorted = present(values).sort((a, b) => a - b);
        const half = sorted.length / 2;
        const expected =
          sorted.length === 0 ? NaN : (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half + 1) - 1]) / 2;
        // A median of 0 may come out as -0.
        expect(median(Float64Array.from(values)) + 0).toBe(expected + 0);
      }),
    );
    expect(median(Float64Array.of(1.6e308, 1.7e308))).toBeCloseTo(1.65e308, -300);
  });
});

describe('median of many numbers', () => {
  const count = 100_001;
  it.each<[string, (i: number) => number]>([
    ['in random order', (i) => (i * 7919) % count],
    ['ascending', (i) => i],
    ['descending', (i) => count - 1 - i],
    ['up and down', (i) => (2 * i < count ? 2 * i : 2 * (count - 1 - i) + 1)],
    ['that are two values', (i) => (i % 3 === 0 ? 0 : count >> 1)],
    ['that are all equal', () => count >> 1],
  ])('%s', (_, at) => {
    expect(median(Float64Array.from({ length: count }, (__, i) => at(i)))).toBe(count >> 1);
  });
});

describe('mode', () => {
  it('of numbers is the smallest of the most frequent', () => {
    fc.assert(
      fc.property(withGaps(fc.integer({ min: -2, max: 2 })), (values) => {
        const count = (value: number) => values.filter((other) => other === value).length;
        const [expected = NaN] = present(values).sort((a, b) => count(b) - count(a) || a - b);
        expect(numberMode(Float64Array.from(values))).toBe(expected);
      }),
    );
  });

  it('of texts is the first by code point of the most frequent', () => {
    // U+FFFF comes before the emoji by code point, after it in UTF-16.
    const texts = fc.array(fc.constantFrom('b', 'a', '\uffff', '\u{1f600}', null), { minLength: 1 });
    const order = ['a', 'b', '\uffff', '\u{1f600}'];
    fc.assert(
      fc.property(texts, (values) => {
        const count = (value: string) => values.filter((other) => other === value).length;
        const [expected = null] = values
          .filter((value) => value !== null)
          .sort((a, b) => count(b) - count(a) || order.indexOf(a) - order.indexOf(b));
        expect(textMode({ kind: 'category', name: 'x', ...encodeTexts(values) })).toBe(expected);
      }),
    );
  });
});
