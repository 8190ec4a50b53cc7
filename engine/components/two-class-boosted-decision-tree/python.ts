import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { treeArguments, treeMatrixTool, treesComment, treeScoresTool } from '../../export/python/trees.ts';
import { logisticTool, twoClassTaskTool } from '../../export/python/two-class.ts';
import { twoClassBoostedDecisionTree } from './two-class-boosted-decision-tree.ts';

/** Grows the trees. */
export const trainTwoClassTreesTool: PythonTool = {
  names: ['train_two_class_boosted_decision_tree', 'boosted_probabilities'],
  imports: ['from sklearn.base import clone'],
  needs: [twoClassTaskTool, treeMatrixTool],
  source: python`
def train_two_class_boosted_decision_tree(learner, table, label, positive=""):
    """Grows tree after tree, each on what the ones before it got wrong."""
    table, actual, model = two_class_task(table, label, positive)
    estimator = clone(learner).fit(tree_matrix(table, model["features"]), actual)
    return {"learner": "two-class-boosted-decision-tree", **model, "estimator": estimator}


def boosted_probabilities(model, table):
    """The probability of the positive class."""
    return model["estimator"].predict_proba(tree_matrix(table, model["features"]))[:, 1]
`,
};

/** The probability of the positive class from trees that Guidepost has grown. */
export const treeProbabilitiesTool: PythonTool = {
  names: ['tree_probabilities'],
  needs: [treeScoresTool, logisticTool],
  source: python`
def tree_probabilities(model, table):
    """The probability of the positive class."""
    return logistic(tree_scores(model, table))
`,
};

export const twoClassBoostedDecisionTreePython = definePythonPart(twoClassBoostedDecisionTree, (node) => ({
  tools: [],
  imports: ['from sklearn.ensemble import HistGradientBoostingClassifier'],
  lines: [
    ...treesComment,
    `${node.output('model')} = HistGradientBoostingClassifier(`,
    ...treeArguments(node.constant),
    ')',
  ],
}));
