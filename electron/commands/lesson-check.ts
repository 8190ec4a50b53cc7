import process from 'node:process';
import { createSuffix, lessonContext, openPack, resolutionOf } from '../host/lesson/open-lesson.ts';
import { proveLesson, type StepProof } from '../host/lesson/prove-lesson.ts';
import { openSandboxHost, type SandboxHost } from '../host/open-host.ts';
import { createTemporaryRoot } from '../host/root.ts';
import { userPath } from '../host/user-files.ts';
import { numberOption, parseArguments, usage } from './arguments.ts';
import { untilStopped } from './until-stopped.ts';

/** `guidepost lesson check PACK`: reads a pack, and proves each step of it against a sandbox of its own. */
export async function checkLesson(words: string[]): Promise<void> {
  const { values, words: packs } = parseArguments(words, {
    'time-factor': { type: 'string' },
    json: { type: 'boolean' },
  });
  if (packs.length !== 1) throw usage('lesson check needs the name or the folder of one lesson.');
  const timeFactor = numberOption('time-factor', values['time-factor'], 1000, { above: 0, most: 100_000 });
  const opened = await openPack(packs[0], userPath);
  const [lesson] = opened.pack.lessons;
  const resolution = resolutionOf(lesson, opened, undefined)(createSuffix(42, 'sandbox'));
  const temporary = createTemporaryRoot();
  let opening: Promise<SandboxHost> | undefined;
  await untilStopped(
    async (signal) => {
      opening = openSandboxHost({ root: temporary.folder, timeFactor });
      const { host } = await opening;
      host.lesson = lessonContext(lesson, resolution.file('data/loans.csv'));
      const proofs = await proveLesson({
        ...{ host, lesson, resolution, signal },
        onStep: (_, proof) => void process.stderr.write(describe(proof)),
      });
      const isProven = proofs.length === lesson.steps.length && proofs.every((proof) => proof.isProven);
      const report = { lesson: opened.pack.slug, isProven, steps: proofs };
      process.stdout.write(
        values.json
          ? JSON.stringify(report, null, 2) + '\n'
          : `${proofs.filter((proof) => proof.isProven).length} of ${lesson.steps.length} steps are proven.\n`,
      );
      if (!isProven) process.exitCode = 1;
    },
    async () => {
      await (await opening?.catch(() => undefined))?.close();
      temporary.remove();
    },
  );
}

function describe({ id, begun, solved, reset, error, isProven }: StepProof): string {
  const found = [
    begun ? 'its checks pass when it begins' : 'fails when it begins',
    solved ? 'passes when it is solved' : 'does not pass when it is solved',
    ...(reset === null ? [] : [reset ? 'its checks pass after a reset' : 'fails again after a reset']),
  ];
  const why = error ? `    ${error.message} ${error.hint}\n` : '';
  return `${isProven ? '✓' : '✗'} ${id}: ${found.join(', ')}\n${why}`;
}
