import { z } from 'zod';
import { nameField } from '../fields.ts';
import { defineOperation } from '../operation.ts';

/** The small experiments of a lesson; each is computed by the engine on this machine. */
export const experiments = [
  'look',
  'baseline',
  'leakage',
  'stratify',
  'threshold',
  'married',
  'overfitting',
  'drift',
] as const;

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
      experiment: z.enum(experiments),
      with: z.record(z.string(), z.union([z.number(), z.string()])).default({}),
    }),
    output: z.strictObject({ figures: z.record(z.string(), z.unknown()) }),
  }),
  'cleanup.list': defineOperation({
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
