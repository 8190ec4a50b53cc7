import * as z from 'zod';
import type { Baselines } from '../evaluate/baselines.ts';
import type { LogisticRegressionModel } from '../train/model.ts';

const featureSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('numeric'),
    column: z.string(),
    minimum: z.number(),
    maximum: z.number(),
  }),
  z.strictObject({ kind: z.literal('categorical'), column: z.string(), levels: z.array(z.string()) }),
]);

const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cut'),
    column: z.string(),
    cut: z.number(),
    values: z.tuple([z.number(), z.number()]).exactOptional(),
    below: z.number(),
    above: z.number(),
    missing: z.number(),
  }),
  z.strictObject({
    kind: z.literal('levels'),
    column: z.string(),
    levels: z.array(z.strictObject({ level: z.string(), probability: z.number() })),
    otherwise: z.number(),
    missing: z.number(),
  }),
]);

const baselinesSchema = z.strictObject({
  label: z.string(),
  negative: z.string(),
  positive: z.string(),
  positiveShare: z.number(),
  rule: ruleSchema.nullable(),
  text: z.string(),
});

/** A trained model with the baselines of its training rows; plain JSON. */
export interface TrainedModel {
  readonly formatVersion: 1;
  /** Whether the label column held numbers or texts; the scored labels are of the same kind. */
  readonly labelKind: 'number' | 'category';
  readonly model: LogisticRegressionModel;
  readonly baselines: Baselines;
}

/** The schema of a saved `TrainedModel`. */
export const trainedModelSchema: z.ZodType<TrainedModel> = z
  .strictObject({
    formatVersion: z.literal(1),
    labelKind: z.enum(['number', 'category']),
    model: z.strictObject({
      formatVersion: z.literal(1),
      learner: z.literal('two-class-logistic-regression'),
      label: z.string(),
      negative: z.string(),
      positive: z.string(),
      features: z.array(featureSchema),
      l2Weight: z.number(),
      intercept: z.number(),
      weights: z.array(z.number()),
      objective: z.number(),
      rows: z.number(),
      passes: z.number(),
    }),
    baselines: baselinesSchema,
  })
  .refine(
    ({ model }) =>
      model.weights.length ===
      model.features.reduce(
        (sum, feature) => sum + (feature.kind === 'numeric' ? 1 : feature.levels.length),
        0,
      ),
    { message: 'The number of weights does not fit the features.', path: ['model', 'weights'] },
  );

const replacementSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('number'), column: z.string(), value: z.number() }),
  z.strictObject({ kind: z.literal('category'), column: z.string(), value: z.string() }),
]);

/** What Clean Missing Data has learnt from one table and does to any other; plain JSON. */
export const transformationSchema = z.strictObject({
  formatVersion: z.literal(1),
  type: z.literal('clean-missing-data'),
  /** Rows with a gap in one of these columns are removed. */
  removeRows: z.array(z.string()),
  removeColumns: z.array(z.string()),
  /** The value that fills the gaps of a column. */
  replacements: z.array(replacementSchema),
});

export type Transformation = z.output<typeof transformationSchema>;
export type Replacement = z.output<typeof replacementSchema>;
