import * as z from 'zod';
import { describeIssues } from '../pipeline/issues.ts';
import { stateNewer, stateNotJson, stateNotValid, stateTooLarge, wrongTable } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { learnerChoiceSchema, trainingSetupSchema } from './setup.ts';
import { shapeNames } from './shapes.ts';

/** Larger files are refused before they are read. */
export const mostStateBytes = 64 * 2 ** 20;

/** How a made-up table is made. */
export const shapeOptionsSchema = z.strictObject({
  rows: z.int().min(20).max(20_000).describe('How many rows it has.'),
  noise: z.number().min(0).max(1).describe('The standard deviation of its blur.'),
  seed: z.int().min(0).describe('The same seed gives the same table.'),
});

const tableSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('shape').describe('A table that is made up.'),
    shape: z.enum(shapeNames).describe('Its shape.'),
    options: shapeOptionsSchema.describe('How it is made.'),
  }),
  z.strictObject({
    kind: z.literal('built-in').describe('A table that comes with Guidepost.'),
    name: z.string().describe('Its name.'),
  }),
  z.strictObject({
    kind: z.literal('file').describe("The author's own file."),
    name: z.string().describe("The file's name."),
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .describe('Tells whether a file is this one.'),
    bytes: z.base64().optional().describe('Its content, where the author has included it.'),
  }),
]);

/** A playground as it is saved: all that its picture depends on. */
export const playgroundFileSchema = z.strictObject({
  guidepost: z.literal('playground').describe('What the file is.'),
  formatVersion: z.literal(1).describe('The version of this format.'),
  table: tableSchema.describe('The table that is trained on.'),
  setup: trainingSetupSchema.describe('What is trained.'),
  learners: z.array(learnerChoiceSchema).min(1).max(2).describe('The learner, and one to compare it with.'),
  axes: z
    .strictObject({ x: z.string(), y: z.string().nullable() })
    .describe('The two features of the picture.'),
  steps: z.int().min(0).max(100_000).describe('How many steps were made.'),
});

export type PlaygroundFile = z.output<typeof playgroundFileSchema>;
export type PlaygroundTable = PlaygroundFile['table'];

/** A playground as the text of its file. */
export function serializePlayground(state: PlaygroundFile): string {
  return JSON.stringify(state, null, 2) + '\n';
}

/**
 * Reads the text of a saved playground; `file` is its name, for messages.
 * Errors: `state-too-large`, `state-not-json`, `state-newer`, `state-not-valid`.
 */
export function parsePlayground(text: string, file: string): PlaygroundFile {
  if (text.length > mostStateBytes) {
    throw stateTooLarge(file, Math.ceil(text.length / 2 ** 20), mostStateBytes / 2 ** 20);
  }
  const value = parseJson(text, file);
  const { guidepost, formatVersion } = (value ?? {}) as Record<string, unknown>;
  if (guidepost !== 'playground') {
    throw stateNotValid(
      file,
      'it does not say that it is one.',
      'Choose a file that was saved in the playground; a pipeline is opened in the designer.',
    );
  }
  if (typeof formatVersion === 'number' && formatVersion > 1) throw stateNewer(file, formatVersion);
  const result = playgroundFileSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = describeIssues(result.error.issues, playgroundFileSchema, value);
  throw stateNotValid(
    file,
    issue.path === '' ? `it ${issue.predicate}.` : `"${issue.path}" ${issue.predicate}.`,
    issue.hint,
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw stateNotJson(file);
  }
}

/** Bytes as they stand in a file of JSON. */
export function bytesToBase64(bytes: Uint8Array): string {
  let text = '';
  // A call takes a limited number of arguments.
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}

/** The bytes of a table that was saved along; error `wrong-table` where they are others than when it was saved. */
export function includedBytes({
  name,
  fingerprint: expected,
  bytes,
}: IncludedTable): Uint8Array<ArrayBuffer> {
  const decoded = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  checkTable(decoded, `The table in the file`, { name, fingerprint: expected });
  return decoded;
}

interface IncludedTable {
  readonly name: string;
  readonly fingerprint: string;
  readonly bytes: string;
}

/** Whether a file is the one that a playground was saved with. Error: `wrong-table`. */
export function checkTable(
  bytes: Uint8Array,
  found: string,
  expected: { readonly name: string; readonly fingerprint: string },
): void {
  if (fingerprint(bytes) !== expected.fingerprint) throw wrongTable(found, expected.name);
}
