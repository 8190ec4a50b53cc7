import { createRandom, type Random } from '../../engine/random.ts';
import { checkEntries, checkLists, checkOperations, checkParts } from './sandbox-kills/check-resources.ts';
import { checkFiles, checkJobs, checkValues } from './sandbox-kills/check-running.ts';
import { endpointWork } from './sandbox-kills/endpoint-work.ts';
import { noFindings, type Findings } from './sandbox-kills/findings.ts';
import { jobWork, sleeping } from './sandbox-kills/job-work.ts';
import { openLane, type Lane, type Work } from './sandbox-kills/lane.ts';
import { Ledger } from './sandbox-kills/ledger.ts';
import { resourceWork } from './sandbox-kills/resource-work.ts';
import { processesWith, startSandboxProcess } from './sandbox-kills/sandbox-process.ts';
import { openSession, type Session } from './sandbox-kills/session.ts';
import { workspaceWork } from './sandbox-kills/workspace-work.ts';

const lanes = 3;
const timeFactor = 2000;
/** A lane that works so long without an answer to a change is stuck. */
const mostMilliseconds = 60_000;

/** What came of killing a sandbox again and again. */
export interface SandboxKillResult extends Findings {
  readonly kills: number;
  /** How many changes were acknowledged in all. */
  readonly acknowledged: number;
  /** After how many kills a command went on without its sandbox. */
  readonly leftRunning: number;
  /** How often each piece of work was met by a kill. */
  readonly met: Readonly<Record<string, number>>;
}

/**
 * Works on a sandbox by Microsoft's clients, several side by side, and kills its process at seeded moments: after so
 * many acknowledged changes, and a little later. It is started again on the same folder, and what it holds is compared
 * with what was acknowledged; then the work goes on.
 */
export async function killSandbox(folder: string, kills: number, seed: number): Promise<SandboxKillResult> {
  const random = createRandom(seed);
  const ledger = new Ledger<Session>();
  const findings = noFindings();
  const met: Record<string, number> = {};
  let leftRunning = 0;
  const mark = `${process.pid}${String(seed).padStart(6, '0')}`;
  const work = { ...resourceWork, ...workspaceWork, ...endpointWork, ...jobWork(mark) };
  for (let count = 0; count < kills; count++) {
    const moment = { changes: 1 + random.integer(50), milliseconds: random.integer(40) };
    const underway = await workUntilKilled({ folder, ledger, random, work, moment, findings });
    for (const name of underway) met[name] = (met[name] ?? 0) + 1;
    if (processesWith(sleeping(mark)).length > 0) leftRunning++;
    const before = JSON.stringify(findings);
    await look(folder, ledger, mark, findings);
    if (JSON.stringify(findings) !== before) {
      process.stderr.write(`Kill ${count + 1} of the seed ${seed}, in ${underway.join(', ')}.\n`);
    }
  }
  return { kills, acknowledged: ledger.acknowledged, leftRunning, met, ...findings };
}

interface Killing {
  readonly folder: string;
  readonly ledger: Ledger<Session>;
  readonly random: Random;
  readonly work: Readonly<Record<string, Work>>;
  readonly moment: { readonly changes: number; readonly milliseconds: number };
  readonly findings: Findings;
}

/** Works until the process is dead; returns what was under way. */
async function workUntilKilled(killing: Killing): Promise<string[]> {
  const { folder, ledger, random, work, moment, findings } = killing;
  const sandbox = await startSandboxProcess(folder, timeFactor);
  let changes = 0;
  let isKilled = false;
  let ring: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (ring = resolve));
  const session = openSession(sandbox.facts, ledger, () => {
    if (++changes === moment.changes) setTimeout(ring, moment.milliseconds);
  });
  const stuck = setTimeout(() => {
    findings.hanging.push(`Nothing was answered; under way were ${[...underway].join(', ')}.`);
    ring();
  }, mostMilliseconds);
  const underway = new Map<number, string>();
  const run = async (lane: Lane): Promise<void> => {
    // What runs on by itself is met more often.
    const names = [...Object.keys(work), 'longCommand', 'longCommand', 'runCommand'];
    while (!isKilled) {
      const name = names[lane.random.integer(names.length)];
      underway.set(lane.number, name);
      try {
        await work[name](lane);
      } catch (error) {
        if (isKilled) return;
        // The lane stops; the others bring on the kill.
        findings.refused.push(`${name}: ${(error as Error).message}`);
        return;
      }
    }
  };
  const working = Array.from({ length: lanes }, (_, number) =>
    run(openLane(session, number, createRandom(random.integer(2 ** 31)))),
  );
  await Promise.race([reached, Promise.all(working)]);
  clearTimeout(stuck);
  isKilled = true;
  const met = [...underway.values()];
  await sandbox.kill();
  await Promise.all(working);
  if (sandbox.complaints() !== '') findings.refused.push(sandbox.complaints());
  return met;
}

/** Starts the sandbox again, looks at all that it holds, and kills it once more. */
async function look(
  folder: string,
  ledger: Ledger<Session>,
  mark: string,
  findings: Findings,
): Promise<void> {
  const sandbox = await startSandboxProcess(folder, timeFactor);
  try {
    const session = openSession(sandbox.facts, ledger);
    await checkOperations(session, findings);
    await checkEntries(session, findings);
    await checkJobs(session, mark, findings);
    await checkValues(session, findings);
    await checkLists(session, findings);
    await checkParts(session, findings);
    await checkFiles(folder, findings);
    if (sandbox.complaints() !== '') findings.refused.push(sandbox.complaints());
  } finally {
    await sandbox.kill();
  }
}
