/**
 * The population stability index of two histograms: Σ (q − p) · ln(q / p) over the shares of the bins, each count
 * raised by a half. Below 0.1 nothing has changed; above 0.25 much has (Siddiqi, Credit Risk Scorecards, 2006).
 */
export function stabilityIndex(before: readonly number[], after: readonly number[]): number {
  const share = (counts: readonly number[], index: number): number =>
    (counts[index] + 0.5) / (counts.reduce((sum, count) => sum + count, 0) + counts.length / 2);
  return before.reduce((sum, _, index) => {
    const [p, q] = [share(before, index), share(after, index)];
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

/**
 * What the index of two samples of the same population stays below in 95 of 100 cases: (1/n + 1/m) · χ²₀.₉₅ with one
 * degree of freedom less than there are bins (Yurdakul, Statistical Properties of Population Stability Index, 2018).
 */
export function stabilityByChance(before: number, after: number, bins: number): number {
  const freedom = Math.max(1, bins - 1);
  return (1 / Math.max(1, before) + 1 / Math.max(1, after)) * chiSquared95(freedom);
}

/** The 0.95 quantile of χ², by Wilson and Hilferty's cube. */
function chiSquared95(freedom: number): number {
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + 1.644854 * Math.sqrt(spread)) ** 3;
}
