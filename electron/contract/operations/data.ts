import * as z from 'zod';
import { doneField, fileField, nameField } from '../fields.ts';
import { defineOperation } from '../operation.ts';

/** How a delimited file is read; what is not said is found out. */
const readingFields = {
  delimiter: z.string().length(1).optional().describe('One character between the cells.'),
  encoding: z.enum(['utf-8', 'utf-16le', 'windows-1252']).optional(),
  header: z.boolean().optional().describe('Whether the first line names the columns.'),
};

/** How a file was read, or is to be read again. */
const optionsField = z.strictObject({
  delimiter: z.string().optional(),
  header: z.boolean().optional(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
});

const profileField = z.strictObject({
  distinct: z.number(),
  /** Of numbers. */
  numbers: z
    .strictObject({ minimum: z.number(), mean: z.number(), maximum: z.number(), counts: z.array(z.number()) })
    .nullable(),
  /** Of texts: the most frequent. */
  top: z.array(z.strictObject({ level: z.string(), count: z.number() })),
});

export const dataOperations = {
  'storage.create-account': defineOperation({
    summary: "Creates a storage account of one's own in the workspace's resource group.",
    input: z.strictObject({ account: nameField }),
    output: doneField,
    azureTime: '30 s',
  }),
  'storage.create-container': defineOperation({
    summary: 'Creates a container in a storage account.',
    input: z.strictObject({ account: nameField, container: nameField }),
    output: doneField,
  }),
  'datastore.create': defineOperation({
    summary: 'Registers a container with the workspace, with the account key.',
    input: z.strictObject({ datastore: nameField, account: nameField, container: nameField }),
    output: doneField,
  }),
  'blob.upload': defineOperation({
    summary: 'Uploads a file to a container.',
    input: z.strictObject({ account: nameField, container: nameField, blob: nameField, file: fileField }),
    output: z.strictObject({ bytes: z.number(), seconds: z.number() }),
  }),
  'blob.list': defineOperation({
    onlyReads: true,
    summary: 'Lists what is in a container.',
    input: z.strictObject({ account: nameField, container: nameField }),
    output: z.strictObject({ blobs: z.array(z.strictObject({ name: z.string(), bytes: z.number() })) }),
  }),
  'data.preview': defineOperation({
    summary: 'Reads the first rows of an uploaded file, and says what its columns hold.',
    input: z.strictObject({
      datastore: nameField,
      path: nameField,
      rows: z.int().min(1).max(1000).default(20),
      ...readingFields,
    }),
    output: z.strictObject({
      delimiter: z.string(),
      encoding: z.string(),
      header: z.boolean(),
      rows: z.number(),
      columns: z.array(
        z.strictObject({
          name: z.string(),
          kind: z.enum(['number', 'category']),
          missing: z.number(),
          profile: profileField,
        }),
      ),
      preview: z.array(z.array(z.union([z.number(), z.string(), z.null()]))),
    }),
  }),
  'data.create': defineOperation({
    summary: 'Makes a data asset of an uploaded file, without the columns that are switched off.',
    input: z.strictObject({
      name: nameField,
      datastore: nameField,
      path: nameField.describe('The blob in the container of the datastore.'),
      exclude: z.array(z.string()).default([]).describe('The columns that the asset leaves out.'),
      texts: z
        .array(z.string())
        .default([])
        .describe('Columns of numbers that name things: they are read as texts.'),
      ...readingFields,
    }),
    output: doneField.extend({ version: z.string() }),
  }),
  'data.list': defineOperation({
    onlyReads: true,
    summary: 'Lists the data assets of the workspace.',
    input: z.strictObject({}),
    output: z.strictObject({
      assets: z.array(z.strictObject({ name: z.string(), version: z.string() })),
    }),
  }),
  'data.read': defineOperation({
    onlyReads: true,
    summary: 'Reads the file of a data asset, and how its table is read.',
    input: z.strictObject({ name: nameField, version: z.string().optional() }),
    output: z.strictObject({
      name: z.string(),
      version: z.string(),
      file: z.string().describe("The file's name."),
      bytes: z.string().describe('The file in base64.'),
      options: optionsField,
      dropColumns: z.array(z.string()),
      textColumns: z.array(z.string()),
    }),
  }),
};
