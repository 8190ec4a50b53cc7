import { expect, it } from 'vitest';
import { coefficientsOf } from '../../../engine/evaluate/coefficients.ts';
import type { LinearRegressionModel } from '../../../engine/train/model.ts';

const linear: LinearRegressionModel = {
  formatVersion: 1,
  learner: 'linear-regression',
  label: 'price',
  features: [
    { kind: 'categorical', column: 'cut', levels: ['Fair', 'Good'] },
    { kind: 'numeric', column: 'carat', minimum: 0, maximum: 3 },
    { kind: 'categorical', column: 'colour', levels: ['D'] },
    { kind: 'numeric', column: 'depth', minimum: 0, maximum: 1 },
  ],
  rows: 4,
  labelMean: 5,
  l2Weight: 1,
  intercept: 7,
  // Numbers first, then the texts' levels.
  weights: [10, 20, -1, -2, -3],
  objective: 0,
  passes: 1,
};

it('names each weight by its column and level, in the order of the features', () => {
  expect(coefficientsOf(linear)).toEqual([
    {
      ofClass: null,
      intercept: 7,
      terms: [
        { column: 'cut', level: 'Fair', weight: -1 },
        { column: 'cut', level: 'Good', weight: -2 },
        { column: 'carat', level: null, weight: 10 },
        { column: 'colour', level: 'D', weight: -3 },
        { column: 'depth', level: null, weight: 20 },
      ],
    },
  ]);
});
