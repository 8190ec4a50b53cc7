import * as z from 'zod';
import { experimentNames } from '../../../engine/experiments/names.ts';
import { nameField } from '../fields.ts';
import { defineOperation } from '../operation.ts';

/** One thing that is still there. */
const leftover = z.strictObject({
  kind: z.string(),
  name: z.string(),
  id: z.string(),
  softDeleted: z.boolean(),
});

export const lessonOperations = {
  'quiz.answer': defineOperation({
    summary: "Answers a step's question.",
    input: z.strictObject({ question: nameField, answer: z.union([z.string(), z.number()]) }),
    output: z.strictObject({ right: z.boolean(), explanation: z.string() }),
  }),
  'experiment.run': defineOperation({
    summary: 'Runs a small experiment on the lesson’s table.',
    input: z.strictObject({
      experiment: z.enum(experimentNames),
      with: z.record(z.string(), z.union([z.number(), z.string()])).default({}),
    }),
    output: z.strictObject({ figures: z.record(z.string(), z.unknown()) }),
  }),
  'experiment.read': defineOperation({
    onlyReads: true,
    summary: 'Reads the figures of an experiment that was run.',
    input: z.strictObject({ experiment: z.enum(experimentNames) }),
    output: z.strictObject({ figures: z.record(z.string(), z.unknown()).nullable() }),
  }),
  'cleanup.list': defineOperation({
    onlyReads: true,
    summary: 'Lists everything that the lesson has created and that is still there.',
    input: z.strictObject({}),
    output: z.strictObject({ remaining: z.array(leftover) }),
  }),
  'cleanup.run': defineOperation({
    summary: 'Deletes everything that the lesson has created, soft-deleted names included.',
    input: z.strictObject({}),
    output: z.strictObject({ remaining: z.array(leftover) }),
    azureTime: '5–10 min',
  }),
};
