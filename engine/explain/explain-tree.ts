import { cellAt, getColumn, isMissing, type Table } from '../table/table.ts';
import type { DecisionTree, Feature } from '../train/model.ts';
import type { TreePath, TreeStep } from './explanation.ts';

/** The way of a table's first row through a tree, question by question. */
export function explainTree(tree: DecisionTree, features: readonly Feature[], one: Table): TreePath {
  const steps: TreeStep[] = [];
  let node = 0;
  while (tree.feature[node] >= 0) {
    const feature = features[tree.feature[node]];
    const column = getColumn(one, feature.column);
    const bound = tree.threshold[node];
    const cell = cellAt(column, 0);
    let isYes: boolean;
    let asked: TreeStep['asked'];
    if (feature.kind === 'categorical') {
      asked = feature.levels[bound];
      isYes = cell === asked;
    } else {
      // The greatest number stands for "any number".
      asked = bound === Number.MAX_VALUE ? null : bound;
      isYes = isMissing(column, 0) ? tree.missingLeft[node] === 1 : asked === null || Number(cell) <= bound;
    }
    steps.push({ column: feature.column, cell, asked, isYes });
    node = isYes ? tree.left[node] : tree.right[node];
  }
  return { steps, value: tree.value[node] };
}
