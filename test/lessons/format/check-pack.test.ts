import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { checkPack, type Vocabulary } from '../../../lessons/format/check-pack.ts';
import { hashOf } from '../../../lessons/format/check-texts.ts';
import { loadPack } from '../../../lessons/format/load-pack.ts';
import { lessonYaml, packYaml, smallPack } from '../../support/pack-files.ts';

const lesson = 'lessons/010-first/lesson.yaml';
const english = 'lessons/010-first/en/010-open.md';
const name = z.string().startsWith('shop-');
const vocabulary: Vocabulary = {
  operations: new Map<string, z.ZodType>([
    ['shop.open', z.strictObject({ shop: name, goods: z.string() })],
    ['shop.close', z.strictObject({ shop: name })],
  ]),
  predicates: new Map<string, z.ZodType>([
    ['shop.is', z.strictObject({ shop: name, expect: z.enum(['open', 'closed']) })],
    ['quiz.answered', z.strictObject({ question: z.string() })],
  ]),
};

async function found(changes: Readonly<Record<string, string | undefined>>): Promise<string[]> {
  const problems = await checkPack(loadPack(smallPack(changes)), vocabulary);
  return problems.map(({ severity, file, line, message, hint }) =>
    [severity, file.split('/').at(-1), line ?? '-', message, hint].join(' | '),
  );
}

/** The lesson with one text in it replaced; the text must be there. */
function edited(from: string, to: string): Record<string, string> {
  expect(lessonYaml).toContain(from);
  return { [lesson]: lessonYaml.replace(from, to) };
}

it('finds nothing in a pack that is as it should be', async () => {
  expect(await found({})).toEqual([]);
});

