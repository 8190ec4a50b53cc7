import * as z from 'zod';

/** The name of a resource; Azure's rules for its kind are checked where it is created. */
export const nameField = z.string().min(1).max(260);

/** A place in Azure, such as westeurope. */
export const regionField = z.string().min(1).describe('A region of Azure, such as westeurope.');

/** A file that the host knows: its path here, or the id that the host gave to a file of the learner's. */
export const fileField = z.string().min(1).describe('A file on this machine.');

/** A cell of a request or an answer. */
export const cellField = z.union([z.number(), z.string(), z.null()]);

/** Rows of a request or an answer. */
export const rowsField = z.array(z.record(z.string(), cellField));

/** An operation that has nothing to say but that it is done. */
export const doneField = z.strictObject({ id: z.string().describe("The resource's id in Azure.") });

/** The figures of a binary classifier on rows that it was not trained on. */
export const metricsField = z.object({
  accuracy: z.number(),
  precision: z.number().nullable(),
  recall: z.number().nullable(),
  f1: z.number().nullable(),
  auc: z.number().nullable(),
  logLoss: z.number(),
  confusion: z.object({ tn: z.number(), fp: z.number(), fn: z.number(), tp: z.number() }),
});

/** The figures of a classifier of several classes. */
export const multiclassMetricsField = z.object({
  accuracy: z.number(),
  macroPrecision: z.number(),
  macroRecall: z.number(),
  macroF1: z.number(),
  logLoss: z.number(),
  confusion: z
    .array(z.array(z.number()).readonly())
    .readonly()
    .describe('By actual class, then by predicted one.'),
});

/** The figures of predicted numbers; `null` where all labels are equal. */
export const regressionMetricsField = z.object({
  meanAbsoluteError: z.number(),
  rootMeanSquaredError: z.number(),
  relativeAbsoluteError: z.number().nullable(),
  relativeSquaredError: z.number().nullable(),
  coefficientOfDetermination: z.number().nullable(),
});
