import { classesTaskTool, softmaxTool } from '../../export/python/classes.ts';
import { designMatrixTool } from '../../export/python/features.ts';
import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { multiclassLogisticRegression } from './multiclass-logistic-regression.ts';

const refineTool: PythonTool = {
  names: ['softmax_objective', 'refine_softmax'],
  imports: ['import numpy as np'],
  needs: [softmaxTool],
  source: python`
def softmax_objective(matrix, actual, weights, l2_weight):
    """The log losses of all rows added up, plus l2_weight / 2 times the squared weights (not the intercepts)."""
    scores = matrix @ weights
    scores = scores - scores.max(axis=1, keepdims=True)
    losses = np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(actual)), actual]
    return losses.sum() + l2_weight / 2 * (weights[1:] ** 2).sum()


def refine_softmax(matrix, actual, weights, l2_weight):
    """Goes the rest of the way to the optimum by Newton's method, in steps that never lead upwards."""
    size, classes = weights.shape
    penalty = np.full((size, classes), float(l2_weight))
    penalty[0] = 0  # the intercepts are not held back
    for _ in range(100):
        probabilities = softmax(matrix @ weights)
        gradient = matrix.T @ (probabilities - np.eye(classes)[actual]) + penalty * weights
        hessian = np.diag(penalty.T.ravel())
        for j in range(classes):
            for k in range(classes):
                curvature = probabilities[:, j] * ((j == k) - probabilities[:, k])
                block = matrix.T @ (matrix * curvature[:, np.newaxis])
                hessian[j * size : (j + 1) * size, k * size : (k + 1) * size] += block
        step = np.linalg.lstsq(hessian, gradient.T.ravel(), rcond=None)[0].reshape(classes, size).T
        before = softmax_objective(matrix, actual, weights, l2_weight)
        while softmax_objective(matrix, actual, weights - step, l2_weight) > before + 1e-12 * before:
            step = step / 2
        weights = weights - step
        if np.abs(step).max() < 1e-10:
            break
    return weights
`,
};

/** Trains the learner to its optimum. */
export const trainMulticlassLogisticRegressionTool: PythonTool = {
  names: ['train_multiclass_logistic_regression'],
  imports: ['import warnings', 'import numpy as np', 'from sklearn.base import clone'],
  needs: [classesTaskTool, designMatrixTool, refineTool],
  source: python`
def train_multiclass_logistic_regression(learner, table, label):
    """Finds an intercept and weights for each class with the least objective. scikit-learn's own search
    stops a little short of the optimum, so it is refined."""
    table, actual, model = classes_task(table, label)
    matrix = np.hstack([np.ones((len(table), 1)), design_matrix(table, model["features"])])
    classes = len(model["classes"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = clone(learner).fit(np.hstack([matrix[:, 1:], np.zeros((len(table), 1))]), actual)
    weights = np.vstack([fitted.intercept_, fitted.coef_[:, :-1].T])
    if classes == 2:  # scikit-learn keeps one column for two classes: the difference between theirs
        weights = np.hstack([-weights, weights]) / 2
    weights = refine_softmax(matrix, actual, weights, 1 / learner.C)
    weights[0] -= weights[0].mean()  # only the differences between intercepts count
    objective = softmax_objective(matrix, actual, weights, 1 / learner.C)
    learnt = {"intercepts": weights[0], "weights": weights[1:].T, "objective": objective}
    return {"learner": "multiclass-logistic-regression", **model, **learnt}
`,
};

/** The probability of each class. */
export const weightedClassesTool: PythonTool = {
  names: ['weighted_class_probabilities'],
  imports: ['import numpy as np'],
  needs: [designMatrixTool, softmaxTool],
  source: python`
def weighted_class_probabilities(model, table):
    """Adds up the weighted columns of each row, for each class, and turns the sums into probabilities."""
    matrix = design_matrix(table, model["features"])
    weights = np.reshape(model["weights"], (len(model["classes"]), matrix.shape[1]))
    scores = [(matrix * row).sum(axis=1) + start for row, start in zip(weights, model["intercepts"])]
    return softmax(np.column_stack(scores))
`,
};

export const multiclassLogisticRegressionPython = definePythonPart(multiclassLogisticRegression, (node) => ({
  tools: [],
  imports: ['from sklearn.linear_model import LogisticRegression'],
  lines: [
    `${node.output('model')} = LogisticRegression(`,
    `    C=1 / ${node.constant('l2Weight')}, solver="lbfgs", tol=1e-10, max_iter=10_000`,
    ')',
  ],
}));
