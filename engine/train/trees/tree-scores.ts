import { getColumn, type Table } from '../../table/table.ts';
import { featureNumbers, indicators } from '../design-matrix.ts';
import type { BoostedTreesModel, DecisionTree, Feature } from '../model.ts';

/** A feature's cells as trees ask for them. */
type Cells =
  | { readonly kind: 'numeric'; readonly values: Float64Array }
  | { readonly kind: 'categorical'; readonly codes: Uint8Array | Uint16Array | Uint32Array };

/**
 * Each row's score: the start and what every tree says. Errors: `column-not-found`, `column-type-changed`.
 */
export function treeScores(model: BoostedTreesModel, table: Table): Float64Array {
  const scores = new Float64Array(table.rowCount).fill(model.start);
  const cells = model.features.map((feature) => cellsOf(table, feature));
  for (const tree of model.trees) addAnswers(tree, cells, scores);
  return scores;
}

function cellsOf(table: Table, feature: Feature): Cells {
  const column = getColumn(table, feature.column);
  return feature.kind === 'numeric'
    ? { kind: 'numeric', values: featureNumbers(column) }
    : { kind: 'categorical', codes: indicators(column, feature).codes };
}

function addAnswers(tree: DecisionTree, cells: readonly Cells[], scores: Float64Array): void {
  const feature = Int32Array.from(tree.feature);
  // The greatest number stands for "any number".
  const threshold = Float64Array.from(tree.threshold, (value) =>
    value === Number.MAX_VALUE ? Infinity : value,
  );
  const left = Int32Array.from(tree.left);
  const right = Int32Array.from(tree.right);
  const value = Float64Array.from(tree.value);
  const missing = Int32Array.from(tree.missingLeft, (goesLeft, node) =>
    goesLeft === 1 ? left[node] : right[node],
  );
  for (let i = 0; i < scores.length; i++) {
    let node = 0;
    while (feature[node] >= 0) {
      const asked = cells[feature[node]];
      if (asked.kind === 'categorical') {
        node = asked.codes[i] === threshold[node] + 1 ? left[node] : right[node];
      } else {
        const cell = asked.values[i];
        node = cell <= threshold[node] ? left[node] : cell === cell ? right[node] : missing[node];
      }
    }
    scores[i] += value[node];
  }
}
