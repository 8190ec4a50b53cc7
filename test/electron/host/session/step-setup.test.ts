import { expect, it } from 'vitest';
import { openSession, type TestSession } from '../../../support/session.ts';

const pack = 'when-azure-says-no';

async function waiting({ call }: TestSession): Promise<string[]> {
  const { value } = await call('fault.list', {});
  return value.map(({ name, state }) => `${name} ${state}`);
}

async function createWorkspace({ call }: TestSession): Promise<void> {
  const { steps } = await call('lesson.open', { pack });
  const [action] = steps.find(({ id }) => id === 'provider')?.actions ?? [];
  await expect(call('workspace.create', action.input)).rejects.toThrow('not registered');
}

it('a step deals its faults when it begins, once, and takes them back when the learner leaves it', async () => {
  const test = await openSession();
  const { call } = test;
  await call('lesson.open', { pack });
  await call('target.choose', { target: 'sandbox' });
  await call('step.enter', { pack, step: 'provider' });
  expect(await waiting(test)).toEqual(['provider waits']);
  await createWorkspace(test);
  // A page that is loaded again does not begin the step again.
  await call('step.enter', { pack, step: 'provider' });
  expect(await waiting(test)).toEqual(['provider met']);
  await call('step.enter', { pack, step: 'name' });
  expect(await waiting(test)).toEqual(['name waits']);
  await call('step.enter', { pack, step: 'provider' });
  expect(await waiting(test)).toEqual(['provider waits']);
});

it('a reset deals the fault anew; another lesson, a new attempt and a restart take it back', async () => {
  const test = await openSession();
  const { call } = test;
  await call('lesson.open', { pack });
  await call('step.enter', { pack, step: 'provider' });
  await createWorkspace(test);
  await call('step.reset', { pack, step: 'provider' });
  expect(await waiting(test)).toEqual(['provider waits']);
  await call('lesson.open', { pack: 'loan-approval' });
  expect(await waiting(test)).toEqual([]);
  await call('lesson.open', { pack });
  await call('step.enter', { pack, step: 'provider' });
  expect(await waiting(test)).toEqual(['provider waits']);
  await call('lesson.restart', { pack });
  expect(await waiting(test)).toEqual([]);
});

it('a step goes on over a restart of the app, and a teacher’s own fault is left alone', async () => {
  const first = await openSession();
  const fault = { operation: 'Jobs_*', kind: 'throttled' };
  await first.call('fault.set', { name: 'teacher', fault });
  await first.call('lesson.open', { pack });
  await first.call('step.enter', { pack, step: 'provider' });
  await createWorkspace(first);
  await first.close();
  const second = await openSession({ root: first.root });
  await second.call('lesson.open', { pack });
  await second.call('step.enter', { pack, step: 'provider' });
  expect(await waiting(second)).toEqual(['provider met', 'teacher waits']);
  await second.call('step.enter', { pack, step: 'target' });
  expect(await waiting(second)).toEqual(['teacher waits']);
});

it('the forms of a step show what a learner sends first, and nothing of its setup', async () => {
  const { call } = await openSession();
  const { steps } = await call('lesson.open', { pack });
  const operations = Object.fromEntries(
    steps.map(({ id, actions }) => [id, actions.map(({ operation }) => operation).join(' ')]),
  );
  expect(operations).toMatchObject({
    provider: 'workspace.create provider.register',
    quota: 'compute.create-cluster',
    deployment: 'deployment.create',
  });
  const quota = steps.find(({ id }) => id === 'quota')?.actions[0].input;
  expect(quota).toMatchObject({ size: 'Standard_DS3_v2', maximumNodes: 4 });
});
