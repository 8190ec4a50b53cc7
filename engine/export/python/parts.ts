import { applyTransformationPython } from '../../components/apply-transformation/python.ts';
import { boostedDecisionTreeRegressionPython } from '../../components/boosted-decision-tree-regression/python.ts';
import { cleanMissingDataPython } from '../../components/clean-missing-data/python.ts';
import { datasetPython } from '../../components/dataset/python.ts';
import { evaluateModelPython } from '../../components/evaluate-model/python.ts';
import { fittedTransformationPython } from '../../components/fitted-transformation/python.ts';
import { linearRegressionPython } from '../../components/linear-regression/python.ts';
import { multiclassLogisticRegressionPython } from '../../components/multiclass-logistic-regression/python.ts';
import { multiclassNeuralNetworkPython } from '../../components/multiclass-neural-network/python.ts';
import { neuralNetworkRegressionPython } from '../../components/neural-network-regression/python.ts';
import { scoreModelPython } from '../../components/score-model/python.ts';
import { selectColumnsPython } from '../../components/select-columns/python.ts';
import { splitDataPython } from '../../components/split-data/python.ts';
import { trainModelPython } from '../../components/train-model/python.ts';
import { trainedModelPython } from '../../components/trained-model/python.ts';
import { twoClassBoostedDecisionTreePython } from '../../components/two-class-boosted-decision-tree/python.ts';
import { twoClassLogisticRegressionPython } from '../../components/two-class-logistic-regression/python.ts';
import { twoClassNeuralNetworkPython } from '../../components/two-class-neural-network/python.ts';
import { webServiceInputPython } from '../../components/web-service-input/python.ts';
import { webServiceOutputPython } from '../../components/web-service-output/python.ts';
import type { PythonPart } from './part.ts';

/** The Python of all components. */
const parts: readonly PythonPart[] = [
  datasetPython,
  selectColumnsPython,
  cleanMissingDataPython,
  applyTransformationPython,
  splitDataPython,
  fittedTransformationPython,
  twoClassLogisticRegressionPython,
  twoClassBoostedDecisionTreePython,
  twoClassNeuralNetworkPython,
  multiclassLogisticRegressionPython,
  multiclassNeuralNetworkPython,
  linearRegressionPython,
  boostedDecisionTreeRegressionPython,
  neuralNetworkRegressionPython,
  trainModelPython,
  trainedModelPython,
  scoreModelPython,
  evaluateModelPython,
  webServiceInputPython,
  webServiceOutputPython,
];

const byType = new Map(parts.map((part) => [part.component, part]));

/** The Python of a component by its type, or `undefined`. */
export function findPythonPart(type: string): PythonPart | undefined {
  return byType.get(type);
}
