import { expect, it } from 'vitest';
import { menuTemplate, menuTexts } from '../../electron/desktop/menu-texts.ts';
import { operations, type OperationName } from '../../electron/contract/operations.ts';
import { predicates } from '../../electron/contract/predicates.ts';
import { formFields } from '../../electron/host/session/form-fields.ts';
import { components } from '../../engine/components/registry.ts';
import { placesOf } from '../../renderer/parts/template.ts';
import { Translator } from '../../renderer/parts/translator.ts';
import { catalogue, faultsOfChinese, toChinese } from '../support/chinese.ts';
import { sourceText } from '../support/source-text.ts';
import { spokenTexts } from '../support/spoken-texts.ts';

it('both languages have the same places, and Chinese its own stops', () => {
  for (const [english, chinese] of Object.entries(catalogue)) {
    expect([...new Set(placesOf(chinese))].sort(), english).toEqual([...new Set(placesOf(english))].sort());
    expect(chinese, english).not.toMatch(/[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff]\.(\s|$)/);
    // A stop where the English has one, and a blank between Han and Latin.
    if (/\w\.$/.test(english)) expect(chinese, english).toMatch(/[。”}）"]$/);
    expect(chinese, english).not.toMatch(/[\u4e00-\u9fff][A-Za-z]|[A-Za-z][\u4e00-\u9fff]/);
  }
});

it('a sentence that nobody says any more is found', async () => {
  // The engine's thread of the pages says its sentences as the host does.
  const source = await sourceText([
    ...['electron', 'engine', 'lessons'],
    ...['renderer/workers', 'renderer/designer/run'],
  ]);
  const lost = Object.keys(catalogue).filter((english) => {
    const words = english
      .split(/\{\w+(?::\w+)?\}/)
      .map((part) => part.split(/\s+/).filter((word) => word !== ''));
    const pairs = words.flatMap((part) => part.slice(1).map((word, index) => `${part[index]} ${word}`));
    // Sentences are put together of parts, so some pairs of words are nowhere.
    const known = pairs.filter((pair) => source.includes(pair)).length;
    return pairs.length > 3 && known < pairs.length * 0.5;
  });
  // These are zod's own.
  expect(lost.filter((english) => !/^(Invalid|Too|Unrecognized)/.test(english))).toEqual([]);
});

it('forms, their rules, summaries and waits of all operations have their Chinese', () => {
  const said = (Object.keys(operations) as OperationName[]).flatMap((name) => {
    const { summary, azureTime = '' } = operations[name];
    const fields = formFields(name, {}).flatMap(({ description, rule }) => [
      description,
      rule?.sentence ?? '',
    ]);
    return [summary, azureTime, ...fields];
  });
  expect(said.length).toBeGreaterThan(200);
  expect(faultsOfChinese(said, new Set(['westeurope']))).toEqual([]);
});

it('what a check expects that could not be asked has its Chinese', () => {
  for (const { description } of Object.values(predicates))
    expect(catalogue).toHaveProperty([description ?? '']);
});

it('components, their ports and their settings have their Chinese', () => {
  const said = components.flatMap(({ name, help, inputs, outputs, settings }) => [
    name,
    help,
    ...[...Object.values(inputs), ...Object.values(outputs)].flatMap((port) => [port.name, port.help]),
    ...wordsOf(settings.toJSONSchema({ io: 'input', unrepresentable: 'any' })),
  ]);
  expect(said.length).toBeGreaterThan(100);
  expect(faultsOfChinese(said)).toEqual([]);
});

/** The titles and descriptions in a schema. */
function wordsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { title, description } = schema as { title?: unknown; description?: unknown };
  const own = [title, description].filter((word) => typeof word === 'string');
  return [...own, ...Object.values(schema).flatMap(wordsOf)];
}

it('the menu is in the language of the system', () => {
  expect(Object.keys(menuTexts.zh)).toEqual(Object.keys(menuTexts.en));
  for (const text of Object.values(menuTexts.zh)) expect(text).toMatch(/^[\u4e00-\u9fff]+$/);
  const labels = (locale: string): unknown[] => menuTemplate(locale, 'linux').map(({ label }) => label);
  expect(labels('zh-CN')).toEqual(['文件', '编辑', '视图', '窗口']);
  expect(labels('de')).toEqual(['File', 'Edit', 'View', 'Window']);
});

it('the sentence that leaves the least in English wins, and what is said of names stays', () => {
  const translator = new Translator({
    model: '模型',
    'it is {state:term}': '状态为“{state}”',
    'it is {value:maybe}': '现为 {value}',
    'The workspace has no {kind:maybe} "{name}".': '工作区中没有 {kind}“{name}”。',
    '{node}: {message:text}': '{node}：{message}',
    'it has {names:list}': '现有 {names}',
    'it holds {names:texts}': '包含 {names}',
    '{items:number} more': '另外 {items} 个',
    'Did you mean {names:list}?': '您是指 {names} 吗？',
    'It failed: {reason:maybe}.': '失败：{reason}。',
    'Twice {name}, {name}.': '两次 {name}、{name}。',
  });
  const said: Record<string, string> = {
    'it is model': '状态为“模型”',
    'it is 0.7': '现为 0.7',
    'The workspace has no model "model".': '工作区中没有模型“model”。',
    'The workspace has no job "a".': '工作区中没有 job“a”。',
    'train: The workspace has no model "a".': 'train：工作区中没有模型“a”。',
    'train: something else': 'train: something else',
    'it has model, b and 3 more': '现有 model、b 和另外 3 个',
    'it holds model and b': '包含模型和 b',
    'Did you mean "a" or "b"?': '您是指“a”或“b”吗？',
    'It failed: nobody knows..': '失败：nobody knows。',
    'It failed: The workspace has no model "a"..': '失败：工作区中没有模型“a”。',
    'It failed: x. Did you mean "a"?': '失败：x。您是指“a”吗？',
    'Twice a, a.': '两次 a、a。',
    'Twice a, b.': 'Twice a, b.',
    '': '',
  };
  for (const [english, chinese] of Object.entries(said)) {
    expect(translator.translate(english), english).toBe(chinese);
  }
});

it('an unfamiliar text of any length is given back as it is, at once', () => {
  const start = performance.now();
  const long = 'it is in the a, b and c of "x" at y: it has not. '.repeat(30).slice(0, 1500).trim();
  for (const text of [long, `${long}${long}`, '"'.repeat(1000), ', and '.repeat(200)]) toChinese(text);
  expect(performance.now() - start).toBeLessThan(3000);
  expect(toChinese('Nothing of this is known')).toBe('Nothing of this is known');
});

it('whatever the sources say to a learner has its Chinese', () => {
  const texts = spokenTexts([
    'electron/host',
    'electron/azure',
    'electron/sandbox',
    'electron/store',
    'engine',
  ]);
  expect(texts.size).toBeGreaterThan(200);
  const names = new Set(['api-version', 'azureml-model-deployment', 'publicAccess']);
  const faults = [...texts]
    // Factories, checks and problems of drawings are asked for what they say elsewhere.
    .filter(([, file]) => !/errors\.ts$|arm-error\.ts$|predicates|validate\.ts$|pipeline\.ts$/.test(file))
    .flatMap(([text, file]) => faultsOfChinese([text], names).map((fault) => `${file}: ${fault}`));
  expect(faults).toEqual([]);
});
