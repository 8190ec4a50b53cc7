import { expect, it } from 'vitest';
import { operations } from '../../../electron/contract/operations.ts';
import { predicates } from '../../../electron/contract/predicates.ts';
import { faultsOf } from '../../../electron/host/lesson/step-faults.ts';
import { checkPack } from '../../../lessons/format/check-pack.ts';
import { formatProblems } from '../../../lessons/format/errors.ts';
import { loadPack } from '../../../lessons/format/load-pack.ts';
import { readMarkdown } from '../../../lessons/format/markdown.ts';
import { faultsOfChinese } from '../../support/chinese.ts';
import { readPackFiles } from '../../support/pack-files.ts';
import { openSession } from '../../support/session.ts';

const name = 'when-azure-says-no';
const pack = loadPack(readPackFiles(name));
const [lesson] = pack.lessons;

it('fits the contract of the host, and its translation is not stale', async () => {
  const problems = await checkPack(pack, {
    operations: new Map(Object.entries(operations).map(([key, { input }]) => [key, input])),
    predicates: new Map(Object.entries(predicates)),
  });
  expect(formatProblems(problems)).toBe('');
  expect(Object.keys(lesson.texts.zh)).toEqual(Object.keys(lesson.texts.en));
});

it.each(lesson.steps.map((step) => [step.id, step] as const))('%s teaches, checks and helps', (_, step) => {
  const { markdown } = lesson.texts.en[step.text];
  const words = markdown.split(/\s+/).length;
  expect(words).toBeGreaterThanOrEqual(80);
  expect(words).toBeLessThanOrEqual(200);
  expect(readMarkdown(markdown).html).toEqual([]);
  expect([2, 3]).toContain(step.hints.length);
  expect(step.checks.every(({ onFail }) => onFail !== undefined)).toBe(true);
});

it('every step between the first and the last deals a fault, meets it, and checks that it is repaired', () => {
  const dealing = lesson.steps.slice(1, -1);
  expect(dealing.map(({ id }) => id).join(' ')).toBe(
    'provider vault name role quota throttled deployment token',
  );
  for (const step of dealing) {
    const [fault] = faultsOf(step);
    expect(fault).toBe(step.id);
    expect(step.checks).toContainEqual(expect.objectContaining({ that: 'fault.met', args: { fault } }));
    expect(step.checks).toContainEqual(expect.objectContaining({ that: 'fault.repaired', args: { fault } }));
    expect(step.solve.filter(({ fails }) => fails !== undefined)).toHaveLength(1);
  }
});

it('each step fails when it begins, is done by its solution, and fails again after a reset', async () => {
  const { call, session } = await openSession();
  await call('lesson.open', { pack: name });
  const done = async (step: string): Promise<boolean> =>
    (await call('step.check', { pack: name, step })).done;
  const said = new Set<string>();
  for (const { id: step, setup } of lesson.steps) {
    await call('step.enter', { pack: name, step });
    const before = await call('step.check', { pack: name, step });
    for (const { expected, found } of before.checks) said.add(expected).add(found);
    // Clean-up apart: when it begins there is something to delete.
    expect(before.done, `${step} when it begins`).toBe(false);
    expect((await call('step.show', { pack: name, step })).done, `${step} once it is solved`).toBe(true);
    const after = await call('step.check', { pack: name, step });
    for (const { expected, found } of after.checks) said.add(expected).add(found);
    expect(after.done, step).toBe(true);
    if (setup.length === 0) continue;
    await call('step.reset', { pack: name, step });
    expect(await done(step), `${step} after a reset`).toBe(false);
    // An account that is there is not made again: a learner who is asked for another name once more thinks of one.
    if (step === 'name') {
      await expect(call('storage.create-account', { account: 'loandata' })).rejects.toThrow('already taken');
      await call('storage.create-account', { account: 'anothername' });
    } else {
      expect((await call('step.show', { pack: name, step })).done, `${step} solved again`).toBe(true);
    }
    expect(await done(step), `${step} repaired again`).toBe(true);
  }
  const dealt = await session.host.call('fault.list', {});
  expect(dealt).toMatchObject({ ok: true, value: { value: [] } });
  const names = new Set([
    ...Object.values((await call('lesson.open', { pack: name })).names),
    ...lesson.steps.map(({ id }) => id),
    ...['Succeeded', 'sandbox', 'azure', 'anothername'],
  ]);
  const answers = new Set(
    lesson.steps.flatMap(({ quiz }) => quiz?.options ?? []).map((option) => `"${option}"`),
  );
  expect(
    faultsOfChinese(
      [...said].filter((one) => !answers.has(one)),
      names,
    ),
  ).toEqual([]);
}, 180_000);
