import { designMatrixTool, fitFeaturesTool } from '../../export/python/features.ts';
import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { twoClassesTool } from '../../export/python/two-class.ts';
import { twoClassLogisticRegression } from './two-class-logistic-regression.ts';

/** Trains the learner to its optimum. */
export const trainTwoClassLogisticRegressionTool: PythonTool = {
  names: ['train_two_class_logistic_regression'],
  imports: ['import warnings', 'import numpy as np', 'from sklearn.base import clone'],
  needs: [twoClassesTool, fitFeaturesTool, designMatrixTool],
  source: python`
def train_two_class_logistic_regression(learner, table, label, positive=""):
    """Finds the weights with the least objective: the log losses of all rows added up, plus
    l2_weight / 2 times the sum of the squared weights. The intercept is not held back."""
    table = table[table[label].notna()]
    negative, positive = two_classes(table[label], positive)
    features = fit_features(table.drop(columns=[label]))
    matrix = design_matrix(table, features)
    actual = classes_of(table[label], negative, positive)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # at the very end the steps become too small to measure
        # A model of no columns at all still has an intercept.
        fitted = clone(learner).fit(matrix if features else np.zeros((len(table), 1)), actual)
    weights, intercept = fitted.coef_[0, : matrix.shape[1]], fitted.intercept_[0]
    scores = matrix @ weights + intercept
    losses = np.logaddexp(0, np.where(actual == 1, -scores, scores))
    return {
        "learner": "two-class-logistic-regression",
        "label": label,
        "labelKind": "category" if is_text(table[label]) else "number",
        "negative": negative,
        "positive": positive,
        "positiveShare": actual.mean(),
        "features": features,
        "intercept": intercept,
        "weights": weights,
        "objective": losses.sum() + weights @ weights / learner.C / 2,
        "rows": len(table),
    }
`,
};

/** The probability of the positive class. */
export const logisticProbabilitiesTool: PythonTool = {
  names: ['logistic_probabilities'],
  imports: ['import numpy as np'],
  needs: [designMatrixTool],
  source: python`
def logistic_probabilities(model, table):
    """Adds up the weighted columns of each row and turns the sum into a probability."""
    weighted = design_matrix(table, model["features"]) * np.array(model["weights"], dtype=float)
    scores = weighted.sum(axis=1) + model["intercept"]
    return np.exp(-np.logaddexp(0, -scores))
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
