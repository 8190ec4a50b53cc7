// `npm run bench`: our work and Python's in turn on the same data, the desktop app's start and an empty window's, and
// how the pages keep up, and the local Azure, in one run; medians of five, as ratios. Words pick parts: python, start,
// pages, sandbox.
import { mkdtempSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { loanCsv } from '../../tools/generate-loans.ts';
import { findPython, pythonMissing } from '../support/python.ts';
import { whyNoDesktop } from '../e2e/desktop-app.ts';
import { firstLoadBytes, measureStarts } from './desktop-start.ts';
import { lognormalProblem, standardNormalProblem, writeMatrix } from './matrix.ts';
import { benchPages } from './pages.ts';
import { median, note, noteBelow, showTable } from './rows.ts';
import { benchSandbox } from './sandbox.ts';
import { BenchWorker, type Measurement } from './worker.ts';

const runs = 5;
const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-bench-'));
const here = (file: string): string => path.join(import.meta.dirname, file);

/** Measures two sides in turn: in fresh processes, or in warm ones after a run that does not count. */
async function pairs(
  ours: () => BenchWorker,
  theirs: () => BenchWorker,
  fresh: boolean,
): Promise<{ ours: Measurement[]; theirs: Measurement[] }> {
  const measured = { ours: [] as Measurement[], theirs: [] as Measurement[] };
  let workers = { ours: ours(), theirs: theirs() };
  if (!fresh) await Promise.all([workers.ours.measure(), workers.theirs.measure()]);
  for (let run = 0; run < runs; run++) {
    for (const side of ['ours', 'theirs'] as const) measured[side].push(await workers[side].measure());
    if (!fresh || run === runs - 1) continue;
    workers.ours.end();
    workers.theirs.end();
    workers = { ours: ours(), theirs: theirs() };
  }
  workers.ours.end();
  workers.theirs.end();
  return measured;
}

function report(
  work: string,
  figure: string,
  unit: string,
  bar: number | undefined,
  ours: Measurement[],
  theirs: Measurement[],
): void {
  const [mine, other] = [ours, theirs].map((side) => median(side.map((measurement) => measurement[figure])));
  const show = (value: number): string => `${value.toFixed(unit === 's' ? 3 : 0)} ${unit}`;
  const ratio = median(ours.map((measurement, run) => measurement[figure] / theirs[run][figure]));
  note({ work, ours: show(mine), theirs: show(other), ratio, bar });
}

function writeLoans(count: number): string {
  const file = path.join(folder, `loans-${count}.csv`);
  writeFileSync(file, '');
  for (const text of loanCsv(count, 1)) appendFileSync(file, text);
  return file;
}

async function benchReading(python: string, file: string): Promise<void> {
  const { ours, theirs } = await pairs(
    () => new BenchWorker(process.execPath, [here('read-csv.ts'), file]),
    () => new BenchWorker(python, [here('read_csv.py'), file]),
    true,
  );
  if (ours[0].cells !== theirs[0].cells) throw new Error('The two readers saw different cells.');
  report('read 1,000,000 rows x 13 columns: time', 'seconds', 's', 0.6, ours, theirs);
  report('read 1,000,000 rows x 13 columns: peak memory', 'peak', 'MB', 0.6, ours, theirs);
}

async function benchTraining(python: string, work: string, bar: number, matrix: Uint8Array[]): Promise<void> {
  const file = path.join(folder, 'matrix');
  writeFileSync(file, '');
  for (const part of matrix) appendFileSync(file, part);
  const { ours, theirs } = await pairs(
    () => new BenchWorker(process.execPath, [here('logistic-regression.ts'), file]),
    () => new BenchWorker(python, [here('logistic_regression.py'), file]),
    false,
  );
  report(work, 'seconds', 's', bar, ours, theirs);
  console.log(
    `  objectives: ${ours[0].objective.toPrecision(12)} and ${theirs[0].objective.toPrecision(12)}`,
  );
}

async function benchPipeline(python: string, small: string, large: string): Promise<void> {
  const { ours, theirs } = await pairs(
    () => new BenchWorker(process.execPath, [here('loan-pipeline.ts'), large]),
    () => new BenchWorker(python, [here('loan_pipeline.py'), large]),
    true,
  );
  report('loan pipeline on 1,000,000 rows, file to ROC', 'seconds', 's', 0.6, ours, theirs);
  console.log(`  accuracy: ${ours[0].accuracy.toFixed(4)} and ${theirs[0].accuracy.toFixed(4)}`);
  const growth = await pairs(
    () => new BenchWorker(process.execPath, [here('loan-pipeline.ts'), large]),
    () => new BenchWorker(process.execPath, [here('loan-pipeline.ts'), small]),
    true,
  );
  report('growth from 100,000 to 1,000,000 rows', 'seconds', 's', 11, growth.ours, growth.theirs);
}

async function benchAgainstPython(): Promise<void> {
  const python = findPython();
  if (!python) {
    console.log(pythonMissing);
    return;
  }
  console.log(`Against ${python.description}; ${runs} runs each, in turn; medians.\n`);
  const million = writeLoans(1_000_000);
  await benchReading(python.command, million);
  const rowsAndColumns = '1,000,000 x 16';
  const normal = writeMatrix(standardNormalProblem(1_000_000));
  await benchTraining(python.command, `logistic regression, ${rowsAndColumns}, standard normal`, 0.4, normal);
  const lognormal = writeMatrix(lognormalProblem(1_000_000));
  await benchTraining(
    python.command,
    `logistic regression, ${rowsAndColumns}, lognormal and one-hot`,
    0.25,
    lognormal,
  );
  await benchPipeline(python.command, writeLoans(100_000), million);
}

/** The bar is on a profile that was used before: that is how an app is started. */
async function benchStart(): Promise<void> {
  if (whyNoDesktop !== undefined) {
    console.log(`The start of the desktop app is left out: no Electron for the tests, ${whyNoDesktop}.`);
  } else {
    for (const { profile, ours, theirs } of await measureStarts(folder, runs)) {
      const bar = profile === 'used' ? 1.5 : undefined;
      report(
        `start of the desktop app, ${profile} profile, to an empty window`,
        'seconds',
        's',
        bar,
        ours,
        theirs,
      );
    }
  }
  const kilobytes = (await firstLoadBytes()) / 1000;
  noteBelow('JavaScript of the first page, gzip', kilobytes, 150, 'kB');
}

const parts: Readonly<Record<string, () => Promise<void>>> = {
  python: benchAgainstPython,
  start: benchStart,
  pages: benchPages,
  sandbox: benchSandbox,
};

try {
  const wanted = process.argv.slice(2);
  for (const [name, bench] of Object.entries(parts)) {
    if (wanted.length === 0 || wanted.includes(name)) await bench();
  }
  if (!showTable()) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
