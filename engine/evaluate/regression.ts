/** The figures of predicted numbers on rows whose number is known, in the designer's words; plain JSON. */
export interface RegressionMetrics {
  readonly meanAbsoluteError: number;
  readonly rootMeanSquaredError: number;
  /** The sum of the absolute errors as a share of that of the mean of these rows; `null` where all labels are equal. */
  readonly relativeAbsoluteError: number | null;
  /** The same of the squared errors: 1 less the coefficient of determination. */
  readonly relativeSquaredError: number | null;
  /** R², 1 at best; `null` where all labels are equal. */
  readonly coefficientOfDetermination: number | null;
}

/**
 * All figures of predicted numbers. As scikit-learn's `mean_absolute_error`, the root of `mean_squared_error`, and
 * `r2_score`.
 */
export function evaluateRegression(predicted: Float64Array, actual: Float64Array): RegressionMetrics {
  const rows = actual.length;
  const center = sumOf(rows, (i) => actual[i] / rows);
  const absolute = sumOf(rows, (i) => Math.abs(actual[i] - predicted[i]));
  const squared = sumOf(rows, (i) => square(actual[i] - predicted[i]));
  const absoluteSpread = sumOf(rows, (i) => Math.abs(actual[i] - center));
  const squaredSpread = sumOf(rows, (i) => square(actual[i] - center));
  // Rounding leaves equal labels a spread of a few last digits, and tiny differences a spread of 0.
  const varies = squaredSpread > 0 && actual.some((value) => value !== actual[0]);
  return {
    meanAbsoluteError: absolute / rows,
    rootMeanSquaredError: Math.sqrt(squared / rows),
    relativeAbsoluteError: varies ? absolute / absoluteSpread : null,
    relativeSquaredError: varies ? squared / squaredSpread : null,
    coefficientOfDetermination: varies ? 1 - squared / squaredSpread : null,
  };
}

const square = (value: number): number => value * value;

/** Sums of a thousand rows, so that a million keep their digits. */
function sumOf(count: number, term: (index: number) => number): number {
  let total = 0;
  for (let start = 0; start < count; start += 1000) {
    let sum = 0;
    for (let i = start; i < Math.min(count, start + 1000); i++) sum += term(i);
    total += sum;
  }
  return total;
}
