import {
  fitNetworkTool,
  networkArguments,
  networkComment,
  networkOutputsTool,
} from '../../export/python/network.ts';
import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { logisticTool, twoClassTaskTool } from '../../export/python/two-class.ts';
import { twoClassNeuralNetwork } from './two-class-neural-network.ts';

/** Trains the network. */
export const trainTwoClassNetworkTool: PythonTool = {
  names: ['train_two_class_neural_network'],
  needs: [twoClassTaskTool, fitNetworkTool],
  source: python`
def train_two_class_neural_network(learner, table, label, positive=""):
    """Trains a network whose one output is the log odds of the positive class."""
    table, actual, model = two_class_task(table, label, positive)
    layers = fit_network(learner, table, model["features"], actual)
    return {"learner": "two-class-neural-network", **model, **layers}
`,
};

/** The probability of the positive class. */
export const networkProbabilitiesTool: PythonTool = {
  names: ['network_probabilities'],
  needs: [networkOutputsTool, logisticTool],
  source: python`
def network_probabilities(model, table):
    """The probability of the positive class."""
    return logistic(network_outputs(model, table)[:, 0])
`,
};

export const twoClassNeuralNetworkPython = definePythonPart(twoClassNeuralNetwork, (node) => ({
  tools: [],
  imports: ['from sklearn.neural_network import MLPClassifier'],
  lines: [
    ...networkComment,
    `${node.output('model')} = MLPClassifier(`,
    ...networkArguments(node.constant),
    ')',
  ],
}));
