import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createRandom } from '../../../engine/random.ts';
import { temporaryFolder } from '../../support/cli.ts';
import { killSandbox } from '../../support/sandbox-kills.ts';
import { checkFiles } from '../../support/sandbox-kills/check-running.ts';
import { noFindings } from '../../support/sandbox-kills/findings.ts';
import { sleeping, statusOf } from '../../support/sandbox-kills/job-work.ts';
import { expectOk, needCluster, openLane } from '../../support/sandbox-kills/lane.ts';
import { Ledger } from '../../support/sandbox-kills/ledger.ts';
import { processesWith, startSandboxProcess } from '../../support/sandbox-kills/sandbox-process.ts';
import { openSession } from '../../support/sandbox-kills/session.ts';

const kills = 8;
const seed = 614;
const timeout = 600_000;
const windows = process.platform === 'win32' ? ' (skipped: its commands are those of a POSIX shell)' : '';

it.skipIf(windows !== '')(
  `what was acknowledged outlives a kill at any of ${kills} moments, and nothing is left half done${windows}`,
  { timeout },
  async () => {
    const { met, acknowledged, leftRunning, ...found } = await killSandbox(temporaryFolder(), kills, seed);
    expect(found).toEqual({ kills, lost: [], halfMade: [], hanging: [], orphans: [], refused: [] });
    console.log(
      `${kills} kills, ${acknowledged} acknowledged changes, ${leftRunning} times a command was left; met by a kill: ${Object.keys(met).join(', ')}.`,
    );
    expect(acknowledged).toBeGreaterThan(8 * kills);
  },
);

it.skipIf(windows !== '')(
  `a command that a kill has left is ended by the next start, with all that it has started${windows}`,
  { timeout },
  async () => {
    const folder = temporaryFolder();
    const mark = sleeping(`${process.pid}1`);
    const killed = await startSandboxProcess(folder, 2000);
    const session = openSession(killed.facts, new Ledger());
    const lane = openLane(session, 0, createRandom(seed));
    await needCluster(lane);
    const job = `${lane.ids.workspace}/jobs/left`;
    const properties = { jobType: 'Command', command: `sleep ${mark} & sleep ${mark} & echo begun; wait` };
    const body = { properties: { ...properties, tags: { revision: session.ledger.revision() } } };
    await expectOk(lane, 'PUT', `${job}?api-version=2022-10-01`, body);
    const sleeps = (): number => processesWith(mark).length;
    while (sleeps() < 3) await delay(20);
    await killed.kill();
    // The shell and both of its children go on without their sandbox.
    expect(sleeps()).toBe(3);
    const again = await startSandboxProcess(folder, 2000);
    try {
      expect(sleeps()).toBe(0);
      expect(await statusOf(openSession(again.facts, new Ledger()), job)).toBe('Failed');
      const findings = noFindings();
      await checkFiles(folder, findings);
      expect(findings).toEqual(noFindings());
    } finally {
      await again.kill();
    }
  },
);
