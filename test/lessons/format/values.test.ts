import { describe, expect, it } from 'vitest';
import { conditionSchema, holds } from '../../../lessons/format/condition.ts';
import { hintsFor, stepsFor } from '../../../lessons/format/plan.ts';
import { quizIsRight, quizSchema } from '../../../lessons/format/quiz.ts';
import { resolveValues } from '../../../lessons/format/values.ts';
import { loadPack } from '../../../lessons/format/load-pack.ts';
import { lessonYaml, smallPack } from '../../support/pack-files.ts';

it('names and files are put in wherever they stand, and nothing else is touched', () => {
  const resolution = { names: { shop: 'shop-1' }, file: (path: string) => `/packs/${path}` };
  expect(
    resolveValues(
      { a: ['$shop', { b: '$file:data/x.csv' }], $shop: '$$shop', c: 'a $shop', d: null, e: 1 },
      resolution,
    ),
  ).toEqual({ a: ['shop-1', { b: '/packs/data/x.csv' }], $shop: '$shop', c: 'a $shop', d: null, e: 1 });
  expect(() => resolveValues('$shup', resolution)).toThrow(
    expect.objectContaining({ code: 'name-not-defined', hint: 'Did you mean "shop"?' }),
  );
  expect(() => resolveValues('$toString', resolution)).toThrow(
    expect.objectContaining({ code: 'name-not-defined' }),
  );
});

describe('conditions', () => {
  const facts = { mode: 'sandbox', auc: 0.7, right: true };
  it.each([
    [{ fact: 'mode', is: 'sandbox' }, true],
    [{ fact: 'auc', atLeast: 0.7 }, true],
    [{ fact: 'auc', atLeast: 0.71 }, false],
    [{ fact: 'mode', atLeast: 0 }, false],
    [{ fact: 'absent', is: 'x' }, false],
    [{ fact: 'toString', is: 'x' }, false],
    [{ not: { fact: 'absent', is: 'x' } }, true],
    [
      {
        all: [
          { fact: 'right', is: true },
          { fact: 'mode', is: 'azure' },
        ],
      },
      false,
    ],
    [
      {
        any: [
          { fact: 'right', is: true },
          { fact: 'mode', is: 'azure' },
        ],
      },
      true,
    ],
  ])('%j is %s', (condition, expected) => {
    expect(holds(conditionSchema.parse(condition), facts)).toBe(expected);
  });

  it.each([
    {},
    { fact: 'mode' },
    { is: 'x' },
    { fact: 'a', is: 1, atLeast: 1 },
    { all: [] },
    { all: [{ fact: 'a', is: 1 }], fact: 'b', is: 1 },
    { eval: '1' },
  ])('%j is none', (condition) => {
    expect(conditionSchema.safeParse(condition).success).toBe(false);
  });

  it('leave steps out', () => {
    const yaml = lessonYaml.replace('title: Close\n', 'title: Close\n    when: { fact: mode, is: azure }\n');
    const [lesson] = loadPack(smallPack({ 'lessons/010-first/lesson.yaml': yaml })).lessons;
    expect(stepsFor(lesson, { mode: 'sandbox' }).map(({ id }) => id)).toEqual(['open']);
    expect(stepsFor(lesson, { mode: 'azure' }).map(({ id }) => id)).toEqual(['open', 'close']);
  });
});

it('hints open one by one, and then the step may be shown', () => {
  const step = { hints: ['one', 'two'], solve: [{ operation: 'x', with: {} }] };
  expect([0, 1, 2, 3].map((tries) => hintsFor(step, tries))).toEqual([
    { open: [], closed: 2, mayShow: false },
    { open: ['one'], closed: 1, mayShow: false },
    { open: ['one', 'two'], closed: 0, mayShow: true },
    { open: ['one', 'two'], closed: 0, mayShow: true },
  ]);
  expect(hintsFor({ hints: [], solve: [] }, 1).mayShow).toBe(false);
});

describe('questions', () => {
  const words = { question: '?', explanation: '!' };
  it.each([
    [{ kind: 'number', answer: 0.2, tolerance: 0.1 }, '0,3', true],
    [{ kind: 'number', answer: 0.2, tolerance: 0.1 }, 0.31, false],
    [{ kind: 'number', answer: 0 }, '', false],
    [{ kind: 'number', answer: 0 }, 'none', false],
    [{ kind: 'text', answer: 'Blue  Green' }, ' blue green ', true],
    [{ kind: 'choice', options: ['A', 'B'], answer: 'B' }, 'A', false],
    [{ kind: 'number', fact: 'share', tolerance: 0.01 }, 0.69, true],
    [{ kind: 'number', fact: 'absent' }, 0, false],
  ] as const)('%j: %j is %s', (quiz, answer, expected) => {
    expect(quizIsRight(quizSchema.parse({ ...words, ...quiz }), answer, { share: 0.687 })).toBe(expected);
  });

  it.each([
    { kind: 'choice', answer: 'A' },
    { kind: 'number', answer: '1' },
    { kind: 'text', answer: 1 },
    { kind: 'text' },
    { kind: 'text', answer: 'a', fact: 'b' },
    { kind: 'text', answer: 'a', tolerance: 1 },
  ])('%j is none', (quiz) => {
    expect(quizSchema.safeParse({ ...words, ...quiz }).success).toBe(false);
  });
});
