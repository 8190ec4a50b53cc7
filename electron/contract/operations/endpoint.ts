import * as z from 'zod';
import { doneField, nameField, rowsField } from '../fields.ts';
import { defineOperation } from '../operation.ts';

export const endpointOperations = {
  'model.register': defineOperation({
    summary: 'Registers an inference pipeline with all that was learnt as a model.',
    input: z.strictObject({ model: nameField, pipeline: nameField }),
    output: doneField.extend({ version: z.string() }),
  }),
  'endpoint.create': defineOperation({
    summary: 'Creates an online endpoint: an address that deployments answer under.',
    input: z.strictObject({
      endpoint: nameField,
      compute: nameField
        .optional()
        .describe('An attached Kubernetes cluster; without it Azure manages the machines.'),
    }),
    output: doneField,
    azureTime: '1–2 min',
  }),
  'deployment.create': defineOperation({
    summary: 'Puts a model behind an endpoint.',
    input: z.strictObject({
      endpoint: nameField,
      deployment: nameField,
      model: nameField,
      size: nameField.default('Standard_DS3_v2'),
      instances: z.int().min(1).default(1),
    }),
    output: doneField,
    azureTime: '6–10 min',
  }),
  'endpoint.set-traffic': defineOperation({
    summary: 'Shares the requests among the deployments, in per cent.',
    input: z.strictObject({ endpoint: nameField, traffic: z.record(z.string(), z.int().min(0).max(100)) }),
    output: doneField,
  }),
  'endpoint.invoke': defineOperation({
    summary: 'Sends rows to an endpoint.',
    input: z.strictObject({
      endpoint: nameField,
      deployment: nameField.optional().describe('A deployment; without it the traffic decides.'),
      rows: rowsField.min(1),
      format: z.enum(['input_data', 'web-service']).default('web-service'),
    }),
    output: z.strictObject({
      scoringUri: z.string(),
      request: z.unknown(),
      status: z.number(),
      response: z.unknown(),
      deployment: z.string().nullable(),
      milliseconds: z.number(),
    }),
  }),
  'endpoint.consume': defineOperation({
    summary: 'Writes code that calls an endpoint.',
    input: z.strictObject({ endpoint: nameField }),
    output: z.strictObject({
      scoringUri: z.string(),
      keys: z.strictObject({ primary: z.string(), secondary: z.string() }).describe('Masked.'),
      code: z.strictObject({
        python: z.string(),
        csharp: z.string(),
        r: z.string(),
        javascript: z.string(),
        curl: z.string(),
      }),
    }),
  }),
  'endpoint.show-keys': defineOperation({
    summary: 'Shows the keys of an endpoint, because the learner asked for them.',
    input: z.strictObject({ endpoint: nameField }),
    output: z.strictObject({ primary: z.string(), secondary: z.string() }),
  }),
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
};
