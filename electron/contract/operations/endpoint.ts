import * as z from 'zod';
import { doneField, fileField, nameField } from '../fields.ts';
import { defineOperation } from '../operation.ts';
import { consoleOperations } from './console.ts';
import { monitorOperations } from './monitor.ts';

/** How a model gets behind an address. */
const deployOperations = {
  'model.register': defineOperation({
    summary: 'Registers an inference pipeline with all that was learnt as a model.',
    input: z.strictObject({ model: nameField, pipeline: nameField }),
    output: doneField.extend({ version: z.string() }),
  }),
  'model.upload': defineOperation({
    summary: 'Registers an inference pipeline from a file as a model.',
    input: z.strictObject({ model: nameField, file: fileField }),
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
};

/** All that is asked of endpoints. */
export const endpointOperations = { ...deployOperations, ...consoleOperations, ...monitorOperations };
