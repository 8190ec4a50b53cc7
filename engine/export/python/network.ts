import { designMatrixTool } from './features.ts';
import { python, type PythonTool } from './part.ts';

/** A network of scikit-learn, trained on the design matrix. */
export const fitNetworkTool: PythonTool = {
  names: ['fit_network'],
  imports: ['import warnings', 'import numpy as np', 'from sklearn.base import clone'],
  needs: [designMatrixTool],
  source: python`
def fit_network(learner, table, features, targets):
    """Trains a network on numbers with mean 0 and standard deviation 1, and gives its layers for numbers
    from 0 to 1. It stops for nothing before all iterations are done."""
    matrix = design_matrix(table, features)
    numbers = sum(feature["kind"] == "numeric" for feature in features)
    means, factors = np.zeros(matrix.shape[1]), np.ones(matrix.shape[1])
    means[:numbers] = matrix[:, :numbers].mean(axis=0)
    deviations = matrix[:, :numbers].std(axis=0)
    factors[:numbers] = np.where(deviations > 0, 1 / np.where(deviations > 0, deviations, 1), 0)
    inputs = np.hstack([(matrix - means) * factors, np.zeros((len(matrix), 1))])
    batch = min(len(matrix), 512, max(32, round(len(matrix) / 100)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = clone(learner).set_params(batch_size=batch).fit(inputs, targets)
    weights = fitted.coefs_[0][:-1] * factors[:, np.newaxis]
    return {
        "hidden": {"weights": weights, "biases": fitted.intercepts_[0] - means @ weights},
        "output": {"weights": fitted.coefs_[1], "biases": fitted.intercepts_[1]},
    }
`,
};

/** What a network puts out. */
export const networkOutputsTool: PythonTool = {
  names: ['network_outputs'],
  imports: ['import numpy as np'],
  needs: [designMatrixTool],
  source: python`
def network_outputs(model, table):
    """Columns → hidden nodes, which let nothing negative through → outputs."""
    hidden, output = model["hidden"], model["output"]
    matrix = design_matrix(table, model["features"])
    weights = np.reshape(hidden["weights"], (matrix.shape[1], len(hidden["biases"])))
    nodes = np.maximum(matrix @ weights + hidden["biases"], 0)
    return nodes @ np.array(output["weights"]) + output["biases"]
`,
};

/** Why the figures of scikit-learn's networks differ. */
export const networkComment = [
  '# Guidepost trains its networks in the same way, but begins with other random weights and takes the rows',
  '# in another random order: the figures differ a little, as they do between two seeds.',
];

/** The settings of a network as scikit-learn names them; `constant` writes one down. */
export function networkArguments(
  constant: (setting: 'hiddenNodes' | 'learningRate' | 'epochs' | 'seed') => string,
): string[] {
  const epochs = constant('epochs');
  return [
    `    hidden_layer_sizes=(${constant('hiddenNodes')},), activation="relu", solver="adam", alpha=0,`,
    `    learning_rate_init=${constant('learningRate')}, max_iter=${epochs}, n_iter_no_change=${epochs}, tol=0,`,
    `    random_state=${constant('seed')} % 2**32,`,
  ];
}
