import { likeliestClasses } from '../../evaluate/multiclass.ts';
import { createCodes, createLevels } from '../../table/levels.ts';
import type { Column } from '../../table/table.ts';
import { isBinaryModel, isMulticlassModel, isRegressionModel } from '../../train/model.ts';
import type { Predictions } from '../../train/predict.ts';
import type { TrainedModel } from '../artifacts.ts';
import { scoredLabels, scoredProbabilities, scoredProbabilitiesOf, type Scoring } from '../values.ts';

/** What Score Model adds to a table: the predicted label, and the probabilities of the classes. */
export function scoredColumns({ labelKind }: TrainedModel, predictions: Predictions): Column[] {
  switch (predictions.task) {
    case 'binary': {
      const { probabilities, negative, positive } = predictions;
      const predicted = new Int32Array(probabilities.length);
      for (let i = 0; i < predicted.length; i++) if (probabilities[i] >= 0.5) predicted[i] = 1;
      return [
        labelColumn(labelKind, predicted, [negative, positive]),
        { kind: 'number', name: scoredProbabilities, values: probabilities },
      ];
    }
    case 'multiclass': {
      const { probabilities, classes } = predictions;
      const predicted = likeliestClasses(probabilities, classes.length);
      return [
        labelColumn(labelKind, predicted, classes),
        ...classes.map((name, k): Column => ({
          kind: 'number',
          name: scoredProbabilitiesOf(name),
          values: predicted.length === 0 ? new Float64Array(0) : everyNth(probabilities, k, classes.length),
        })),
      ];
    }
    case 'regression':
      return [{ kind: 'number', name: scoredLabels, values: predictions.values }];
  }
}

/** What evaluating the scored rows needs to know of the model. */
export function scoringOf({ model, baselines }: TrainedModel): Scoring {
  if (isMulticlassModel(model)) {
    const { label, classes, mostFrequent } = model;
    return { task: 'multiclass', label, classes, mostFrequent };
  }
  if (isRegressionModel(model)) return { task: 'regression', label: model.label, mean: model.labelMean };
  if (!isBinaryModel(model) || !baselines) throw new TypeError('A two-class model has baselines.');
  const { label, negative, positive } = model;
  return { task: 'binary', label, negative, positive, baselines };
}

/** The predicted class of each row, of the kind that the label column was. */
function labelColumn(
  labelKind: TrainedModel['labelKind'],
  predicted: Int32Array,
  classes: readonly string[],
): Column {
  if (labelKind === 'number') {
    const numbers = classes.map(Number);
    return { kind: 'number', name: scoredLabels, values: Float64Array.from(predicted, (k) => numbers[k]) };
  }
  const codes = createCodes(predicted.length, classes.length);
  codes.set(predicted);
  return { kind: 'category', name: scoredLabels, codes, levels: createLevels(classes) };
}

function everyNth(values: Float64Array, first: number, stride: number): Float64Array {
  return Float64Array.from({ length: values.length / stride }, (_, i) => values[i * stride + first]);
}
