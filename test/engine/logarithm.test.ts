import { describe, expect, it } from 'vitest';
import { logarithm, logarithm1p } from '../../engine/logarithm.ts';
import { createRandom } from '../../engine/random.ts';

const random = createRandom(1);
const wide = Array.from({ length: 100_000 }, () => Math.exp((random.next() - 0.5) * 1400));
const nearOne = Array.from({ length: 100_000 }, () => 1 + (random.next() - 0.5) / 2);

/** The greatest distance to what the machine says, in units of 2^-52 of it. */
function worst(
  values: readonly number[],
  ours: (x: number) => number,
  theirs: (x: number) => number,
): number {
  return Math.max(
    ...values.map((x) => {
      const exact = theirs(x);
      return exact === 0
        ? Math.abs(ours(x)) / Number.EPSILON
        : Math.abs(ours(x) / exact - 1) / Number.EPSILON;
    }),
  );
}

describe('a logarithm that is the same everywhere', () => {
  it('is within two units in the last place of the machine’s', () => {
    for (const values of [
      wide,
      nearOne,
      [5e-324, 1e-310, 2 ** -1022, Number.MAX_VALUE, 0.5, 2, Math.SQRT2],
    ]) {
      for (let i = 0; i < values.length; i += 50_000) {
        expect(worst(values.slice(i, i + 50_000), logarithm, Math.log)).toBeLessThan(2);
      }
    }
  });

  it('keeps its digits where 1 is added', () => {
    const tiny = Array.from(
      { length: 50_000 },
      () => (random.next() - 0.5) * 10 ** -Math.floor(random.next() * 20),
    );
    expect(worst(tiny, logarithm1p, Math.log1p)).toBeLessThan(3);
  });

  it('has the limits of Math.log', () => {
    for (const x of [0, -0, -1, NaN, Infinity, -Infinity, 1]) expect(logarithm(x)).toBe(Math.log(x));
    for (const x of [0, -0, -1, -2, NaN, Infinity]) expect(logarithm1p(x)).toBe(Math.log1p(x));
  });
});
