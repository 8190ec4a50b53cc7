import * as z from 'zod';
import { dealtCardSchema, faultCardSchema, faultName, faultSchema } from '../fault-card.ts';
import { fileField } from '../fields.ts';
import { defineOperation } from '../operation.ts';

const faultField = faultName.describe('How the fault is called on its card.');

export const faultOperations = {
  'fault.list': defineOperation({
    onlyReads: true,
    summary: 'Lists the faults that were dealt to the sandbox: what waits, what was met, what is repaired.',
    input: z.strictObject({}),
    output: dealtCardSchema,
  }),
  'fault.deal': defineOperation({
    isBrief: true,
    summary: 'Deals a card of faults to the sandbox, in the place of all that wait.',
    input: z.strictObject({ card: faultCardSchema }),
    output: dealtCardSchema,
  }),
  'fault.set': defineOperation({
    isBrief: true,
    summary: 'Adds one fault to those of the sandbox.',
    input: z.strictObject({ name: faultField, fault: faultSchema }),
    output: z.strictObject({}),
  }),
  'fault.clear': defineOperation({
    isBrief: true,
    summary: 'Takes a fault back, or all of them.',
    input: z.strictObject({ name: faultField.optional() }),
    output: z.strictObject({}),
  }),
  'fault.read-card': defineOperation({
    onlyReads: true,
    summary: 'Reads a fault card, without dealing it.',
    input: z.strictObject({ file: fileField }),
    output: z.strictObject({ card: faultCardSchema }),
  }),
  'fault.write-card': defineOperation({
    onlyReads: true,
    summary: 'Writes a fault card as the text of a file.',
    input: z.strictObject({ card: faultCardSchema }),
    output: z.strictObject({ name: z.string(), text: z.string() }),
  }),
};

/** What repairs a subscription: faults or not, a learner meets the same errors on Azure. */
export const repairOperations = {
  'provider.register': defineOperation({
    summary: 'Registers a resource provider for the subscription.',
    input: z.strictObject({
      provider: z
        .string()
        .regex(/^[A-Za-z]+(\.[A-Za-z]+)+$/)
        .describe('Its namespace, such as Microsoft.KeyVault.'),
    }),
    output: z.strictObject({ state: z.string() }),
    azureTime: '1–5 min',
  }),
  'key-vault.purge': defineOperation({
    summary: 'Purges a deleted key vault for good, so that its name is free again.',
    input: z.strictObject({
      keyVault: z.string().min(3).max(24).describe('The name of the deleted key vault.'),
    }),
    output: z.strictObject({}),
    azureTime: '1–2 min',
  }),
  'account.renew': defineOperation({
    summary: 'Signs in again where a sign-in has expired.',
    input: z.strictObject({}),
    output: z.strictObject({}),
  }),
};
