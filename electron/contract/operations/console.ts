import * as z from 'zod';
import { inputColumnSchema } from '../../../engine/components/web-service-input/web-service-input.ts';
import { fileField, nameField, rowsField } from '../fields.ts';
import { defineOperation } from '../operation.ts';

const urlField = z.string().min(1).max(2000);

/** Who is asked: an endpoint of the workspace by its name, or any address by its URL. */
const placeFields = {
  endpoint: nameField.optional().describe('An endpoint of the workspace.'),
  url: urlField.optional().describe('The scoring address of any other endpoint.'),
};

const oneOfBoth = {
  message: 'name an endpoint, or give a URL',
  path: ['endpoint'],
};
const hasOnePlace = (place: { endpoint?: string | undefined; url?: string | undefined }): boolean =>
  (place.endpoint === undefined) !== (place.url === undefined);

const deploymentField = nameField.optional().describe('A deployment; without it the traffic decides.');
const formatField = z.enum(['input_data', 'web-service']).default('web-service');
const timeoutField = z.number().min(0.1).max(600).default(60).describe('How long an answer is waited for.');

/** What a reply that is no answer means, and what can be done about it. */
const replyProblem = z.strictObject({
  code: z.enum([
    'refused',
    'not-found',
    'timeout',
    'redirected',
    'not-json',
    'key-wrong',
    'key-missing',
    'forbidden',
    'no-such-endpoint',
    'model-refused',
    'throttled',
    'unavailable',
    'status',
  ]),
  message: z.string(),
  hint: z.string(),
});

const serviceSchema = z.strictObject({
  columns: z.array(inputColumnSchema),
  /** The columns of an answer; null where they are not known before one has come. */
  outputs: z.array(z.string()).nullable(),
  /** What is predicted, and the class whose probability is told; null where it is not known. */
  label: z.string().nullable(),
  positive: z.string().nullable(),
  /** The probability from which the positive class is said; null where there are no two classes. */
  threshold: z.number().nullable(),
});

const deploymentView = z.strictObject({
  name: z.string(),
  state: z.string(),
  /** Per cent of the requests. */
  traffic: z.number(),
  model: z.string(),
  /** Whether the inputs of its requests are kept; null where that could not be read. */
  collectsData: z.boolean().nullable(),
  schema: serviceSchema.nullable(),
  /** Where the schema is from. */
  schemaFrom: z.enum(['model', 'swagger']).nullable(),
});

const invocation = z.strictObject({
  scoringUri: z.string(),
  request: z.unknown(),
  /** 0 where nothing came back. */
  status: z.number(),
  response: z.unknown(),
  isJson: z.boolean(),
  headers: z.record(z.string(), z.string()),
  bytes: z.number(),
  deployment: z.string().nullable(),
  milliseconds: z.number(),
  /** Until the first byte of the answer came; null where none did. */
  firstByteMilliseconds: z.number().nullable(),
  problem: replyProblem.nullable(),
});

const historyEntry = z.strictObject({
  id: z.string(),
  at: z.string(),
  deployment: z.string().nullable(),
  /** The deployment that was asked for. */
  asked: z.string().nullable(),
  status: z.number(),
  milliseconds: z.number(),
  /** The body as it was sent and what came back; null where it was too long to be kept. */
  request: z.string().nullable(),
  response: z.string().nullable(),
  problem: z.string().nullable(),
});

