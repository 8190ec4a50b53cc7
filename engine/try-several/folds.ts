import { createRandom } from '../random.ts';

/** The positions of the rows that train and that test, ascending. */
export interface Fold {
  readonly training: Uint32Array;
  readonly testing: Uint32Array;
}

/**
 * Divides rows into `count` folds, each of which tests once while the others train (k-fold cross-validation). Rows of
 * one group are shared out equally (stratified). The same seed gives the same folds.
 */
export function divideIntoFolds(groups: Int32Array, count: number, seed: number): Fold[] {
  const order = new Uint32Array(groups.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  createRandom(seed).shuffle(order);
  // Row by row to the next fold, group after group, so that neither groups nor folds differ by more than one row.
  order.sort((a, b) => groups[a] - groups[b] || 0);
  const foldOf = new Uint32Array(groups.length);
  order.forEach((row, i) => (foldOf[row] = i % count));
  return Array.from({ length: count }, (_, fold) => {
    const rows = Uint32Array.from(foldOf.keys());
    return {
      training: rows.filter((row) => foldOf[row] !== fold),
      testing: rows.filter((row) => foldOf[row] === fold),
    };
  });
}
