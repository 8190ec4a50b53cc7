import { matrixColumnNames } from '../../../engine/train/design-matrix.ts';
import type { Feature } from '../../../engine/train/model.ts';
import type { TrainedModel } from '../../../engine/components/values.ts';

/** A weight of a model, and what it belongs to. */
export interface Coefficient {
  readonly name: string;
  readonly weight: number;
}

/** The weights of a model for one class, or for the one thing that it predicts. */
export interface CoefficientList {
  /** The class; empty where there is one list only. */
  readonly title: string;
  readonly intercept: number;
  /** The strongest first. */
  readonly coefficients: readonly Coefficient[];
}

/** What may be in a model, whichever its learner is. */
interface AnyModel {
  readonly label: string;
  readonly rows: number;
  readonly features: readonly Feature[];
  readonly positive?: string;
  readonly classes?: readonly string[];
  readonly intercept?: number;
  readonly intercepts?: readonly number[];
  readonly weights?: readonly number[] | readonly (readonly number[])[];
  readonly importance?: readonly number[];
  readonly [fact: string]: unknown;
}

function anyModel({ model }: TrainedModel): AnyModel {
  return model as unknown as AnyModel;
}

/** The coefficients of a linear model; nothing for models of another kind. */
export function coefficientsOf(trained: TrainedModel): CoefficientList[] {
  const { features, weights, intercept, intercepts, classes } = anyModel(trained);
  if (!weights) return [];
  const names = matrixColumnNames(features);
  const list = (title: string, start: number, values: readonly number[]): CoefficientList => ({
    title,
    intercept: start,
    coefficients: values
      .map((weight, index) => ({ name: names[index], weight }))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)),
  });
  if (weights.every((weight) => typeof weight === 'number')) return [list('', intercept ?? 0, weights)];
  return (weights as readonly (readonly number[])[]).map((values, index) =>
    list(classes?.[index] ?? String(index), intercepts?.[index] ?? 0, values),
  );
}

/** How much each column has helped boosted trees, as shares of the whole, the most first. */
export function importanceOf(trained: TrainedModel): { readonly name: string; readonly share: number }[] {
  const { features, importance } = anyModel(trained);
  if (!importance) return [];
  const sum = importance.reduce((total, value) => total + value, 0) || 1;
  return importance
    .map((value, index) => ({ name: features[index].column, share: value / sum }))
    .sort((a, b) => b.share - a.share);
}

/** Numbers of a model that say how it was trained, by their name in the model. */
export function figuresOf(trained: TrainedModel): (readonly [string, number])[] {
  const model = anyModel(trained);
  const names = [
    'rows',
    'objective',
    'passes',
    'l2Weight',
    'leaves',
    'minimumLeafRows',
    'learningRate',
    'hiddenNodes',
    'epochs',
    'seed',
  ];
  const figures = names.flatMap((name) => {
    const value = model[name];
    return typeof value === 'number' ? [[name, value] as const] : [];
  });
  const { trees, losses } = model as { trees?: readonly unknown[]; losses?: readonly number[] };
  return [
    ...figures,
    ...(trees ? [['trees', trees.length] as const] : []),
    ...(losses && losses.length > 0 ? [['finalLoss', losses[losses.length - 1]] as const] : []),
  ];
}
