import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli.ts';
import { killings, killSession } from '../../support/session-kills.ts';

it('an upload that was killed goes on from its last block when the app is started again', async () => {
  expect(await killSession(temporaryFolder(), killings.upload, 0.4)).toEqual([]);
}, 120_000);

it('a job that was killed goes on, and its wait with it', async () => {
  expect(await killSession(temporaryFolder(), killings.job, 0.1)).toEqual([]);
}, 120_000);

it('a deployment that was killed gets healthy, once, and the learner is on the same step', async () => {
  expect(await killSession(temporaryFolder(), killings.deployment, 0.1)).toEqual([]);
}, 120_000);
