import { designMatrixTool } from '../../export/python/features.ts';
import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { valuesTaskTool } from '../../export/python/values.ts';
import { linearRegression } from './linear-regression.ts';

/** Trains the learner to its optimum. */
export const trainLinearRegressionTool: PythonTool = {
  names: ['train_linear_regression'],
  imports: ['import numpy as np', 'from sklearn.base import clone'],
  needs: [valuesTaskTool, designMatrixTool],
  source: python`
def train_linear_regression(learner, table, label):
    """Finds the weights with the least objective: half the squared errors of all rows added up, plus
    l2_weight / 2 times the sum of the squared weights. The intercept is not held back."""
    table, values, model = values_task(table, label)
    matrix = design_matrix(table, model["features"])
    # A model of no columns at all still has an intercept.
    fitted = clone(learner).fit(matrix if matrix.shape[1] else np.zeros((len(matrix), 1)), values)
    weights = fitted.coef_[: matrix.shape[1]]
    errors = values - matrix @ weights - fitted.intercept_
    objective = errors @ errors / 2 + learner.alpha / 2 * weights @ weights
    learnt = {"intercept": fitted.intercept_, "weights": weights, "objective": objective}
    return {"learner": "linear-regression", **model, **learnt}
`,
};

/** The predicted number. */
export const weightedSumsTool: PythonTool = {
  names: ['weighted_sums'],
  imports: ['import numpy as np'],
  needs: [designMatrixTool],
  source: python`
def weighted_sums(model, table):
    """Adds up the weighted columns of each row."""
    weighted = design_matrix(table, model["features"]) * np.array(model["weights"], dtype=float)
    return weighted.sum(axis=1) + model["intercept"]
`,
};

export const linearRegressionPython = definePythonPart(linearRegression, (node) => ({
  tools: [],
  imports: ['from sklearn.linear_model import Ridge'],
  lines: [`${node.output('model')} = Ridge(alpha=${node.constant('l2Weight')}, solver="svd")`],
}));
