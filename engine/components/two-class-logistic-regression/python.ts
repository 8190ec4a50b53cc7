import { designMatrixTool } from '../../export/python/features.ts';
import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { logisticTool, twoClassTaskTool } from '../../export/python/two-class.ts';
import { twoClassLogisticRegression } from './two-class-logistic-regression.ts';

/** Trains the learner to its optimum. */
export const trainTwoClassLogisticRegressionTool: PythonTool = {
  names: ['train_two_class_logistic_regression'],
  imports: ['import warnings', 'import numpy as np', 'from sklearn.base import clone'],
  needs: [twoClassTaskTool, designMatrixTool],
  source: python`
def train_two_class_logistic_regression(learner, table, label, positive=""):
    """Finds the weights with the least objective: the log losses of all rows added up, plus
    l2_weight / 2 times the sum of the squared weights. The intercept is not held back."""
    table, actual, model = two_class_task(table, label, positive)
    matrix = design_matrix(table, model["features"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # at the very end the steps become too small to measure
        # A model of no columns at all still has an intercept.
        fitted = clone(learner).fit(matrix if matrix.shape[1] else np.zeros((len(matrix), 1)), actual)
    weights, intercept = fitted.coef_[0, : matrix.shape[1]], fitted.intercept_[0]
    scores = matrix @ weights + intercept
    losses = np.logaddexp(0, np.where(actual == 1, -scores, scores))
    objective = losses.sum() + weights @ weights / learner.C / 2
    learnt = {"intercept": intercept, "weights": weights, "objective": objective}
    return {"learner": "two-class-logistic-regression", **model, **learnt}
`,
};

/** The probability of the positive class. */
export const weightedProbabilitiesTool: PythonTool = {
  names: ['weighted_probabilities'],
  imports: ['import numpy as np'],
  needs: [designMatrixTool, logisticTool],
  source: python`
def weighted_probabilities(model, table):
    """Adds up the weighted columns of each row and turns the sum into a probability."""
    weighted = design_matrix(table, model["features"]) * np.array(model["weights"], dtype=float)
    return logistic(weighted.sum(axis=1) + model["intercept"])
`,
};

export const twoClassLogisticRegressionPython = definePythonPart(twoClassLogisticRegression, (node) => ({
  tools: [],
  imports: ['from sklearn.linear_model import LogisticRegression'],
  lines: [
    "# The designer's own component takes the solver lbfgs, which stops a little short of the optimum;",
    "# Newton's method goes all the way, as Guidepost does (scikit-learn 1.2 or newer).",
    `${node.output('model')} = LogisticRegression(`,
    `    C=1 / ${node.constant('l2Weight')}, solver="newton-cholesky", tol=1e-16, max_iter=1000`,
    ')',
  ],
}));
