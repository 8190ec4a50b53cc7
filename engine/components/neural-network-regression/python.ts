import {
  fitNetworkTool,
  networkArguments,
  networkComment,
  networkOutputsTool,
} from '../../export/python/network.ts';
import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { valuesTaskTool } from '../../export/python/values.ts';
import { neuralNetworkRegression } from './neural-network-regression.ts';

/** Trains the network. */
export const trainNetworkRegressionTool: PythonTool = {
  names: ['train_neural_network_regression'],
  needs: [valuesTaskTool, fitNetworkTool],
  source: python`
def train_neural_network_regression(learner, table, label):
    """Trains a network on the label with mean 0 and standard deviation 1; its one output is turned back."""
    table, values, model = values_task(table, label)
    deviation = values.std() or 1
    layers = fit_network(learner, table, model["features"], (values - values.mean()) / deviation)
    output = layers["output"]
    output["weights"] = output["weights"] * deviation
    output["biases"] = output["biases"] * deviation + values.mean()
    return {"learner": "neural-network-regression", **model, **layers}
`,
};

/** The predicted number. */
export const networkValuesTool: PythonTool = {
  names: ['network_values'],
  needs: [networkOutputsTool],
  source: python`
def network_values(model, table):
    """The predicted number of each row."""
    return network_outputs(model, table)[:, 0]
`,
};

export const neuralNetworkRegressionPython = definePythonPart(neuralNetworkRegression, (node) => ({
  tools: [],
  imports: ['from sklearn.neural_network import MLPRegressor'],
  lines: [
    ...networkComment,
    `${node.output('model')} = MLPRegressor(`,
    ...networkArguments(node.constant),
    ')',
  ],
}));