describe('each fault is found once, with its line and a way out', () => {
  it.each([
    [
      'operation: shop.close',
      'operation: shop.closed',
      'error | lesson.yaml | 34 | There is no operation "shop.closed". | Did you mean "shop.close" or',
    ],
    [
      'that: shop.is',
      'that: shop.has',
      'error | lesson.yaml | 19 | There is no predicate "shop.has". | Did you mean "shop.is"',
    ],
    [
      '{ shop: $shop, goods:',
      '{ shop: $shop, godos: x, goods:',
      'error | lesson.yaml | 25 | "godos" of shop.open is not known. | Did you mean "goods"?',
    ],
    [
      'expect: open',
      'expect: ajar',
      'error | lesson.yaml | 20 | "expect" of shop.is must be "open" or "closed", not "ajar". | Change it.',
    ],
    [
      'args: { shop: $shop }',
      'args: { shop: $shup }',
      'error | lesson.yaml | 20 | "$shup" stands for a name that the lesson does not define. | Did you mean "shop"?',
    ],
    [
      'shop: shop-{suffix}',
      'shop: shop-{sufix}',
      'error | lesson.yaml | 9 | The name "shop-{sufix}" has a brace. | The only part in braces is {suffix}.',
    ],
    [
      'shop: shop-{suffix}',
      'shop: shop-{suffix}\n  till: till',
      'warning | lesson.yaml | 10 | Nothing uses the name "till". | Use it as "$till", or remove it.',
    ],
    [
      '$file:data/rows.csv',
      '$file:data/row.csv',
      'error | lesson.yaml | 25 | There is no file "data/row.csv" in the pack. | Did you mean "data/rows.csv"?',
    ],
    [
      'onFail: closed',
      'onFail: close',
      'error | lesson.yaml | 22 | There is no message "close". | Did you mean "closed"?',
    ],
    [
      'id: close',
      'id: open',
      'error | lesson.yaml | 26 | Two steps have the id "open". | Give one of them another id.',
    ],
    [
      'answer: At six',
      'answer: At sx',
      'error | lesson.yaml | 40 | The answer "At sx" is none of the options. | Did you mean "At six"?',
    ],
    [
      '[At six, Never]',
      '[At six, Never, Never]',
      'error | lesson.yaml | 39 | The option "Never" is there twice. | Remove one.',
    ],
    [
      'modes: [sandbox]',
      'modes: [sandbox, azure]',
      'error | lesson.yaml | 7 | The lesson can be played on Azure and has no budget. | Say what it costs',
    ],
    [
      'teaches: [shops]',
      'teaches: [shops]\nprerequisites: [streets]',
      'error | lesson.yaml | 5 | No lesson before this one teaches "streets". | Put a lesson',
    ],
    [
      'teaches: [shops]',
      'teaches: [shops]\nstart: ./start',
      'error | lesson.yaml | 5 | The lesson begins with the files in start/, and there are none. | Add them',
    ],
    [
      'title: Close\n',
      'title: Close\n    when: { not: { any: [{ fact: mode, is: sandbox }, { fact: rain, is: true }] } }\n',
      'error | lesson.yaml | 28 | The step "close" is never reached. | The lesson is played in sandbox.',
    ],
    [
      '    solve:\n      - operation: shop.close\n        with: { shop: $shop }\n',
      '',
      'error | lesson.yaml | 30 | The step "close" has checks that block, and nothing does it. | Add what does it to solve.',
    ],
  ])('%j → %j', async (from, to, expected) => {
    // A fault that takes a use away leaves a name or message unused; that is a fault too, and a warning only.
    const problems = (await found(edited(from, to))).filter((problem) =>
      problem.startsWith(expected.split(' ')[0]),
    );
    expect(problems).toHaveLength(1);
    expect(problems[0].startsWith(expected) ? expected : problems[0]).toBe(expected);
  });

  it.each([
    ['a missing text', undefined, 'error | 010-open.md | - | The step "open" has no text in en. | Write it.'],
    [
      'a dead link',
      'See\n\n[this](../no.md).',
      'error | 010-open.md | 3 | The link "../no.md" leads to no file of the pack.',
    ],
    [
      'a link out of the pack',
      '[this](../../../../x.md)',
      'error | 010-open.md | 1 | The link "../../../../x.md" leads to no file',
    ],
    [
      'a script in a link',
      '[this](javascript:alert)',
      'error | 010-open.md | 1 | The link "javascript:alert" does not begin with https.',
    ],
    [
      'a defined link',
      '[this][1]\n\n[1]: http://example.org',
      'error | 010-open.md | 3 | The link "http://example.org" does not begin with https.',
    ],
    [
      'no alternative text',
      '![](../../../media/shop.png)',
      'error | 010-open.md | 1 | The picture "../../../media/shop.png" has no alternative text.',
    ],
    [
      'a picture from afar',
      '![A shop](https://example.org/shop.png)',
      'error | 010-open.md | 1 | The picture "https://example.org/shop.png" is not part of the pack.',
    ],
    [
      'a picture that is none',
      '![A shop](../../../data/rows.csv)',
      'error | 010-open.md | 1 | The picture "../../../data/rows.csv" is no picture.',
    ],
    ['raw HTML', 'Open <b onclick="x()">it</b>', 'error | 010-open.md | 1 | The text has raw HTML'],
    [
      'a long text',
      'word '.repeat(300),
      'warning | lesson.yaml | 15 | Reading the text of "open" alone takes 2 minutes, more than 1.',
    ],
  ])('%s', async (_, text, expected) => {
    const kind = expected.split(' ')[0];
    const problems = (await found({ [english]: text })).filter(
      (problem) => problem.startsWith(kind) && !problem.includes('No text shows this file'),
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
  });

  it('leaves code, autolinks and comparisons alone', async () => {
    const text =
      '`<b>` and ``[a](b`c)`` and <https://example.org>, a < b > c.\n\n```html\n<p>[x](y)</p>\n```\n![A shop](../../../media/shop.png)\n';
    expect(await found({ [english]: text })).toEqual([]);
  });

  it('a text, a file and a language that nothing shows', async () => {
    expect(
      await found({
        'lessons/010-first/en/030-more.md': 'x',
        'lessons/010-first/fr/010-open.md': 'x',
        'media/other.png': 'PNG',
      }),
    ).toEqual([
      'warning | 030-more.md | - | No step shows this text. | Name it in a step, add its language to pack.yaml, or remove it.',
      'warning | 010-open.md | - | No step shows this text. | Name it in a step, add its language to pack.yaml, or remove it.',
      'warning | other.png | - | No text shows this file. | Refer to it, or remove it.',
    ]);
  });
});

describe('translations', () => {
  const text = smallPack().get(english) ?? '';
  const translated = async (of: string, more = ''): Promise<Record<string, string>> => ({
    'pack.yaml': packYaml.replace('[en]', '[en, fr]'),
    'lessons/010-first/fr/010-open.md': `---\ntranslates: ${await hashOf(of)}\n${more}---\nOuvrez.\n`,
    'lessons/010-first/fr/020-close.md': 'Fermez.\n',
  });

  it('are fresh while the English text is the one that they name, whatever its line ends', async () => {
    const files = await translated(text.replaceAll('\n', '\r\n'));
    expect(await found(files)).toEqual([
      expect.stringContaining('warning | 020-close.md | - | The translation does not say which text'),
    ]);
  });

  it('are stale after it has changed, and must fit the step', async () => {
    const problems = await found(
      await translated('An older text.', 'hints: [Un, Deux]\nmessages: { shut: Fermé }\n'),
    );
    expect(problems).toEqual([
      expect.stringContaining('error | 010-open.md | - | A message "shut" is translated'),
      expect.stringContaining('error | 010-open.md | - | There are 2 hints, and 1 in English.'),
      `warning | 010-open.md | 2 | The English text has changed since this was translated. | Read both again, then write translates: ${await hashOf(text)}.`,
      expect.stringContaining('warning | 020-close.md'),
    ]);
  });
});
