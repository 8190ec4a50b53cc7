import { designMatrixTool } from './features.ts';
import { python, type PythonTool } from './part.ts';

/** The numbers that scikit-learn's trees see. */
export const treeMatrixTool: PythonTool = {
  names: ['tree_matrix'],
  imports: ['import numpy as np'],
  needs: [designMatrixTool],
  source: python`
def tree_matrix(table, features):
    """The numbers that trees are grown on: numbers as they are, gaps too, and one column per text,
    so that a tree asks for one text at a time."""
    columns = [np.zeros((len(table), 1))]  # so that there is a column at all
    for feature in features:
        cells = feature_cells(table, feature)
        numeric = feature["kind"] == "numeric"
        columns.append(cells[:, np.newaxis] if numeric else one_hot(cells, feature["levels"]))
    return np.hstack(columns)
`,
};

/** The score of trees that Guidepost has grown. */
export const treeScoresTool: PythonTool = {
  names: ['tree_scores'],
  imports: ['import numpy as np'],
  needs: [designMatrixTool],
  source: python`
def tree_scores(model, table):
    """Leads each row through every tree and adds up what the leaves say."""
    numeric = np.array([feature["kind"] == "numeric" for feature in model["features"]], dtype=bool)
    cells = np.empty((len(table), len(numeric)))
    for index, feature in enumerate(model["features"]):
        cells[:, index] = feature_cells(table, feature)
    scores = np.full(len(table), float(model["start"]))
    for tree in model["trees"]:
        asked, threshold, left, right, gap_left, value = (
            np.array(tree[name]) for name in ("feature", "threshold", "left", "right", "missingLeft", "value")
        )
        node = np.zeros(len(table), dtype=int)
        rows = np.flatnonzero(asked[node] >= 0)
        while rows.size:
            at = node[rows]
            cell = cells[rows, asked[at]]
            goes_left = np.where(numeric[asked[at]], cell <= threshold[at], cell == threshold[at])
            goes_left = np.where(np.isnan(cell), gap_left[at] == 1, goes_left)
            node[rows] = np.where(goes_left, left[at], right[at])
            rows = rows[asked[node[rows]] >= 0]
        scores += value[node]
    return scores
`,
};

/** Why the figures of scikit-learn's trees differ. */
export const treesComment = [
  "# Guidepost grows its trees as scikit-learn's HistGradientBoosting does, but cuts long columns of numbers into",
  '# other bins, calculates in 64 bits where scikit-learn takes 32 for slopes, and may choose another of several',
  '# equally good splits: the figures differ a little.',
];

/** The settings of boosted trees as scikit-learn names them; `constant` writes one down. */
export const treeArguments = (
  constant: (setting: 'trees' | 'leaves' | 'minimumLeafRows' | 'learningRate') => string,
): string[] => [
  `    max_iter=${constant('trees')}, max_leaf_nodes=${constant('leaves')},`,
  `    min_samples_leaf=${constant('minimumLeafRows')}, learning_rate=${constant('learningRate')},`,
  '    early_stopping=False,',
];
