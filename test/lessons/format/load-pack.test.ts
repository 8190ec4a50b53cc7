import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import type { PackProblem } from '../../../lessons/format/errors.ts';
import { loadPack } from '../../../lessons/format/load-pack.ts';
import { lessonYaml, packYaml, smallPack } from '../../support/pack-files.ts';

const lesson = 'lessons/010-first/lesson.yaml';

/** The error of a pack that cannot be loaded. */
function refusal(files: ReadonlyMap<string, string>): EngineError {
  try {
    loadPack(files);
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('The pack was loaded.');
}

function problemsOf(files: ReadonlyMap<string, string>): readonly PackProblem[] {
  return refusal(files).details.problems as readonly PackProblem[];
}

it('reads lessons in their order, expectations as arguments, texts by language', () => {
  const second = lessonYaml.replace('0f4d1ed5', '1f4d1ed5').replace('slug: first', 'slug: second');
  const files = smallPack({
    'lessons/005-second/lesson.yaml': second,
    'lessons/010-first/zh-CN/010-open.md': `---\ntranslates: ${'a'.repeat(64)}\ntitle: 开门\n---\n\n打开。\n`,
    '.git/config': 'not part of the pack',
  });
  const pack = loadPack(files);
  expect(pack.lessons.map(({ slug }) => slug)).toEqual(['second', 'first']);
  const [, { steps, texts }] = pack.lessons;
  expect(steps[0].checks).toEqual([
    { that: 'shop.is', args: { shop: '$shop', expect: 'open' }, onFail: 'closed', severity: 'block' },
  ]);
  expect(texts.en['020-close'].markdown).toContain('Close it.');
  expect(texts['zh-CN']['010-open']).toEqual({
    markdown: '打开。\n',
    translation: { translates: 'a'.repeat(64), title: '开门' },
  });
  expect([...pack.files.keys()]).not.toContain('.git/config');
});

it('names file, line, place and nearest key of every fault at once', () => {
  const broken = lessonYaml
    .replace('    checks:\n      - that: shop.is', '    cheks:\n      - that: shop.is')
    .replace('minutes: 1\n    text: 020', 'minutes: soon\n    text: 020');
  const problems = problemsOf(smallPack({ [lesson]: broken, 'pack.yaml': packYaml.replace('MIT', '""') }));
  const lineOf = (text: string): number => broken.split('\n').findIndex((line) => line.includes(text)) + 1;
  expect(problems).toContainEqual({
    file: lesson,
    line: lineOf('cheks'),
    path: 'steps[0].cheks',
    message: '"steps[0].cheks" is not known.',
    hint: 'Did you mean "checks"?',
    severity: 'error',
  });
  expect(problems).toContainEqual(
    expect.objectContaining({
      file: lesson,
      line: lineOf('soon'),
      message: '"steps[1].minutes" must be a number, not "soon".',
    }),
  );
  expect(problems).toContainEqual(expect.objectContaining({ file: 'pack.yaml', line: 7, path: 'licence' }));
  expect(problems).toHaveLength(3);
});

it('says all of it in one sentence and a hint', () => {
  const { code, message, hint } = refusal(smallPack({ 'pack.yaml': packYaml + 'autor: me\n' }));
  expect({ code, message, hint }).toEqual({
    code: 'pack-not-valid',
    message: 'pack.yaml, line 10: "autor" is not known.',
    hint: 'Did you mean "authors"?',
  });
});

it('refuses a pack of a later format', () => {
  const { code } = refusal(
    smallPack({ 'pack.yaml': packYaml.replace('formatVersion: 1', 'formatVersion: 2') }),
  );
  expect(code).toBe('pack-newer');
});

describe('files of strangers', () => {
  it.each([
    ['/etc/passwd.txt', 'absolute'],
    ['C:/data.csv', 'absolute'],
    ['data/../../data.csv', 'out of the pack'],
    ['..', 'out of the pack'],
    ['data\\rows.csv', 'not all systems'],
    ['data/rows\n.csv', 'not all systems'],
    ['data//rows.csv', 'empty part'],
    ['data/./rows.csv', 'empty part'],
    ['data/con.csv', 'Windows'],
    ['data/rows.csv ', 'Windows'],
    ['data/Rows.CSV', 'case'],
    ['data/run.js', 'YAML, Markdown'],
    ['data/rows', 'YAML, Markdown'],
    [`data/${'x'.repeat(200)}.csv`, 'longer'],
  ])('refuses %j', (path, why) => {
    const problems = problemsOf(smallPack({ [path]: 'x' }));
    expect(problems).toHaveLength(1);
    expect(problems[0].file).toBe(path);
    expect(problems[0].message).toContain(why);
  });

  it('refuses too many and too large ones', () => {
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`data/${i}.csv`, '']));
    expect(refusal(smallPack(many)).message).toMatch(/2006 files/);
    expect(refusal(smallPack({ 'data/a.md': 'x'.repeat((1 << 18) + 1) })).message).toMatch(/characters/);
    const large = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`data/${i}.csv`, 'x'.repeat(4 << 20)]),
    );
    expect(refusal(smallPack(large)).message).toMatch(/characters together/);
  });

  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map((name, i) => {
      const before = 'abcdefgh'[i];
      return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
    }),
  ].join('\n');
  it.each([
    ['an alias bomb', bomb, /cannot be read/],
    ['too deep a nesting', '['.repeat(100_000), /YAML/],
    ['a tag of its own', 'title: !!js/function "function () {}"', /not YAML/],
    ['a key twice', packYaml + 'slug: other\n', /not YAML/],
    ['two documents', packYaml + '---\n' + packYaml, /not YAML|cannot be read/],
    ['a list', '- formatVersion: 1\n', /object/],
    ['nothing', '', /object/],
  ])('refuses %s in YAML', (_, text, message) => {
    expect(refusal(smallPack({ 'pack.yaml': text })).message).toMatch(message);
  });

  it('keeps names such as __proto__ from reaching the objects of others', () => {
    const odd = 'lessons/010-first/__proto__/010-open.md';
    const yaml = lessonYaml.replace(
      '{ question: close }',
      '{ __proto__: { polluted: yes }, question: close }',
    );
    loadPack(smallPack({ [odd]: 'x', [lesson]: yaml }));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(({} as Record<string, unknown>)['010-open']).toBeUndefined();
  });

  it.each([
    ['no pack.yaml', { 'pack.yaml': undefined }, 'no pack.yaml'],
    [
      'no lesson',
      {
        [lesson]: undefined,
        'lessons/010-first/en/010-open.md': undefined,
        'lessons/010-first/en/020-close.md': undefined,
      },
      'no lesson',
    ],
    ['a lesson without lesson.yaml', { 'lessons/020-next/en/010-a.md': 'x' }, 'no lesson.yaml'],
    ['a folder without a number', { 'lessons/next/lesson.yaml': lessonYaml }, 'such as 010-'],
  ])('refuses %s', (_, changes, message) => {
    expect(refusal(smallPack(changes)).message).toContain(message);
  });
});
