import { expect, it } from 'vitest';
import { bestStep, seenIn } from '../../../../renderer/playground/core/seen.ts';

const curve = (training: number[], testing: number[], score = 0.9) =>
  training.map((loss, index) => ({
    step: index + 1,
    training: { loss, score },
    testing: { loss: testing[index], score },
  }));
const falling = [0.9, 0.7, 0.5, 0.4, 0.3, 0.2, 0.1];

it('says what a curve shows', () => {
  const byHeart = curve(falling, [0.9, 0.7, 0.6, 0.65, 0.7, 0.8, 0.9]);
  expect(seenIn(byHeart, false, 0.5)).toBe('learns-by-heart');
  expect(bestStep(byHeart)).toBe(3);
  expect(seenIn(curve(falling, falling, 0.5), false, 0.5)).toBe('no-better-than-baseline');
  expect(seenIn(curve([0.5, 0.4], [0.5, 0.41]), false, 0.5)).toBe('even');
  expect(seenIn(curve([0.5, 0.2], [0.5, 0.4]), false, 0.5)).toBe('gap');
  const long = Array.from({ length: 20 }, (_, index) => 1 / (index + 1));
  expect(seenIn(curve(long, long), false, 0.5)).toBe('still-learning');
  expect(seenIn([], false, 0.5)).toBeUndefined();
});

it('of errors less is better than the baseline', () => {
  expect(seenIn(curve([4, 3], [4, 3], 2), true, 5)).toBe('even');
  expect(seenIn(curve([4, 3], [4, 3], 5), true, 5)).toBe('no-better-than-baseline');
});
