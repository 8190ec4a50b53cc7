import type { z } from 'zod';
import { describeIssues } from '../../engine/pipeline/issues.ts';
import { didYouMean } from './errors.ts';
import type { Lesson } from './lesson.ts';
import type { Pack } from './pack.ts';
import type { Path, Reporter } from './reporter.ts';
import type { Vocabulary } from './vocabulary.ts';
import { parseReference, resolveValues, textsIn } from './values.ts';

/** Names are tried with this suffix. */
const sampleSuffix = 'a2b3c4d5';

/** Checks the actions and checks of a lesson: what they ask for is known, and what they say fits it. */
export function checkActions(pack: Pack, lesson: Lesson, vocabulary: Vocabulary, report: Reporter): void {
  const used = new Set<string>();
  const examine = (asked: Asked): void => checkAsked(pack, lesson, asked, used, report);
  lesson.steps.forEach((step, index) => {
    for (const list of ['setup', 'solve', 'cleanup'] as const) {
      step[list].forEach(({ operation, with: values }, position) => {
        const path = ['steps', index, list, position];
        const names = vocabulary.operations;
        examine({
          what: 'operation',
          name: operation,
          key: 'operation',
          at: 'with',
          values,
          path,
          known: names,
        });
      });
    }
    step.checks.forEach(({ that, args, onFail }, position) => {
      const path = ['steps', index, 'checks', position];
      examine({
        what: 'predicate',
        name: that,
        key: 'that',
        at: 'args',
        values: args,
        path,
        known: vocabulary.predicates,
      });
      if (onFail === undefined || Object.hasOwn(lesson.messages, onFail)) return;
      const hint = didYouMean(onFail, Object.keys(lesson.messages), 'Messages');
      report.error([...path, 'onFail'], `There is no message "${onFail}".`, hint);
    });
  });
  warnOfUnused(lesson, used, report);
  for (const [name, pattern] of Object.entries(lesson.names)) {
    if (/[{}]/.test(pattern.replaceAll('{suffix}', ''))) {
      report.error(
        ['names', name],
        `The name "${pattern}" has a brace.`,
        'The only part in braces is {suffix}.',
      );
    }
  }
}

/** What an action or a check asks for. */
interface Asked {
  readonly what: 'operation' | 'predicate';
  readonly name: string;
  /** The key that holds the name. */
  readonly key: string;
  /** The key that holds the values. */
  readonly at: string;
  readonly values: unknown;
  readonly path: Path;
  readonly known: ReadonlyMap<string, z.ZodType>;
}

function checkAsked(pack: Pack, lesson: Lesson, asked: Asked, used: Set<string>, report: Reporter): void {
  const { what, name, key, at, values, path, known } = asked;
  const names = Object.keys(lesson.names);
  let resolvable = true;
  for (const { path: inner, text } of textsIn(values)) {
    const place = [...path, at, ...inner];
    const reference = parseReference(text);
    if (reference.kind === 'name') {
      used.add(reference.name);
      if (names.includes(reference.name)) continue;
      resolvable = false;
      const hint = didYouMean(reference.name, names, 'Names');
      report.error(place, `"${text}" stands for a name that the lesson does not define.`, hint);
    } else if (reference.kind === 'file' && !pack.files.has(reference.path)) {
      const hint = didYouMean(reference.path, [...pack.files.keys()], 'Files');
      report.error(place, `There is no file "${reference.path}" in the pack.`, hint);
    }
  }
  const schema = known.get(name);
  if (!schema) {
    report.error(
      [...path, key],
      `There is no ${what} "${name}".`,
      didYouMean(name, [...known.keys()], `${capital(what)}s`),
    );
    return;
  }
  if (!resolvable) return;
  const value = resolveValues(values, sampleResolution(lesson));
  const result = schema.safeParse(value);
  if (result.success) return;
  for (const issue of result.error.issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    const described = describeIssues([issue], schema, value);
    described.forEach(({ path: inner, predicate, hint }, index) => {
      const place = [...path, at, ...toPath(issue.path), ...(keys[index] === undefined ? [] : [keys[index]])];
      const subject = inner === '' ? `The ${at}` : `"${inner}"`;
      report.error(place, `${subject} of ${name} ${predicate}.`, hint);
    });
  }
}

function sampleResolution({ names }: Lesson): Parameters<typeof resolveValues>[1] {
  return {
    names: Object.fromEntries(
      Object.entries(names).map(([name, pattern]) => [name, pattern.replaceAll('{suffix}', sampleSuffix)]),
    ),
    file: (path) => path,
  };
}

function warnOfUnused({ names, messages, steps }: Lesson, used: ReadonlySet<string>, report: Reporter): void {
  for (const name of Object.keys(names)) {
    if (!used.has(name))
      report.warn(['names', name], `Nothing uses the name "${name}".`, `Use it as "$${name}", or remove it.`);
  }
  const shown = new Set(steps.flatMap(({ checks }) => checks.map(({ onFail }) => onFail)));
  for (const key of Object.keys(messages)) {
    if (!shown.has(key))
      report.warn(
        ['messages', key],
        `No check shows the message "${key}".`,
        'Name it in onFail, or remove it.',
      );
  }
}

function toPath(path: readonly PropertyKey[]): Path {
  return path.map((key) => (typeof key === 'number' ? key : String(key)));
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
