import * as z from 'zod';
import { defineOperation } from '../operation.ts';

const methodField = z
  .enum(['browser', 'device-code', 'azure-cli'])
  .describe('In the system’s browser, with a code on any device, or as Azure CLI is signed in.');

const subscriptionFields = z.strictObject({ id: z.string(), name: z.string() });

export const accountOperations = {
  'account.read': defineOperation({
    onlyReads: true,
    summary: 'Tells who is signed in to Azure.',
    input: z.strictObject({}),
    output: z.strictObject({
      signedIn: z.strictObject({ method: methodField, username: z.string(), tenant: z.string() }).nullable(),
      /** The chosen subscription, in its directory. */
      subscription: subscriptionFields.extend({ tenant: z.string() }).nullable(),
      /** Whether the system keeps the tokens; else the learner signs in again after a restart. */
      isKept: z.boolean(),
    }),
  }),
  'account.sign-in': defineOperation({
    summary: 'Signs in to Azure.',
    input: z.strictObject({
      method: methodField,
      tenant: z.string().min(1).optional().describe('The directory; without it the learner’s own.'),
    }),
    output: z.strictObject({ username: z.string(), tenant: z.string() }),
  }),
  'account.sign-out': defineOperation({
    summary: 'Forgets who was signed in, and their tokens.',
    input: z.strictObject({}),
    output: z.strictObject({}),
  }),
  'account.list-tenants': defineOperation({
    onlyReads: true,
    summary: 'Lists the directories of the account.',
    input: z.strictObject({}),
    output: z.strictObject({
      tenants: z.array(z.strictObject({ id: z.string(), name: z.string(), domain: z.string() })),
    }),
  }),
  'account.list-subscriptions': defineOperation({
    onlyReads: true,
    summary: 'Lists the subscriptions of a directory.',
    input: z.strictObject({ tenant: z.string().min(1) }),
    output: z.strictObject({ subscriptions: z.array(subscriptionFields.extend({ state: z.string() })) }),
  }),
};
