import type { Model } from '../../../engine/train/model.ts';

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

/** Numbers of a model that say how it was trained, by their name in the model. */
export function figuresOf(model: Model): (readonly [string, number])[] {
  const facts = model as unknown as Readonly<Record<string, unknown>>;
  const figures = names.flatMap((name) => {
    const value = facts[name];
    return typeof value === 'number' ? [[name, value] as const] : [];
  });
  return [
    ...figures,
    ...('trees' in model ? [['trees', model.trees.length] as const] : []),
    ...('losses' in model && model.losses.length > 0
      ? [['finalLoss', model.losses[model.losses.length - 1]] as const]
      : []),
  ];
}
