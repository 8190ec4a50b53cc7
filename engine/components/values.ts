import { z } from 'zod';
import type { Baselines, BaselineMetrics } from '../evaluate/baselines.ts';
import type { BinaryCurve } from '../evaluate/curves.ts';
import type { BinaryMetrics } from '../evaluate/metrics.ts';
import type { Table } from '../table/table.ts';
import type { LogisticRegressionModel } from '../train/model.ts';

/** What flows along an edge, by the type of its ports. A scored table is accepted where a table is. */
export interface PortValues {
  readonly table: Table;
  readonly 'scored-table': ScoredTable;
  readonly 'untrained-model': UntrainedModel;
  readonly model: TrainedModel;
  readonly transformation: Transformation;
  readonly evaluation: Evaluation;
}

export type PortType = keyof PortValues;

/** Whether an output of type `from` may lead to an input of type `to`. */
export function isCompatible(from: PortType, to: PortType): boolean {
  return from === to || (from === 'scored-table' && to === 'table');
}

/** The columns that Score Model adds. */
export const scoredLabels = 'Scored Labels';
export const scoredProbabilities = 'Scored Probabilities';

/** A table with the columns "Scored Labels" and "Scored Probabilities", and what evaluating it needs. */
export interface ScoredTable extends Table {
  readonly scoring: {
    readonly label: string;
    readonly negative: string;
    readonly positive: string;
    readonly baselines: Baselines;
  };
}

/** A learner with its settings, before training. */
export interface UntrainedModel {
  readonly learner: 'two-class-logistic-regression';
  readonly l2Weight: number;
}

const featureSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('numeric'),
    column: z.string(),
    minimum: z.number(),
    maximum: z.number(),
  }),
  z.strictObject({ kind: z.literal('categorical'), column: z.string(), levels: z.array(z.string()) }),
]);

/** A trained model with the baselines of its training rows; plain JSON. */
export interface TrainedModel {
  readonly formatVersion: 1;
  /** Whether the label column held numbers or texts; the scored labels are of the same kind. */
  readonly labelKind: 'number' | 'category';
  readonly model: LogisticRegressionModel;
  readonly baselines: Baselines;
}

/** The schema of a saved `TrainedModel`. */
export const trainedModelSchema = z
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
    baselines: z.custom<Baselines>((value) => typeof value === 'object' && value !== null),
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

/** How well one scored table meets its labels. */
export interface EvaluationResult {
  readonly label: string;
  readonly negative: string;
  readonly positive: string;
  /** Rows that were evaluated. */
  readonly rows: number;
  /** Rows that were left out: their label is missing, or neither of the two classes. */
  readonly rowsWithoutLabel: number;
  readonly metrics: BinaryMetrics;
  readonly curve: BinaryCurve;
  readonly baselines: BaselineMetrics;
}

/** What Evaluate Model finds: one result per scored table, in the order of its inputs. */
export interface Evaluation {
  readonly threshold: number;
  readonly results: readonly EvaluationResult[];
}
