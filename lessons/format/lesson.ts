import * as z from 'zod';
import { conditionSchema } from './condition.ts';
import { quizSchema } from './quiz.ts';

/** The parts of an id: words of small letters and digits with hyphens between them. */
export const slugField = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use small letters and digits, with hyphens between the words.');

const sentence = z.string().min(1);
const valuesField = z.record(z.string(), z.unknown());

export const actionSchema = z.strictObject({
  operation: z.string().min(1).describe('The name of an operation, such as workspace.create.'),
  with: valuesField.default({}).describe('Its input. "$name" stands for a name, "$file:path" for a file.'),
  fails: slugField
    .optional()
    .describe('The code of the error that it is to end with: what a learner meets before they repair it.'),
});

export const checkSchema = z.strictObject({
  that: z.string().min(1).describe('The name of a predicate, such as workspace.exists.'),
  args: valuesField
    .default({})
    .describe('Its arguments. "$name" stands for a name, "$file:path" for a file.'),
  expect: z.unknown().optional().describe('What is expected; the same as the argument expect.'),
  onFail: slugField.optional().describe('The key of the message that is shown when it fails.'),
  severity: z.enum(['block', 'warn']).default('block').describe('Whether the lesson stops when it fails.'),
});

export const stepSchema = z.strictObject({
  id: slugField.describe('A name that no other step of the lesson has.'),
  title: sentence.describe('A few words, such as Create the workspace.'),
  part: sentence.optional().describe('The part of the lesson that it belongs to, such as Set up.'),
  minutes: z.number().gt(0).max(240).describe('How long a learner takes, without the waits on Azure.'),
  text: z
    .string()
    .regex(/^\d{3}-[a-z0-9]+(-[a-z0-9]+)*$/, 'Use three digits and a slug, such as 010-create.')
    .describe('The file of its text in each language, without .md.'),
  when: conditionSchema.optional().describe('When the step is part of the lesson; without it always.'),
  focus: z.string().min(1).optional().describe('The panel or control to open and light up.'),
  lock: z.array(z.string().min(1)).default([]).describe('The controls that are hidden in this step.'),
  setup: z.array(actionSchema).default([]).describe('What is done for the learner when the step begins.'),
  checks: z.array(checkSchema).default([]).describe('What must hold before the step is done.'),
  hints: z
    .array(sentence)
    .default([])
    .describe('A ladder, opened one by one; its last rung, to be shown, is solve.'),
  solve: z.array(actionSchema).default([]).describe('What does the step.'),
  cleanup: z.array(actionSchema).default([]).describe('What undoes the step.'),
  quiz: quizSchema.optional().describe('A question.'),
  skippable: z.boolean().default(false).describe('Whether a learner may go on without it.'),
  azureTime: sentence.optional().describe('How long its waits take on Azure, such as 1–2 min.'),
});

/** What `lesson.yaml` holds. */
export const lessonSchema = z.strictObject({
  uuid: z.uuid().describe('Never changes: progress is kept under it.'),
  slug: slugField.describe('The name in addresses and commands.'),
  title: sentence.describe('The title that learners see.'),
  teaches: z.array(slugField).min(1).describe('The concepts that it teaches.'),
  prerequisites: z.array(slugField).default([]).describe('The concepts that it needs.'),
  difficulty: z.enum(['beginner', 'intermediate', 'advanced']).describe('For whom it is.'),
  status: z.enum(['draft', 'beta', 'active', 'retired']).describe('How finished it is.'),
  modes: z
    .array(z.enum(['sandbox', 'azure']))
    .min(1)
    .describe('Where it can be played.'),
  budget: z
    .strictObject({
      estimate: z.number().min(0).describe('What it is likely to cost on Azure.'),
      cap: z.number().min(0).describe('Where the learner is asked before it goes on.'),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, 'Use the three letters of ISO 4217, such as EUR.')
        .describe('Of both.'),
    })
    .refine(({ estimate, cap }) => estimate <= cap, {
      message: 'The cap is below the estimate.',
      path: ['cap'],
    })
    .optional()
    .describe('What it costs on Azure; a lesson that can be played there has one.'),
  start: z
    .enum(['inherit', './start'])
    .default('inherit')
    .describe('Begin where the lesson before ended, or with the files in start/.'),
  names: z
    .record(
      z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'Use letters and digits, a small letter first.'),
      z.string().min(1),
    )
    .default({})
    .describe('Names of resources; {suffix} stands for eight letters and digits of the attempt.'),
  messages: z.record(slugField, sentence).default({}).describe('What is shown when a check fails, by key.'),
  steps: z.array(stepSchema).min(1).describe('In the order in which they are played.'),
});

export type Action = z.output<typeof actionSchema>;
export type Step = Omit<z.output<typeof stepSchema>, 'checks'> & { readonly checks: readonly Check[] };
/** A check whose `expect` has become an argument. */
export type Check = Omit<z.output<typeof checkSchema>, 'expect'>;
export type LessonFile = z.output<typeof lessonSchema>;

/** A lesson of a pack. */
export interface Lesson extends Omit<LessonFile, 'steps'> {
  readonly steps: readonly Step[];
  /** Its folder in the pack, such as `lessons/010-loan-approval`. */
  readonly folder: string;
  /** The texts in Markdown by language, then by the name of their file; without their front matter. */
  readonly texts: Readonly<Record<string, Readonly<Record<string, StepText>>>>;
}

/** A step's text in one language. */
export interface StepText {
  readonly markdown: string;
  /** What a translation says in the place of the lesson's own words. */
  readonly translation?: Translation | undefined;
}

/** The front matter of a translated text. */
export const translationSchema = z.strictObject({
  translates: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'Use the SHA-256 of the English file, in hexadecimal.')
    .describe('The SHA-256 of the English file that it was translated from.'),
  title: sentence.optional().describe('The title of the step.'),
  part: sentence.optional().describe('The part of the lesson.'),
  hints: z.array(sentence).optional().describe('The hints of the step, as many as in English.'),
  messages: z.record(slugField, sentence).optional().describe('The messages of the checks, by key.'),
  quiz: z
    .strictObject({
      question: sentence.optional().describe('What is asked.'),
      options: z.array(sentence).optional().describe('The answers to choose from, in the same order.'),
      explanation: sentence.optional().describe('Why.'),
    })
    .optional()
    .describe('The words of the question.'),
});

export type Translation = z.output<typeof translationSchema>;
