import * as z from 'zod';
import type { Baselines } from '../evaluate/baselines.ts';
import { isBinaryModel, type Model } from '../train/model.ts';
import { modelSchema } from '../train/model-schema.ts';

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

/** A trained model, and of a two-class one the baselines of its training rows; plain JSON. */
export interface TrainedModel {
  readonly formatVersion: 1;
  /** Whether the label column held numbers or texts; the scored labels are of the same kind. */
  readonly labelKind: 'number' | 'category';
  readonly model: Model;
  readonly baselines: Baselines | null;
}

/** The schema of a saved `TrainedModel`. */
export const trainedModelSchema: z.ZodType<TrainedModel> = z
  .strictObject({
    formatVersion: z.literal(1),
    labelKind: z.enum(['number', 'category']),
    model: modelSchema,
    baselines: baselinesSchema.nullable(),
  })
  .refine(({ model, baselines }) => isBinaryModel(model) === (baselines !== null), {
    message: 'A two-class model has baselines, and no other has.',
    path: ['baselines'],
  });

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
