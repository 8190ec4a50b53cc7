import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { operations } from '../../electron/contract/operations.ts';
import { experimentNames } from '../../engine/experiments/names.ts';
import { openPack } from '../../electron/host/lesson/open-lesson.ts';

const folder = path.resolve(import.meta.dirname, '../../renderer/messages');
/** The catalogue of a language: one file for the shell and the wizard, one for each of the other pages. */
const read = (language: string): Record<string, string> =>
  Object.fromEntries(
    ['', 'designer', 'evaluation', 'console', 'playground', 'faults'].flatMap((room) =>
      Object.entries(
        JSON.parse(readFileSync(path.join(folder, room, `${language}.json`), 'utf8')) as Record<
          string,
          string
        >,
      ),
    ),
  );
const [en, zh] = ['en', 'zh'].map(read);
const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

it('nothing is missing in either language, and no blank is empty', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en));
  for (const [key, text] of [...Object.entries(en), ...Object.entries(zh)]) {
    expect(text.trim(), key).not.toBe('');
  }
});

it('both languages have the same figures in their sentences', () => {
  for (const key of Object.keys(en)) expect(placeholders(zh[key]), key).toEqual(placeholders(en[key]));
});

it('Chinese has no half-width stops after Chinese words', () => {
  for (const [key, text] of Object.entries(zh)) expect(text, key).not.toMatch(/[\u4e00-\u9fff][,;:?!]/);
});

it('experiments, and what the lesson asks for, have words', async () => {
  const { pack } = await openPack('loan-approval', (file) => file);
  const actions = pack.lessons[0].steps.flatMap(({ solve }) => solve.map(({ operation }) => operation));
  for (const operation of new Set(actions)) {
    expect(Object.hasOwn(operations, operation)).toBe(true);
    expect(en, operation).toHaveProperty(`op_${operation.replace(/[.-]/g, '_')}`);
  }
  for (const name of experimentNames) expect(en).toHaveProperty(`experiment_${name}_text`);
});
