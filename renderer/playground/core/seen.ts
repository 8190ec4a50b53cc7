import type { LivePoint } from '../../../engine/playground/live-run.ts';

/** What a curve shows, for a sentence. */
export type Seen = 'learns-by-heart' | 'no-better-than-baseline' | 'still-learning' | 'even' | 'gap';

/** How far the test loss has risen above its lowest, as a share, to be told. */
const risen = 0.03;

/** So many times the training loss is more than luck, as a rule. */
const wide = 1.6;

/**
 * What there is to see in a run: its training loss falls while its test loss rises again, it is no better than the
 * baseline, it is still on its way, it does much better on rows that it knows, or as well on both.
 */
export function seenIn(
  points: readonly LivePoint[],
  isRegression: boolean,
  baseline: number,
): Seen | undefined {
  const last = points.at(-1);
  if (!last) return undefined;
  const lowest = points.reduce((least, { testing }) => Math.min(least, testing.loss), Infinity);
  const lowestAt = points.findIndex(({ testing }) => testing.loss === lowest);
  const falls = last.training.loss < points[lowestAt].training.loss;
  if (points.length > 4 && falls && last.testing.loss > lowest * (1 + risen)) return 'learns-by-heart';
  const gain = isRegression ? baseline - last.testing.score : last.testing.score - baseline;
  if (points.length > 1 && gain <= 0) return 'no-better-than-baseline';
  const earlier = points[Math.floor(points.length * 0.8)];
  if (points.length > 9 && last.training.loss < earlier.training.loss * 0.97) return 'still-learning';
  return last.testing.loss > last.training.loss * wide ? 'gap' : 'even';
}

/** The step with the lowest test loss. */
export function bestStep(points: readonly LivePoint[]): number {
  return points.reduce((best, point) => (point.testing.loss < best.testing.loss ? point : best)).step;
}
