import { classesTaskTool, softmaxTool } from '../../export/python/classes.ts';
import {
  fitNetworkTool,
  networkArguments,
  networkComment,
  networkOutputsTool,
} from '../../export/python/network.ts';
import { definePythonPart, python, type PythonTool } from '../../export/python/part.ts';
import { multiclassNeuralNetwork } from './multiclass-neural-network.ts';

/** Trains the network. */
export const trainMulticlassNetworkTool: PythonTool = {
  names: ['train_multiclass_neural_network'],
  imports: ['import numpy as np'],
  needs: [classesTaskTool, fitNetworkTool],
  source: python`
def train_multiclass_neural_network(learner, table, label):
    """Trains a network with one output for each class."""
    table, actual, model = classes_task(table, label)
    layers = fit_network(learner, table, model["features"], actual)
    if len(model["classes"]) == 2:  # scikit-learn has one output for two classes: the second against the first
        output = layers["output"]
        output["weights"] = np.hstack([np.zeros_like(output["weights"]), output["weights"]])
        output["biases"] = np.append(0, output["biases"])
    return {"learner": "multiclass-neural-network", **model, **layers}
`,
};

/** The probability of each class. */
export const networkClassesTool: PythonTool = {
  names: ['network_class_probabilities'],
  needs: [networkOutputsTool, softmaxTool],
  source: python`
def network_class_probabilities(model, table):
    """The probability of each class."""
    return softmax(network_outputs(model, table))
`,
};

export const multiclassNeuralNetworkPython = definePythonPart(multiclassNeuralNetwork, (node) => ({
  tools: [],
  imports: ['from sklearn.neural_network import MLPClassifier'],
  lines: [
    ...networkComment,
    `${node.output('model')} = MLPClassifier(`,
    ...networkArguments(node.constant),
    ')',
  ],
}));
