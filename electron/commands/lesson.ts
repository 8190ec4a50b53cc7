import process from 'node:process';
import {
  lessonContext,
  openPack,
  resolutionOf,
  createSuffix,
  type OpenPack,
} from '../host/lesson/open-lesson.ts';
import { playLesson, type PlayResult } from '../host/lesson/play-lesson.ts';
import { openSandboxHost, type SandboxHost } from '../host/open-host.ts';
import { createTemporaryRoot } from '../host/root.ts';
import { csvFile } from '../host/csv-file.ts';
import { stepNotFound } from '../host/errors.ts';
import { userPath } from '../host/user-files.ts';
import { numberOption, parseArguments, usage } from './arguments.ts';
import { describeStep, formatLessonReport, lessonReport } from './lesson-report.ts';
import { createProgress } from './progress.ts';
import { untilStopped } from './until-stopped.ts';

/** `guidepost lesson run PACK` plays a lesson against a sandbox of its own, and checks every step; `check` proves it. */
export async function lesson(commandArguments: string[]): Promise<void> {
  const [verb, ...rest] = commandArguments;
  if (verb === 'check') return (await import('./lesson-check.ts')).checkLesson(rest);
  if (verb !== 'run') {
    throw usage(
      verb === undefined ? 'lesson needs a word: run or check.' : `There is no "lesson ${verb}".`,
      'Write it as lesson run loan-approval.',
    );
  }
  await run(rest);
}

interface RunOptions {
  readonly written: string;
  readonly data: string | undefined;
  readonly seed: number;
  readonly until: string | undefined;
  readonly state: string | undefined;
  readonly timeFactor: number;
  readonly json: boolean;
}

function parseOptions(words: string[]): RunOptions {
  const { values, words: packs } = parseArguments(words, {
    data: { type: 'string' },
    seed: { type: 'string' },
    until: { type: 'string' },
    state: { type: 'string' },
    'time-factor': { type: 'string' },
    json: { type: 'boolean' },
  });
  if (values.state === '') throw usage('--state needs a folder.');
  if (packs.length !== 1) throw usage('lesson run needs the name or the folder of one lesson.');
  return {
    written: packs[0],
    data: values.data === undefined ? undefined : userPath(values.data),
    seed: numberOption('seed', values.seed, 42, { least: 0, whole: true }),
    until: values.until,
    state: values.state === undefined ? undefined : userPath(values.state),
    timeFactor: numberOption('time-factor', values['time-factor'], 120, { above: 0, most: 100_000 }),
    json: values.json ?? false,
  };
}

async function run(words: string[]): Promise<void> {
  const options = parseOptions(words);
  const start = performance.now();
  const opened = await openPack(options.written, userPath);
  const [played] = opened.pack.lessons;
  const ids = played.steps.map(({ id }) => id);
  if (options.until !== undefined && !ids.includes(options.until)) throw stepNotFound(options.until, ids);
  // A file that cannot be read is found out here, not at the step that uploads it.
  if (options.data !== undefined) csvFile(options.data);

  const temporary = options.state === undefined ? createTemporaryRoot() : undefined;
  const root = options.state ?? temporary?.folder ?? '';
  let opening: Promise<SandboxHost> | undefined;
  await untilStopped(
    async (signal) => {
      opening = openSandboxHost({ root, seed: options.seed, timeFactor: options.timeFactor });
      const { host } = await opening;
      await play(host, opened, options, signal, start);
    },
    async () => {
      await (await opening?.catch(() => undefined))?.close();
      temporary?.remove();
    },
  );
}

async function play(
  host: SandboxHost['host'],
  opened: OpenPack,
  { seed, until, data, json }: RunOptions,
  signal: AbortSignal,
  start: number,
): Promise<void> {
  const [played] = opened.pack.lessons;
  const resolution = resolutionOf(played, opened, data);
  host.lesson = lessonContext(played, resolution('').file('data/loans.csv'));
  const progress = createProgress();
  const unsubscribe = host.subscribe((event) => {
    if (event.type === 'operation.started') progress.stage(event.operation);
    else if (event.type === 'operation.progress')
      progress.stage(`${event.operation}: ${event.message}`, event.share);
  });
  let result: PlayResult;
  try {
    result = await playLesson({
      host,
      lesson: played,
      seed,
      resolution,
      newSuffix: () => createSuffix(seed, 'sandbox'),
      signal,
      ...(until !== undefined && { until }),
      onStep(step, report) {
        progress.end();
        process.stderr.write(describeStep(step, report));
      },
    });
  } finally {
    progress.end();
    unsubscribe();
  }
  const left = await host.call('cleanup.list', {}, signal);
  const report = lessonReport({
    lesson: opened.pack.slug,
    result,
    seconds: (performance.now() - start) / 1000,
    remaining: left.ok ? left.value.remaining : [],
  });
  process.stdout.write(json ? JSON.stringify(report, null, 2) + '\n' : formatLessonReport(report));
  if (result.error) process.stderr.write(`${result.error.message}\n${result.error.hint}\n`);
  if (!result.passed) process.exitCode = 1;
}
