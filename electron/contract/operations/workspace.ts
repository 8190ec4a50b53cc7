import * as z from 'zod';
import { doneField, nameField, regionField } from '../fields.ts';
import { defineOperation } from '../operation.ts';

const workspaceInput = z.strictObject({
  resourceGroup: nameField.describe('It is created where it is not there yet.'),
  region: regionField,
  workspace: nameField,
  storageAccount: nameField.describe("The workspace's own storage account."),
  keyVault: nameField,
  applicationInsights: nameField,
  logAnalytics: nameField,
  publicNetworkAccess: z.boolean().default(true).describe('Whether it can be reached from the internet.'),
  highBusinessImpact: z.boolean().default(false).describe('Whether the data is sensitive.'),
});

export const workspaceOperations = {
  'target.choose': defineOperation({
    summary: 'Chooses where the lesson plays: in the sandbox on this machine, or on Azure.',
    input: z.strictObject({
      target: z.enum(['sandbox', 'azure']),
      tenant: z.string().min(1).optional().describe('The directory of the subscription, on Azure.'),
      subscription: z.string().min(1).optional().describe('Who pays, on Azure.'),
    }),
    output: z.strictObject({ target: z.enum(['sandbox', 'azure']), subscription: z.string() }),
  }),
  'workspace.validate': defineOperation({
    onlyReads: true,
    summary: 'Says what Azure would object to, before anything is created.',
    input: workspaceInput,
    output: z.strictObject({
      problems: z.array(z.strictObject({ field: z.string(), message: z.string() })),
    }),
  }),
  'workspace.create': defineOperation({
    summary:
      'Creates a workspace with its resource group, storage account, key vault and Application Insights.',
    input: workspaceInput,
    output: doneField.extend({ resources: z.array(z.string()).describe('The ids of all that was created.') }),
    azureTime: '1–2 min',
  }),
  'access.assign': defineOperation({
    summary: 'Lets somebody else work in the workspace.',
    input: z.strictObject({
      role: nameField.describe('The name of a role, such as AzureML Data Scientist.'),
      principalId: z.uuid().describe('Whom; the object id in Microsoft Entra.'),
    }),
    output: doneField,
  }),
};
