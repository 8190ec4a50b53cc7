import * as z from 'zod';
import { slugField, type Lesson } from './lesson.ts';

const version = z.string().regex(/^\d+\.\d+\.\d+$/, 'Use three numbers, such as 1.0.0.');
const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, 'Use a language tag, such as en or zh-CN.');

/** What `pack.yaml` holds. */
export const packSchema = z.strictObject({
  formatVersion: z.literal(1).describe('The version of this format.'),
  id: z.uuid().describe('Never changes, whatever else does.'),
  slug: slugField.describe('The name in commands and addresses.'),
  version: version.describe('Of the content.'),
  title: z.string().min(1).describe('The title that learners see.'),
  titles: z
    .record(z.string(), z.string().min(1))
    .default({})
    .describe('The title in other languages, by their tags.'),
  authors: z.array(z.string().min(1)).min(1).describe('Who made it.'),
  licence: z.string().min(1).describe('An SPDX expression, such as MIT or CC-BY-4.0.'),
  languages: z
    .array(language)
    .min(1)
    .refine(
      (languages) => languages.includes('en'),
      'English, en, is the language that all others come from.',
    )
    .describe('The languages of its texts.'),
  minAppVersion: version.describe('The oldest Guidepost that can play it.'),
  requires: z.array(slugField).default([]).describe('The packs whose lessons come before.'),
});

/** A pack whose files were read and found to be of the right shape. */
export interface Pack extends z.output<typeof packSchema> {
  /** In the order of their folders. */
  readonly lessons: readonly Lesson[];
  /** The texts of all files by their paths; files too large for a text are empty. */
  readonly files: ReadonlyMap<string, string>;
}
