import { createRandom } from '../../engine/random.ts';
import { failures, runLesson, startLesson } from './lesson-run.ts';

/** How many lines of progress a lesson writes, roughly: the moments at which it can be killed. */
const mostLines = 120;

/** What came of killing a lesson again and again. */
export interface KillResult {
  readonly kills: number;
  /** Steps that had been reported as done, and were done again by a later run. */
  readonly lost: readonly string[];
  readonly code: number | null;
  readonly failures: readonly string[];
  readonly remaining: readonly unknown[];
}

/**
 * Plays a lesson on one state and kills its process, sandbox and all, at seeded moments; each run goes on where the
 * one before was killed. Then it is played to its end. What a run had reported as done no later run may do again.
 */
export async function killLesson(folder: string, kills: number, seed: number): Promise<KillResult> {
  const random = createRandom(seed);
  const words = ['loan-approval', '--state', 'state', '--time-factor', '2000'];
  const done = new Set<string>();
  const lost: string[] = [];
  const learn = (lines: readonly string[]): void => {
    for (const line of lines) {
      const title = /^✓ (.*) \(\d+ checks?\)$/.exec(line)?.[1];
      if (title !== undefined) done.add(title);
    }
  };
  let count = 0;
  while (count < kills) {
    const after = 1 + random.integer(Math.ceil(mostLines / Math.max(4, kills / 2)));
    const before = new Set(done);
    const run = startLesson(words, { cwd: folder });
    await run.until((_, index) => index + 1 >= after);
    run.child.kill('SIGKILL');
    await run.end();
    count++;
    // The steps pass in their order: one that was done before is at the head, and nothing is done for it again.
    const again = doneAgain(run.lines, before);
    lost.push(...again);
    learn(run.lines);
  }
  const { code, report, stderr } = await runLesson(words, { cwd: folder });
  lost.push(...doneAgain(stderr.split('\n'), done));
  return {
    kills: count,
    lost,
    code,
    failures: failures(report),
    remaining: report?.cleanup.remaining ?? ['?'],
  };
}

/** The steps among those done that a run has worked on. */
function doneAgain(lines: readonly string[], done: ReadonlySet<string>): string[] {
  const again: string[] = [];
  let worked = false;
  for (const line of lines) {
    const title = /^[✓✗] (.*) \(\d+ checks?\)$/.exec(line)?.[1];
    if (title === undefined) {
      worked ||= /^[a-z]+\.[a-z-]+/.test(line);
      continue;
    }
    if (worked && done.has(title)) again.push(title);
    worked = false;
  }
  return again;
}
