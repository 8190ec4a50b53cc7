import { applyTransformation } from './apply-transformation/apply-transformation.ts';
import { cleanMissingData } from './clean-missing-data/clean-missing-data.ts';
import type { Component } from './component.ts';
import { dataset } from './dataset/dataset.ts';
import { evaluateModel } from './evaluate-model/evaluate-model.ts';
import { fittedTransformation } from './fitted-transformation/fitted-transformation.ts';
import { scoreModel } from './score-model/score-model.ts';
import { selectColumns } from './select-columns/select-columns.ts';
import { splitData } from './split-data/split-data.ts';
import { trainModel } from './train-model/train-model.ts';
import { trainedModel } from './trained-model/trained-model.ts';
import { twoClassBoostedDecisionTree } from './two-class-boosted-decision-tree/two-class-boosted-decision-tree.ts';
import { twoClassNeuralNetwork } from './two-class-neural-network/two-class-neural-network.ts';
import { multiclassLogisticRegression } from './multiclass-logistic-regression/multiclass-logistic-regression.ts';
import { multiclassNeuralNetwork } from './multiclass-neural-network/multiclass-neural-network.ts';
import { linearRegression } from './linear-regression/linear-regression.ts';
import { boostedDecisionTreeRegression } from './boosted-decision-tree-regression/boosted-decision-tree-regression.ts';
import { neuralNetworkRegression } from './neural-network-regression/neural-network-regression.ts';
import { twoClassLogisticRegression } from './two-class-logistic-regression/two-class-logistic-regression.ts';
import { webServiceInput } from './web-service-input/web-service-input.ts';
import { webServiceOutput } from './web-service-output/web-service-output.ts';

/** All components, in the order in which a catalogue lists them. */
export const components: readonly Component[] = [
  dataset,
  selectColumns,
  cleanMissingData,
  applyTransformation,
  splitData,
  fittedTransformation,
  twoClassLogisticRegression,
  twoClassBoostedDecisionTree,
  twoClassNeuralNetwork,
  multiclassLogisticRegression,
  multiclassNeuralNetwork,
  linearRegression,
  boostedDecisionTreeRegression,
  neuralNetworkRegression,
  trainModel,
  trainedModel,
  scoreModel,
  evaluateModel,
  webServiceInput,
  webServiceOutput,
];

const byType = new Map(components.map((component) => [component.type, component]));

/** The component of a type, or `undefined`. */
export function findComponent(type: string): Component | undefined {
  return byType.get(type);
}
