import * as z from 'zod';
import type { Facts } from './condition.ts';

const answerSchema = z.union([z.string(), z.number()]);

/** A question of a step. Its id is the step's. */
export const quizSchema = z
  .strictObject({
    question: z.string().min(1).describe('What is asked.'),
    kind: z.enum(['choice', 'number', 'text']).describe('How the learner answers.'),
    options: z.array(z.string().min(1)).min(2).optional().describe('The answers to choose from.'),
    answer: answerSchema.optional().describe('The right answer; one of the options where there are some.'),
    fact: z
      .string()
      .min(1)
      .optional()
      .describe('A fact that the host computes and that is the right answer.'),
    tolerance: z.number().min(0).optional().describe('How far a number may be off.'),
    explanation: z.string().min(1).describe('Why; shown after an answer, right or wrong.'),
  })
  .superRefine(({ kind, options, answer, fact, tolerance }, context) => {
    const add = (message: string, path: string): void =>
      context.addIssue({ code: 'custom', message, path: [path] });
    if ((answer === undefined) === (fact === undefined)) add('Give an answer or a fact, not both.', 'answer');
    if ((kind === 'choice') !== (options !== undefined))
      add('A choice has options, no other kind has.', 'options');
    if (tolerance !== undefined && kind !== 'number') add('Only a number has a tolerance.', 'tolerance');
    if (kind === 'number' && typeof answer === 'string')
      add('The answer is a number, without quotes.', 'answer');
    if (kind !== 'number' && typeof answer === 'number') add('Write the answer in quotes.', 'answer');
  });

export type Quiz = z.output<typeof quizSchema>;

/** Whether an answer is right; case and outer blanks do not matter, a decimal comma does no harm. */
export function quizIsRight(quiz: Quiz, answer: string | number, facts: Facts = {}): boolean {
  const right = quiz.fact === undefined ? quiz.answer : facts[quiz.fact];
  if (right === undefined) return false;
  if (quiz.kind === 'number') {
    const text = String(answer).trim().replace(',', '.');
    const given = text === '' ? NaN : Number(text);
    // Twice the spacing of doubles: 0.3 is within 0.1 of 0.2.
    const slack = 2 * Number.EPSILON * Math.max(1, Math.abs(Number(right)));
    return Math.abs(given - Number(right)) <= (quiz.tolerance ?? 0) + slack;
  }
  return fold(String(answer)) === fold(String(right));
}

function fold(text: string): string {
  return text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