export const consoleOperations = {
  'endpoint.list': defineOperation({
    onlyReads: true,
    summary: 'Lists the endpoints of the workspace, and other addresses that were asked.',
    input: z.strictObject({}),
    output: z.strictObject({
      endpoints: z.array(
        z.strictObject({ name: z.string(), state: z.string(), scoringUri: z.string().nullable() }),
      ),
      others: z.array(z.strictObject({ url: z.string(), key: z.string().nullable().describe('Masked.') })),
    }),
  }),
  'endpoint.describe': defineOperation({
    onlyReads: true,
    summary: 'Reads what an endpoint takes and gives: its deployments, their columns, their traffic.',
    input: z.strictObject(placeFields).refine(hasOnePlace, oneOfBoth),
    output: z.strictObject({
      name: z.string(),
      state: z.string(),
      scoringUri: z.string(),
      /** Masked; null where none is known. */
      key: z.string().nullable(),
      isSandbox: z.boolean(),
      deployments: z.array(deploymentView),
    }),
  }),
  'endpoint.open-address': defineOperation({
    // A key must not stand in the list of work.
    onlyReads: true,
    summary: 'Takes up an address that is not of the workspace: whether it may be asked, and its key.',
    input: z.strictObject({
      url: urlField,
      key: z.string().max(5000).optional().describe('It is kept in memory alone.'),
      confirm: z.boolean().default(false).describe('The learner trusts this host.'),
    }),
    output: z.strictObject({
      url: z.string(),
      host: z.string(),
      /** The learner has not said yet that this host may be asked. */
      needsConfirmation: z.boolean(),
      key: z.string().nullable().describe('Masked.'),
    }),
  }),
  'endpoint.forget-address': defineOperation({
    onlyReads: true,
    summary: 'Forgets an address, its key and what was asked there.',
    input: z.strictObject({ url: urlField }),
    output: z.strictObject({}),
  }),
  'endpoint.invoke': defineOperation({
    summary: 'Sends rows to an endpoint.',
    input: z
      .strictObject({
        ...placeFields,
        deployment: deploymentField,
        rows: rowsField.min(1).optional(),
        format: formatField,
        body: z
          .string()
          .max(3_000_000)
          .optional()
          .describe('The body as it is typed, in the place of the rows.'),
        timeoutSeconds: timeoutField,
        isKept: z.boolean().default(true).describe('Whether it stands in the history.'),
      })
      .refine(hasOnePlace, oneOfBoth)
      .refine(({ rows, body }) => (rows === undefined) !== (body === undefined), {
        message: 'give rows, or a body',
        path: ['rows'],
      }),
    output: invocation,
  }),
  'endpoint.try': defineOperation({
    // Quick questions while a learner slides an input: they are no pieces of work.
    onlyReads: true,
    summary: 'Asks an endpoint for many rows at once, beside the history.',
    input: z
      .strictObject({
        ...placeFields,
        deployment: deploymentField,
        rows: rowsField.min(1).max(2000),
        format: formatField,
        timeoutSeconds: timeoutField,
      })
      .refine(hasOnePlace, oneOfBoth),
    output: invocation,
  }),
  'endpoint.score-file': defineOperation({
    summary: 'Sends all rows of a CSV file to an endpoint, and puts the answers beside them.',
    input: z
      .strictObject({
        ...placeFields,
        deployment: deploymentField,
        file: fileField,
        format: formatField,
        batchRows: z.int().min(1).max(5000).default(200),
        missingColumns: z
          .enum(['refuse', 'send-gaps'])
          .default('refuse')
          .describe('What becomes of columns that the file does not have.'),
        timeoutSeconds: timeoutField,
      })
      .refine(hasOnePlace, oneOfBoth),
    output: z.strictObject({
      rows: z.number(),
      answered: z.number(),
      requests: z.number(),
      seconds: z.number(),
      /** Columns of the file that the model does not know: they were not sent. */
      leftOut: z.array(z.string()),
      missing: z.array(z.string()),
      /** The first rows that have no answer, by their numbers in the file. */
      failed: z.array(z.strictObject({ row: z.number(), message: z.string() })),
      failures: z.number(),
      /** What has ended it before its last row. */
      problem: replyProblem.nullable(),
      columns: z.array(z.string()),
      preview: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
      csv: z.string().describe('The file with its answers.'),
    }),
  }),
  'endpoint.history': defineOperation({
    onlyReads: true,
    summary: 'Reads what was asked of an endpoint, the newest first.',
    input: z.strictObject(placeFields).refine(hasOnePlace, oneOfBoth),
    output: z.strictObject({ entries: z.array(historyEntry) }),
  }),
  'endpoint.clear-history': defineOperation({
    onlyReads: true,
    summary: 'Forgets what was asked of an endpoint.',
    input: z.strictObject(placeFields).refine(hasOnePlace, oneOfBoth),
    output: z.strictObject({}),
  }),
  'endpoint.consume': defineOperation({
    onlyReads: true,
    summary: 'Writes code that calls an endpoint.',
    input: z
      .strictObject({
        ...placeFields,
        deployment: deploymentField,
        rows: rowsField.optional(),
        body: z.string().max(200_000).optional(),
        format: formatField,
      })
      .refine(hasOnePlace, oneOfBoth),
    output: z.strictObject({
      scoringUri: z.string(),
      keys: z.strictObject({ primary: z.string(), secondary: z.string() }).nullable().describe('Masked.'),
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
  'endpoint.regenerate-key': defineOperation({
    summary: 'Makes a new key; the old one is worth nothing from then on.',
    input: z.strictObject({ endpoint: nameField, key: z.enum(['primary', 'secondary']) }),
    output: z.strictObject({ primary: z.string(), secondary: z.string() }).describe('Masked.'),
  }),
};
