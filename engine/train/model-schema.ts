import * as z from 'zod';
import { matrixWidth, type DecisionTree, type Model } from './model.ts';

const featureSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('numeric'),
    column: z.string(),
    minimum: z.number(),
    maximum: z.number(),
  }),
  z.strictObject({ kind: z.literal('categorical'), column: z.string(), levels: z.array(z.string()) }),
]);

const numbers = z.array(z.number());
const table = {
  formatVersion: z.literal(1),
  label: z.string(),
  features: z.array(featureSchema),
  rows: z.number(),
};
const twoClasses = { negative: z.string(), positive: z.string() };
const severalClasses = { classes: z.array(z.string()), mostFrequent: z.string() };
const values = { labelMean: z.number() };
const linear = { l2Weight: z.number(), objective: z.number(), passes: z.number() };
const boosted = {
  leaves: z.number(),
  minimumLeafRows: z.number(),
  learningRate: z.number(),
  start: z.number(),
  trees: z.array(
    z
      .strictObject({
        feature: numbers,
        threshold: numbers,
        missingLeft: numbers,
        left: numbers,
        right: numbers,
        value: numbers,
        rows: numbers,
      })
      .refine(isTree, 'This is no tree: a node must be followed by nodes that come after it.'),
  ),
  importance: numbers,
  losses: numbers,
};
const layer = z.strictObject({ biases: numbers, weights: z.array(numbers) });
const network = {
  hiddenNodes: z.number(),
  epochs: z.number(),
  learningRate: z.number(),
  seed: z.number(),
  hidden: layer,
  output: layer,
  losses: numbers,
};

/** The schema of a saved model of any learner. */
export const modelSchema: z.ZodType<Model> = z
  .discriminatedUnion('learner', [
    z.strictObject({
      learner: z.literal('two-class-logistic-regression'),
      ...table,
      ...twoClasses,
      ...linear,
      intercept: z.number(),
      weights: numbers,
    }),
    z.strictObject({
      learner: z.literal('multiclass-logistic-regression'),
      ...table,
      ...severalClasses,
      ...linear,
      intercepts: numbers,
      weights: z.array(numbers),
    }),
    z.strictObject({
      learner: z.literal('linear-regression'),
      ...table,
      ...values,
      ...linear,
      intercept: z.number(),
      weights: numbers,
    }),
    z.strictObject({
      learner: z.literal('two-class-boosted-decision-tree'),
      ...table,
      ...twoClasses,
      ...boosted,
    }),
    z.strictObject({
      learner: z.literal('boosted-decision-tree-regression'),
      ...table,
      ...values,
      ...boosted,
    }),
    z.strictObject({ learner: z.literal('two-class-neural-network'), ...table, ...twoClasses, ...network }),
    z.strictObject({
      learner: z.literal('multiclass-neural-network'),
      ...table,
      ...severalClasses,
      ...network,
    }),
    z.strictObject({ learner: z.literal('neural-network-regression'), ...table, ...values, ...network }),
  ])
  .refine(fitsFeatures, { message: 'The number of weights does not fit the features.', path: ['weights'] });

/** Every way from the root ends in a leaf. */
function isTree({ feature, left, right, ...lists }: DecisionTree): boolean {
  const count = feature.length;
  const all = [left, right, ...Object.values(lists)];
  if (count === 0 || all.some((list) => list.length !== count)) return false;
  const follows = (node: number, next: number): boolean =>
    Number.isInteger(next) && next > node && next < count;
  return feature.every(
    (_, node) => feature[node] < 0 || [left, right].every((list) => follows(node, list[node])),
  );
}

function fitsFeatures(model: Model): boolean {
  const width = matrixWidth(model.features);
  switch (model.learner) {
    case 'two-class-logistic-regression':
    case 'linear-regression':
      return model.weights.length === width;
    case 'multiclass-logistic-regression':
      return (
        model.intercepts.length === model.classes.length &&
        model.weights.length === model.classes.length &&
        model.weights.every((weights) => weights.length === width)
      );
    case 'two-class-boosted-decision-tree':
    case 'boosted-decision-tree-regression':
      return model.trees.every((tree) => tree.feature.every((index) => index < model.features.length));
    case 'two-class-neural-network':
    case 'multiclass-neural-network':
    case 'neural-network-regression': {
      const { hidden, output, hiddenNodes } = model;
      const outputs = model.learner === 'multiclass-neural-network' ? model.classes.length : 1;
      return isLayer(hidden, width, hiddenNodes) && isLayer(output, hiddenNodes, outputs);
    }
  }
}

function isLayer(
  { biases, weights }: { biases: readonly number[]; weights: readonly (readonly number[])[] },
  inputs: number,
  nodes: number,
): boolean {
  return biases.length === nodes && weights.length === inputs && weights.every((row) => row.length === nodes);
}
