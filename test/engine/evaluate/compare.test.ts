import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAccuracy, compareAuc, luckOf } from '../../../engine/evaluate/compare.ts';
import { createRandom } from '../../../engine/random.ts';

describe('compareAccuracy', () => {
  const hits = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 1 })), {
    maxLength: 60,
  });

  it('counts who is right where, and sums the coin throws exactly', () => {
    fc.assert(
      fc.property(hits, (pairs) => {
        const found = compareAccuracy(
          pairs.map(([one]) => one),
          pairs.map(([, other]) => other),
        );
        const count = (one: number, other: number): number =>
          pairs.filter(([a, b]) => a === one && b === other).length;
        expect(found).toMatchObject({
          bothRight: count(1, 1),
          bothWrong: count(0, 0),
          onlyFirst: count(1, 0),
          onlySecond: count(0, 1),
        });
        // All ways in which the coin falls, in whole numbers.
        const throws = BigInt(count(1, 0) + count(0, 1));
        const rarer = BigInt(Math.min(count(1, 0), count(0, 1)));
        let ways = 0n;
        let binomial = 1n;
        for (let k = 0n; k <= rarer; k++) {
          ways += binomial;
          binomial = (binomial * (throws - k)) / (k + 1n);
        }
        const chance = Math.min(1, Number((2n * ways * 10n ** 15n) / 2n ** throws) / 1e15);
        expect(found.chance).toBeCloseTo(chance, 11);
      }),
    );
  });

  it('does not lose a small chance among many rows', () => {
    const first = Array.from({ length: 20_000 }, (_, i) => (i < 10_300 ? 1 : 0));
    const second = first.map((one) => 1 - one);
    // The normal approximation: 600 / √20000 = 4.24 standard errors, with the half step of continuity.
    const { chance } = compareAccuracy(first, second);
    expect(chance).toBeGreaterThan(2.1e-5);
    expect(chance).toBeLessThan(2.4e-5);
  });
});

/** The variance of a difference of AUCs as DeLong and others define it: pair by pair. */
function standardErrorByPairs(first: Float64Array, second: Float64Array, classes: Int8Array): number {
  const of = (wanted: number): number[] => [...classes.keys()].filter((i) => classes[i] === wanted);
  const [negatives, positives] = [of(0), of(1)];
  const win = (scores: Float64Array, p: number, n: number): number =>
    scores[p] > scores[n] ? 1 : scores[p] === scores[n] ? 0.5 : 0;
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = (a: readonly number[], b: readonly number[]): number => {
    const [meanA, meanB] = [mean(a), mean(b)];
    return a.reduce((sum, value, i) => sum + (value - meanA) * (b[i] - meanB), 0) / (a.length - 1);
  };
  const parts = [first, second].map((scores) => ({
    byPositive: positives.map((p) => mean(negatives.map((n) => win(scores, p, n)))),
    byNegative: negatives.map((n) => mean(positives.map((p) => win(scores, p, n)))),
  }));
  const term = (a: number, b: number): number =>
    covariance(parts[a].byPositive, parts[b].byPositive) / positives.length +
    covariance(parts[a].byNegative, parts[b].byNegative) / negatives.length;
  return Math.sqrt(Math.max(0, term(0, 0) + term(1, 1) - 2 * term(0, 1)));
}

describe('compareAuc', () => {
  const grid = fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8);
  const rows = fc
    .array(fc.tuple(grid, grid, fc.integer({ min: 0, max: 1 })), { minLength: 4, maxLength: 40 })
    .filter((all) => [0, 1].every((wanted) => all.filter(([, , one]) => one === wanted).length > 1));

  it('has the standard error that its definition gives, pair by pair', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const [first, second] = [0, 1].map((which) => Float64Array.from(all, (row) => row[which]));
        const classes = Int8Array.from(all, ([, , one]) => one);
        const found = compareAuc(first, second, classes);
        if (!found) throw new TypeError('Nothing to compare.');
        expect(found.standardError).toBeCloseTo(standardErrorByPairs(first, second, classes), 10);
        expect(found.difference).toBeCloseTo(found.first - found.second, 12);
      }),
    );
  });

  it('does not compare where a class has one row only', () => {
    const scores = Float64Array.of(0.1, 0.2, 0.3);
    expect(compareAuc(scores, scores, Int8Array.of(0, 0, 1))).toBeUndefined();
  });

  it('its interval holds the true difference in 95 of 100 samples', () => {
    const random = createRandom(17);
    const normal = (): number =>
      Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    // Two equally good scores that share most of their noise: the true difference is 0.
    let held = 0;
    const samples = 1000;
    for (let sample = 0; sample < samples; sample++) {
      const classes = Int8Array.from({ length: 120 }, (_, i) => i % 2);
      const shared = Float64Array.from(classes, (one) => one + normal());
      const [first, second] = [0, 1].map(() => shared.map((value) => value + 0.5 * normal()));
      const found = compareAuc(first, second, classes);
      if (found && found.low <= 0 && found.high >= 0) held++;
    }
    expect(held / samples).toBeGreaterThan(0.93);
    expect(held / samples).toBeLessThan(0.97);
  });
});

it('185 rows leave five hundredths to luck', () => {
  expect(luckOf(0.811, 185)).toBeCloseTo(0.047, 3);
  // Nine samples of ten lie within it.
  const random = createRandom(5);
  let held = 0;
  for (let sample = 0; sample < 4000; sample++) {
    let right = 0;
    for (let i = 0; i < 185; i++) right += random.next() < 0.811 ? 1 : 0;
    if (Math.abs(right / 185 - 0.811) <= luckOf(0.811, 185)) held++;
  }
  expect(held / 4000).toBeGreaterThan(0.87);
  expect(held / 4000).toBeLessThan(0.93);
});
