import * as z from 'zod';
import { doneField, nameField } from '../fields.ts';
import { defineOperation } from '../operation.ts';

const hoursField = z.number().min(0.25).max(720).default(24).describe('How far back.');

const histogram = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    edges: z.array(z.number()),
    training: z.array(z.number()),
    requests: z.array(z.number()),
  }),
  z.strictObject({
    kind: z.literal('category'),
    levels: z.array(z.string()),
    training: z.array(z.number()),
    requests: z.array(z.number()),
  }),
]);

const driftColumn = z.strictObject({
  name: z.string(),
  /** Counts by bin or level; gaps are counted apart. */
  histogram,
  gaps: z.strictObject({ training: z.number(), requests: z.number() }),
  /** The population stability index. */
  index: z.number(),
  /** What chance alone stays below in 95 of 100 cases, for so few rows. */
  chance: z.number(),
  word: z.enum(['steady', 'moved', 'far', 'too-few']),
});

export const monitorOperations = {
  'endpoint.watch': defineOperation({
    onlyReads: true,
    summary: 'Counts the requests of an endpoint, their failures and how long they took.',
    input: z.strictObject({ endpoint: nameField }),
    output: z.strictObject({
      requests: z.number(),
      failures: z.number(),
      averageMilliseconds: z.number().nullable(),
    }),
  }),
  'endpoint.metrics': defineOperation({
    onlyReads: true,
    summary: 'Reads requests, response times and failures of an endpoint over time.',
    input: z.strictObject({
      endpoint: nameField,
      deployment: nameField.optional().describe('A deployment; without it all of them.'),
      hours: hoursField,
    }),
    output: z.strictObject({
      from: z.string(),
      to: z.string(),
      /** How much time one point stands for. */
      seconds: z.number(),
      points: z.array(
        z.strictObject({
          at: z.string(),
          /** Requests by class of status, such as 2xx. */
          requests: z.record(z.string(), z.number()),
          p50: z.number().nullable(),
          p95: z.number().nullable(),
          p99: z.number().nullable(),
        }),
      ),
      totals: z.strictObject({
        requests: z.number(),
        failures: z.number(),
        averageMilliseconds: z.number().nullable(),
        p95: z.number().nullable().describe('The worst of the range.'),
      }),
    }),
  }),
  'endpoint.drift': defineOperation({
    onlyReads: true,
    summary: 'Compares the inputs of an endpoint with the data that its model was trained on.',
    input: z.strictObject({
      endpoint: nameField,
      deployment: nameField,
      hours: hoursField,
      data: nameField
        .optional()
        .describe('The data asset to compare with; without it the one that fits the model.'),
    }),
    output: z.strictObject({
      collects: z.boolean().nullable(),
      /** Rows that were compared; the newest where there are too many. */
      rows: z.number(),
      isCut: z.boolean(),
      reference: z.strictObject({ name: z.string(), version: z.string(), rows: z.number() }).nullable(),
      /** Data assets that could be compared with. */
      assets: z.array(z.string()),
      columns: z.array(driftColumn),
    }),
  }),
  'deployment.collect-data': defineOperation({
    summary: 'Switches on or off that the inputs of a deployment are kept in the workspace’s storage.',
    input: z.strictObject({ endpoint: nameField, deployment: nameField, isOn: z.boolean() }),
    output: doneField,
    azureTime: '6–10 min',
  }),
};
