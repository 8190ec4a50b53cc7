import * as z from 'zod';
import { pipelineSchema } from '../../../engine/pipeline/pipeline.ts';
import {
  fileField,
  metricsField,
  multiclassMetricsField,
  nameField,
  regressionMetricsField,
} from '../fields.ts';
import { defineOperation } from '../operation.ts';

const pipelineField = nameField.describe('The name of a drawing.');
/** What a job of a drawing is to run on: kept beside the drawing. */
const jobSettingsField = z.strictObject({
  compute: z
    .string()
    .max(260)
    .default('')
    .describe('The compute of all components that have none of their own.'),
  computes: z.record(z.string(), nameField).default({}).describe('The computes of single components.'),
});
export type JobSettings = z.output<typeof jobSettingsField>;

const jobOutput = z.strictObject({
  job: z.string().describe("The job's name in Azure."),
  status: z.string(),
});

export const pipelineOperations = {
  'pipeline.save': defineOperation({
    isBrief: true,
    summary: 'Keeps a drawn pipeline.',
    input: z.strictObject({
      pipeline: pipelineField,
      graph: z.union([fileField, pipelineSchema]).describe('The drawing, or a file that holds it.'),
      job: jobSettingsField.optional(),
    }),
    output: z.strictObject({ problems: z.array(z.strictObject({ message: z.string(), hint: z.string() })) }),
  }),
  'pipeline.read': defineOperation({
    onlyReads: true,
    summary: 'Reads a drawn pipeline.',
    input: z.strictObject({ pipeline: pipelineField }),
    output: z.strictObject({ graph: pipelineSchema.nullable(), job: jobSettingsField.nullable() }),
  }),
  'pipeline.list': defineOperation({
    onlyReads: true,
    summary: 'Lists the drawn pipelines.',
    input: z.strictObject({}),
    output: z.strictObject({
      pipelines: z.array(
        z.strictObject({
          name: z.string(),
          title: z.string().describe('What its author calls it.'),
          components: z.number(),
        }),
      ),
    }),
  }),
  'pipeline.delete': defineOperation({
    isBrief: true,
    summary: 'Takes a drawn pipeline away; its jobs stay in the workspace.',
    input: z.strictObject({ pipeline: pipelineField }),
    output: z.strictObject({}),
  }),
  'job.submit': defineOperation({
    summary: 'Submits a pipeline as a job.',
    input: z.strictObject({
      pipeline: pipelineField,
      data: z.record(z.string(), nameField).describe('The data asset behind each dataset of the drawing.'),
      experiment: nameField,
      compute: nameField.describe('The compute of all components that have none of their own.'),
      computes: z.record(z.string(), nameField).default({}).describe('The computes of single components.'),
      until: z.string().optional().describe('A component: only it and what it needs are submitted.'),
    }),
    output: jobOutput,
  }),
  'job.wait': defineOperation({
    summary: "Waits until a pipeline's newest job has ended.",
    input: z.strictObject({ pipeline: pipelineField }),
    output: jobOutput,
    azureTime: '5–15 min',
  }),
  'job.read': defineOperation({
    onlyReads: true,
    summary: "Reads how far a pipeline's newest job is, step by step.",
    input: z.strictObject({ pipeline: pipelineField }),
    output: z.strictObject({
      job: z.string().nullable(),
      status: z.string(),
      error: z.string().nullable().describe('Why it has failed.'),
      steps: z.array(z.strictObject({ name: z.string(), status: z.string(), log: z.string() })),
    }),
  }),
  'job.cancel': defineOperation({
    summary: "Cancels a pipeline's newest job.",
    input: z.strictObject({ pipeline: pipelineField }),
    output: jobOutput,
  }),
  'job.result': defineOperation({
    summary: "Reads the figures of a pipeline's newest job.",
    input: z.strictObject({ pipeline: pipelineField }),
    output: z.discriminatedUnion('task', [
      z.strictObject({
        task: z.literal('binary'),
        metrics: metricsField,
        positive: z.string(),
        baselines: z.unknown(),
      }),
      z.strictObject({
        task: z.literal('multiclass'),
        classes: z.array(z.string()).readonly(),
        metrics: multiclassMetricsField,
        baseline: z.strictObject({ label: z.string(), accuracy: z.number() }),
      }),
      z.strictObject({
        task: z.literal('regression'),
        metrics: regressionMetricsField,
        baseline: z.strictObject({
          mean: z.number(),
          rootMeanSquaredError: z.number(),
          meanAbsoluteError: z.number(),
        }),
      }),
    ]),
  }),
  'job.output': defineOperation({
    onlyReads: true,
    summary: "Reads what a component has put out in a pipeline's newest job.",
    input: z.strictObject({
      pipeline: pipelineField,
      node: z.string().describe('The id of a component of the drawing.'),
      port: z.string().describe('One of its outputs.'),
    }),
    output: z.strictObject({
      type: z.enum(['table', 'scored-table', 'untrained-model', 'model', 'transformation', 'evaluation']),
      text: z.string().describe('The file of the output: CSV or JSON.'),
    }),
  }),
  'inference.create': defineOperation({
    summary: 'Makes the real-time inference pipeline of a trained one.',
    input: z.strictObject({
      pipeline: pipelineField.describe('The name of the new drawing.'),
      from: pipelineField.describe('The training pipeline; its newest job has completed.'),
      keep: z.boolean().default(true).describe('Whether the new drawing is kept, or only shown.'),
    }),
    output: z.strictObject({
      graph: pipelineSchema,
      changes: z.array(z.strictObject({ kind: z.string(), node: z.string(), why: z.string() })),
    }),
  }),
  'inference.edit': defineOperation({
    summary: 'Takes the label out of the input, and chooses what the answer holds.',
    input: z.strictObject({
      pipeline: pipelineField,
      excludeLabel: z.boolean().default(false),
      output: z.array(z.string()).min(1).optional(),
    }),
    output: z.strictObject({}),
  }),
};
