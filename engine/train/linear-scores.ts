import type { DesignMatrix } from './design-matrix.ts';
import { blockRows, LinearBlocks } from './linear-blocks.ts';

/** Each row's intercept + row · weights. */
export function linearScores(
  matrix: DesignMatrix,
  intercept: number,
  weights: readonly number[],
): Float64Array {
  const parameters = new Float64Array(matrix.width + 1);
  parameters[0] = intercept;
  parameters.set(weights, 1);
  const scores = new Float64Array(matrix.rowCount);
  const block = new Float64Array(blockRows);
  new LinearBlocks(matrix).each(parameters, block, (start, count) => {
    scores.set(block.subarray(0, count), start);
  });
  return scores;
}
