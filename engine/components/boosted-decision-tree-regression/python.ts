import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { treeArguments, treeMatrixTool, treesComment } from '../../export/python/trees.ts';
import { valuesTaskTool } from '../../export/python/values.ts';
import { boostedDecisionTreeRegression } from './boosted-decision-tree-regression.ts';

/** Grows the trees. */
export const trainTreesRegressionTool: PythonTool = {
  names: ['train_boosted_decision_tree_regression', 'boosted_values'],
  imports: ['from sklearn.base import clone'],
  needs: [valuesTaskTool, treeMatrixTool],
  source: python`
def train_boosted_decision_tree_regression(learner, table, label):
    """Grows tree after tree, each on what the ones before it have left."""
    table, values, model = values_task(table, label)
    estimator = clone(learner).fit(tree_matrix(table, model["features"]), values)
    return {"learner": "boosted-decision-tree-regression", **model, "estimator": estimator}


def boosted_values(model, table):
    """The predicted number of each row."""
    return model["estimator"].predict(tree_matrix(table, model["features"]))
`,
};

export const boostedDecisionTreeRegressionPython = definePythonPart(
  boostedDecisionTreeRegression,
  (node) => ({
    tools: [],
    imports: ['from sklearn.ensemble import HistGradientBoostingRegressor'],
    lines: [
      ...treesComment,
      `${node.output('model')} = HistGradientBoostingRegressor(`,
      ...treeArguments(node.constant),
      ')',
    ],
  }),
);
