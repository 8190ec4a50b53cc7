import { expect, it } from 'vitest';
import { resolutionOf } from '../../electron/host/lesson/open-lesson.ts';
import { openPack } from '../../electron/host/lesson/open-lesson.ts';
import type { Step } from '../../lessons/format/lesson.ts';
import { resolveValues } from '../../lessons/format/values.ts';
import { components } from '../../engine/components/registry.ts';
import { faultsOfChinese } from '../support/chinese.ts';
import { openSession, type TestSession } from '../support/session.ts';

/** All that the host has said while a lesson was played, by where it is shown. */
class Heard {
  readonly sentences = new Map<string, Set<string>>();

  note(where: string, ...sentences: (string | null | undefined)[]): void {
    const heard = this.sentences.get(where) ?? new Set();
    for (const sentence of sentences) if (sentence) heard.add(sentence);
    this.sentences.set(where, heard);
  }
}

const otherValues: Readonly<Record<string, unknown>> = {
  target: 'azure',
  component: 'apply-transformation',
  from: 'dataset',
  to: 'dataset',
  kind: 'instance',
  experiment: 'drift',
  role: 'Reader',
  columns: ['Gender', 'Loan_Status'],
  traffic: { blue: 100 },
  question: 'other',
};

/** Arguments that are wrong in one place each: what a check says when it fails. */
function wrongArguments(args: Readonly<Record<string, unknown>>): Record<string, unknown>[] {
  return Object.entries(args).flatMap(([key, value]) => {
    if (Object.hasOwn(otherValues, key)) return [{ ...args, [key]: otherValues[key] }];
    if (typeof value === 'number') return [{ ...args, [key]: value + 1 }];
    if (typeof value === 'boolean') return [{ ...args, [key]: !value }];
    if (typeof value === 'string' && !['setting', 'metric'].includes(key))
      return [{ ...args, [key]: 'other' }];
    return [];
  });
}

async function hearChecks(
  { session }: TestSession,
  heard: Heard,
  step: Step,
  resolve: (value: unknown) => unknown,
): Promise<void> {
  for (const { that, args } of step.checks) {
    const right = resolve(args) as Record<string, unknown>;
    for (const tried of [right, ...wrongArguments(right)]) {
      const found = await session.host.check(that, tried).catch(() => undefined);
      heard.note('expected', found?.expected);
      heard.note('found', found?.found);
    }
  }
}

it('all that the host says while the loan lesson is played has its Chinese', async () => {
  const opened = await openPack('loan-approval', (file) => file);
  const [lesson] = opened.pack.lessons;
  const test = await openSession();
  const { session, call } = test;
  const heard = new Heard();
  session.host.subscribe((event) => {
    if (event.type === 'operation.progress') heard.note('progress', event.message);
  });
  const view = await call('lesson.open', { pack: 'loan-approval' });
  const resolution = { ...resolutionOf(lesson, opened, undefined)(''), names: view.names };
  const resolve = (value: unknown): unknown => resolveValues(value, resolution);
  for (const step of view.steps) {
    heard.note('waits', step.azureTime);
    for (const { summary, azureTime, fields } of step.actions) {
      heard.note('summaries', summary);
      heard.note('waits', azureTime);
      for (const { rule, description } of fields) heard.note('fields', rule?.sentence, description);
    }
  }
  // The page has the words of a question's options from the lesson.
  const answers = new Set(
    lesson.steps.flatMap(({ quiz }) => quiz?.options ?? []).map((option) => `"${option}"`),
  );
  const names = new Set([
    ...Object.values(view.names),
    ...components.map(({ type }) => type),
    ...lesson.steps.map(({ id }) => id),
    ...'Loan_ID Gender Married Dependents Education Self_Employed ApplicantIncome CoapplicantIncome'.split(
      ' ',
    ),
    ...'LoanAmount Loan_Amount_Term Credit_History Property_Area Loan_Status blue green Owner'.split(' '),
    ...'westeurope workspaceblobstore other azureml select clean split learner train score evaluate AzureBlob'.split(
      ' ',
    ),
    ...'select-output loan-training loan-inference-label loan-inference-probability'.split(' '),
  ]);
  for (const step of lesson.steps) {
    await hearChecks(test, heard, step, resolve);
    if (step.id === 'clean-up') {
      for (const { kind } of (await call('cleanup.list', {})).remaining) heard.note('kinds', kind);
      for (const { items } of (await call('studio.read', {})).sections) {
        for (const { facts } of items) heard.note('facts', ...facts.map(([, value]) => value));
      }
      for (const pipeline of ['loan-training', 'loan-inference-probability']) {
        const job = await call('job.read', { pipeline });
        heard.note(
          'logs',
          job.status,
          ...job.steps.flatMap(({ log, status }) => [status, ...log.split('\n')]),
        );
      }
    }
    expect((await call('step.show', { pack: 'loan-approval', step: step.id })).done, step.id).toBe(true);
    await hearChecks(test, heard, step, resolve);
    for (const { operation, with: input } of step.solve) {
      if (operation !== 'inference.create') continue;
      const { changes } = await call('inference.create', resolve(input));
      heard.note('changes', ...changes.map(({ why }) => why));
      // The edits that followed are made again.
      for (const edit of step.solve.filter((one) => one.operation === 'inference.edit')) {
        await call('inference.edit', resolve(edit.with));
      }
    }
  }
  const counts = Object.fromEntries([...heard.sentences].map(([where, said]) => [where, said.size]));
  // No source has run dry.
  const least = { waits: 10, summaries: 20, fields: 30, expected: 100, found: 50, progress: 20, changes: 5 };
  for (const [where, count] of Object.entries({ ...least, kinds: 5, facts: 10, logs: 10 })) {
    expect.soft(counts[where], where).toBeGreaterThanOrEqual(count);
  }
  for (const [where, said] of heard.sentences) {
    expect
      .soft(
        faultsOfChinese(
          [...said].filter((sentence) => !answers.has(sentence)),
          names,
        ),
        where,
      )
      .toEqual([]);
  }
}, 240_000);
