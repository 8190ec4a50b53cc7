import { appendFileSync, cpSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../../electron/host/lesson/attempt.ts';
import { openPack } from '../../../../electron/host/lesson/open-lesson.ts';
import { resources } from '../../../../electron/host/resources.ts';
import { temporaryFolder } from '../../../support/cli.ts';
import { openSession } from '../../../support/session.ts';

const pack = 'loan-approval';

describe('attempts at a lesson', () => {
  it('are put aside and taken up with all that was made in them, also after a restart', async () => {
    const first = await openSession();
    const { call } = first;
    await call('lesson.open', { pack });
    await call('step.show', { pack, step: 'pipeline' });
    await call('step.enter', { pack, step: 'pipeline' });
    const before = await call('lesson.open', { pack });
    const drawing = await call('pipeline.read', { pipeline: before.names.training });
    expect(drawing.graph).not.toBeNull();
    await call('lesson.restart', { pack });
    const fresh = await call('lesson.open', { pack });
    expect(fresh.step).toBe('target');
    expect(fresh.names.workspace).not.toBe(before.names.workspace);
    expect((await call('pipeline.read', { pipeline: before.names.training })).graph).toBeNull();
    expect(fresh.steps.every(({ quiz }) => quiz === null || quiz.answered === null)).toBe(true);
    await first.close();

    const again = await openSession({ root: first.root });
    await again.call('lesson.open', { pack });
    const { attempts } = await again.call('lesson.attempts', { pack });
    expect(attempts).toHaveLength(2);
    const earlier = attempts.find(({ isCurrent }) => !isCurrent);
    expect(earlier?.done).toBeGreaterThan(8);
    await again.call('lesson.take-up', { pack, suffix: earlier?.suffix });
    expect(await again.call('lesson.open', { pack })).toEqual({
      ...before,
      table: expect.anything() as unknown,
      steps: before.steps.map(() => expect.anything() as unknown),
    });
    expect(await again.call('pipeline.read', { pipeline: before.names.training })).toEqual(drawing);
    expect(await again.call('step.check', { pack, step: 'pipeline' })).toMatchObject({ done: true });
    await expect(again.call('lesson.take-up', { pack, suffix: 'nothing' })).rejects.toMatchObject({
      code: 'attempt-not-found',
    });
  }, 60_000);

  it('a step is taken back to what it was when it was entered; the workspace stays', async () => {
    const { call } = await openSession();
    await call('lesson.open', { pack });
    await call('step.show', { pack, step: 'compute' });
    await call('step.enter', { pack, step: 'pipeline' });
    const { names } = await call('lesson.open', { pack });
    const stratify = { experiment: 'stratify' };
    expect(await call('experiment.read', stratify)).toEqual({ figures: null });
    await call('step.show', { pack, step: 'pipeline' });
    expect(await call('step.check', { pack, step: 'pipeline' })).toMatchObject({ done: true });
    expect(await call('experiment.read', stratify)).toMatchObject({ figures: { positive: 'Y' } });
    await call('step.reset', { pack, step: 'pipeline' });
    expect(await call('step.check', { pack, step: 'pipeline' })).toMatchObject({ done: false });
    expect((await call('pipeline.read', { pipeline: names.training })).graph).toBeNull();
    expect(await call('experiment.read', stratify)).toEqual({ figures: null });
    expect(await call('step.check', { pack, step: 'workspace' })).toMatchObject({ done: true });
    const { steps } = await call('lesson.open', { pack });
    expect(steps.find(({ id }) => id === 'pipeline')?.state).toBe('open');
    // A question of an earlier step keeps its answer.
    expect(steps.find(({ id }) => id === 'data-asset')?.state).toBe('done');
  }, 60_000);

  it('know the pack that they were begun with', async () => {
    const folder = path.join(temporaryFolder(), 'pack');
    cpSync(path.join(resources().packs, pack), folder, { recursive: true });
    const open = async (): Promise<string> => (await openPack(folder, (file) => file)).hash;
    const hash = await open();
    expect(await open()).toBe(hash);
    appendFileSync(path.join(folder, 'lessons/010-loan-approval/en/010-target.md'), '\nOne more word.\n');
    expect(await open()).not.toBe(hash);

    const { session, call } = await openSession();
    await call('lesson.open', { pack });
    await call('step.check', { pack, step: 'target' });
    expect(await call('lesson.open', { pack })).toMatchObject({ hasChanged: false });
    const { uuid } = (await openPack(pack, (file) => file)).pack.lessons[0];
    const attempt = session.host.state.attempt<Attempt>(uuid);
    session.host.state.noteAttempt(uuid, { ...attempt, packHash: hash + 'other' });
    expect(await call('lesson.open', { pack })).toMatchObject({ hasChanged: true });
    await call('lesson.keep', { pack });
    expect(await call('lesson.open', { pack })).toMatchObject({ hasChanged: false });
  });
});
