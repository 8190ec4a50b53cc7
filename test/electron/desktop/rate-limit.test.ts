import { expect, it } from 'vitest';
import { RateLimit } from '../../../electron/desktop/rate-limit.ts';

it('lets so many through in a second, and as many again in the next', () => {
  let now = 5000;
  const limit = new RateLimit(3, () => now);
  const take = (count: number): boolean[] => Array.from({ length: count }, () => limit.take());
  expect(take(5)).toEqual([true, true, true, false, false]);
  now = 5999;
  expect(take(1)).toEqual([false]);
  now = 6000;
  expect(take(4)).toEqual([true, true, true, false]);
});
