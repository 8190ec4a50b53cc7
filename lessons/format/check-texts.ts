import { didYouMean, type PackProblem } from './errors.ts';
import type { Lesson, Step, Translation } from './lesson.ts';
import { readMarkdown, type MarkdownLink } from './markdown.ts';
import type { Pack } from './pack.ts';
import { pathFault } from './pack-files.ts';

type Add = (severity: PackProblem['severity'], message: string, hint: string, line?: number) => void;

/** Checks the texts of all lessons: that they are there, what they refer to, and that translations are fresh. */
export async function checkTexts(pack: Pack): Promise<PackProblem[]> {
  const problems: PackProblem[] = [];
  const at =
    (file: string): Add =>
    (severity, message, hint, line) =>
      problems.push({ file, line, message, hint, severity });
  const referred = new Set<string>();
  for (const lesson of pack.lessons) {
    for (const language of pack.languages) {
      for (const step of lesson.steps) {
        const file = `${lesson.folder}/${language}/${step.text}.md`;
        const text = pack.files.get(file);
        if (text === undefined || text.trim() === '') {
          at(file)('error', `The step "${step.id}" has no text in ${language}.`, 'Write it.');
          continue;
        }
        checkMarkdown(pack, file, text, at(file), referred);
        if (language !== 'en') await checkTranslation(pack, lesson, step, language, at(file));
      }
    }
    for (const [language, texts] of Object.entries(lesson.texts)) {
      for (const stem of Object.keys(texts)) {
        if (pack.languages.includes(language) && lesson.steps.some(({ text }) => text === stem)) continue;
        const file = `${lesson.folder}/${language}/${stem}.md`;
        at(file)(
          'warning',
          'No step shows this text.',
          'Name it in a step, add its language to pack.yaml, or remove it.',
        );
      }
    }
  }
  for (const file of pack.files.keys()) {
    if (/(^|\/)media\//.test(file) && !referred.has(file)) {
      at(file)('warning', 'No text shows this file.', 'Refer to it, or remove it.');
    }
  }
  return problems;
}

function checkMarkdown(pack: Pack, file: string, whole: string, add: Add, referred: Set<string>): void {
  // Front matter becomes empty lines, so that the lines keep their numbers.
  const text = whole.replace(/^\uFEFF?---\r?\n[\s\S]*?\r?\n---(?=\r?\n|$)/, (front) =>
    front.replaceAll(/[^\n]/g, ''),
  );
  const { links, html } = readMarkdown(text);
  for (const line of html)
    add('error', 'The text has raw HTML, which is not shown.', 'Write it in Markdown.', line);
  for (const link of links) checkLink(pack, file, link, add, referred);
}

function checkLink(pack: Pack, file: string, link: MarkdownLink, add: Add, referred: Set<string>): void {
  const { kind, target, text, line } = link;
  const isPicture = kind === 'picture';
  if (isPicture && text === '') {
    add(
      'error',
      `The picture "${target}" has no alternative text.`,
      'Say in its brackets what it shows.',
      line,
    );
  }
  if (target === '') return add('error', `The ${kind} "${text}" leads nowhere.`, 'Give it a target.', line);
  const [, scheme] = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(target) ?? [];
  if (scheme !== undefined || target.startsWith('//')) {
    if (isPicture) {
      add('error', `The picture "${target}" is not part of the pack.`, 'Put it into media/.', line);
    } else if (!/^(https|mailto)$/i.test(scheme ?? '')) {
      add(
        'error',
        `The link "${target}" does not begin with https.`,
        'Link to https addresses and files of the pack only.',
        line,
      );
    }
    return;
  }
  if (target.startsWith('#')) return;
  const path = resolvePath(file, target);
  if (path === undefined || pathFault(path) !== undefined || !pack.files.has(path)) {
    const hint = didYouMean(path ?? target, [...pack.files.keys()], 'Files');
    return add('error', `The ${kind} "${target}" leads to no file of the pack.`, hint, line);
  }
  referred.add(path);
  if (isPicture && !/\.(png|jpe?g|webp|gif|svg)$/i.test(path)) {
    add('error', `The picture "${target}" is no picture.`, 'Use PNG, JPEG, WebP, GIF or SVG.', line);
  }
}

/** A target beside a file as a path in the pack; undefined where it leads out of it. */
function resolvePath(file: string, target: string): string | undefined {
  const [bare] = target.split(/[?#]/);
  let decoded: string;
  try {
    decoded = decodeURIComponent(bare);
  } catch {
    return undefined;
  }
  const parts = decoded.startsWith('/') ? [] : file.split('/').slice(0, -1);
  for (const part of decoded.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

async function checkTranslation(
  pack: Pack,
  { folder, texts, messages }: Lesson,
  step: Step,
  language: string,
  add: Add,
): Promise<void> {
  const translation = texts[language]?.[step.text]?.translation;
  if (!translation) {
    add(
      'warning',
      'The translation does not say which text it was made from.',
      'Begin it with translates: and the SHA-256.',
    );
    return;
  }
  const english = pack.files.get(`${folder}/en/${step.text}.md`);
  const current = english === undefined ? undefined : await hashOf(english);
  if (current !== undefined && translation.translates !== current) {
    add(
      'warning',
      'The English text has changed since this was translated.',
      `Read both again, then write translates: ${current}.`,
      2,
    );
  }
  for (const message of translationFaults(translation, step, Object.keys(messages))) {
    add('error', message, 'Translate each, in the same order.');
  }
}

function translationFaults(
  { hints, quiz, messages = {} }: Translation,
  step: Step,
  keys: readonly string[],
): string[] {
  const faults: string[] = [];
  if (hints && hints.length !== step.hints.length) {
    faults.push(`There are ${hints.length} hints, and ${step.hints.length} in English.`);
  }
  if (quiz && !step.quiz) faults.push('A question is translated that the step does not ask.');
  if (quiz?.options && quiz.options.length !== (step.quiz?.options?.length ?? 0)) {
    faults.push(
      `There are ${quiz.options.length} options, and ${step.quiz?.options?.length ?? 0} in English.`,
    );
  }
  for (const key of Object.keys(messages)) {
    if (!keys.includes(key)) faults.push(`A message "${key}" is translated that the lesson does not have.`);
  }
  return faults;
}

/** The SHA-256 of a text in hexadecimal; line ends do not matter. */
export async function hashOf(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text.replaceAll('\r\n', '\n'));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
