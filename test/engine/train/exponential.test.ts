import { expect, it } from 'vitest';
import { createRandom } from '../../../engine/random.ts';
import { exponentials } from '../../../engine/train/exponential.ts';

it('agrees with Math.exp within a few units in the last place', () => {
  const random = createRandom(1);
  const arguments_ = Float64Array.from({ length: 200_000 }, (_, i) =>
    i < 100_000 ? random.normal() * 3 : (random.next() - 0.5) * 1400,
  );
  arguments_.set([0, -0, 1, -1, 1e-300, 708, -708, 1000, -1000, Infinity, -Infinity]);
  const results = arguments_.slice();
  exponentials(results, results.length);
  let worst = 0;
  for (let i = 0; i < results.length; i++) {
    const exact = Math.exp(Math.max(-708, Math.min(708, arguments_[i])));
    worst = Math.max(worst, Math.abs(results[i] / exact - 1));
  }
  expect(worst).toBeLessThan(1e-15);
  expect(results[0]).toBe(1);
});
