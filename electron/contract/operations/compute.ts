import * as z from 'zod';
import { doneField, nameField } from '../fields.ts';
import { defineOperation } from '../operation.ts';

const sizeField = nameField.describe('A VM size, such as Standard_DS3_v2.');

export const computeOperations = {
  'compute.create-cluster': defineOperation({
    summary: 'Creates a cluster of machines that come when a job needs them and go when they idle.',
    input: z.strictObject({
      name: nameField,
      size: sizeField,
      minimumNodes: z.int().min(0).default(0),
      maximumNodes: z.int().min(1).default(2),
      idleSeconds: z.int().min(60).default(120).describe('How long a machine idles before it goes.'),
    }),
    output: doneField,
    azureTime: '30 s',
  }),
  'compute.create-instance': defineOperation({
    summary: 'Creates one machine to develop on.',
    input: z.strictObject({ name: nameField, size: sizeField }),
    output: doneField,
    azureTime: '2–3 min',
  }),
  'compute.price': defineOperation({
    onlyReads: true,
    summary: 'Says what a machine costs an hour on Azure, by its list of prices.',
    input: z.strictObject({ size: sizeField }),
    output: z.strictObject({ perHour: z.number().nullable(), currency: z.string() }),
  }),
  'compute.list': defineOperation({
    onlyReads: true,
    summary: 'Lists the machines of the workspace, how they are and what an hour of them costs.',
    input: z.strictObject({}),
    output: z.strictObject({
      computes: z.array(
        z.strictObject({
          name: z.string(),
          type: z.string(),
          size: z.string(),
          state: z.string(),
          /** Of a cluster. */
          nodes: z.strictObject({ current: z.number(), minimum: z.number(), maximum: z.number() }).nullable(),
          /** Of one node. */
          perHour: z.number().nullable(),
          currency: z.string(),
        }),
      ),
    }),
  }),
  'compute.start-instance': defineOperation({
    summary: 'Starts a compute instance; from now on it costs money.',
    input: z.strictObject({ name: nameField }),
    output: doneField,
    azureTime: '1–2 min',
  }),
  'compute.stop-instance': defineOperation({
    summary: 'Stops a compute instance; its disk still costs a little.',
    input: z.strictObject({ name: nameField }),
    output: doneField,
    azureTime: '1 min',
  }),
  'kubernetes.create': defineOperation({
    summary: 'Creates an AKS cluster, installs the Azure ML extension and attaches it to the workspace.',
    input: z.strictObject({
      cluster: nameField,
      compute: nameField.describe('Its name in the workspace.'),
      size: sizeField,
      nodes: z.int().min(1).max(100).default(1),
    }),
    output: doneField,
    azureTime: '5–10 min',
  }),
};
