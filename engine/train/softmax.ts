import { logarithm } from '../logarithm.ts';
import { exponentials } from './exponential.ts';
import { blockRows } from './linear-blocks.ts';

const sums = new Float64Array(blockRows);
const greatest = new Float64Array(blockRows);

/**
 * Turns the scores of each class, up to `blockRows` of them, into probabilities, in place; returns
 * Σ log Σₖ exp(scoreₖ). The greatest score of a row is taken off first, so that nothing overflows.
 */
export function softmax(scores: readonly Float64Array[], count: number): number {
  greatest.fill(-Infinity, 0, count);
  sums.fill(0, 0, count);
  for (const column of scores) {
    for (let i = 0; i < count; i++) greatest[i] = Math.max(greatest[i], column[i]);
  }
  for (const column of scores) {
    for (let i = 0; i < count; i++) column[i] -= greatest[i];
    exponentials(column, count);
    for (let i = 0; i < count; i++) sums[i] += column[i];
  }
  let total = 0;
  for (let i = 0; i < count; i++) {
    total += greatest[i] + logarithm(sums[i]);
    sums[i] = 1 / sums[i];
  }
  for (const column of scores) for (let i = 0; i < count; i++) column[i] *= sums[i];
  return total;
}
