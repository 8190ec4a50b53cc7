// `npm test`: types, lint and format, then the tests. Arguments pick parts (types, lint, format, tests);
// what follows `tests` goes to Vitest.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { buildElectron, buildRenderer } from './build.ts';

const root = path.resolve(import.meta.dirname, '..');

interface Outcome {
  readonly name: string;
  readonly code: number;
  readonly output: string;
  readonly seconds: number;
}

/** Runs one of node_modules' programs; its output is kept, or shown as it comes. */
function run(name: string, program: string, programArguments: string[], show = false): Promise<Outcome> {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'node_modules', program), ...programArguments], {
      cwd: root,
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
    child.on('close', (code) => {
      resolve({ name, code: code ?? 1, output, seconds: (performance.now() - start) / 1000 });
    });
  });
}

function report({ name, code, output, seconds }: Outcome): boolean {
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
  if (code !== 0) console.log(output);
  return code === 0;
}

const typescript = 'typescript/bin/tsc';
const checks: Record<string, () => Promise<Outcome>[]> = {
  types: () => [
    run('types', typescript, ['-p', '.']),
    run('types of the pages', 'svelte-check/bin/svelte-check', [
      '--tsconfig',
      'renderer/tsconfig.json',
      '--threshold',
      'error',
    ]),
    // Once more without Node's types: the engine runs in a browser too.
    run('types of the engine alone', typescript, ['-p', 'engine']),
  ],
  lint: () => [run('lint', 'eslint/bin/eslint.js', ['--max-warnings', '0', '.'])],
  format: () => [run('format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.'])],
};

async function runTests(vitestArguments: string[]): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guidepost-test-'));
  const file = path.join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { code } = await run('tests', 'vitest/vitest.mjs', ['run', ...reporters, ...vitestArguments], true);
    const counts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    const skipped = counts.numPendingTests + counts.numTodoTests;
    const failed = counts.numFailedTests + (code !== 0 && counts.numFailedTests === 0 ? 1 : 0);
    console.log(`${counts.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
    return code === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The catalogues become functions that the checks below look at. */
async function compileMessages(): Promise<Outcome> {
  const words = [
    'compile',
    '--project',
    'renderer/project.inlang',
    '--outdir',
    'renderer/paraglide',
    '--silent',
  ];
  const strategy = ['localStorage', 'preferredLanguage', 'baseLocale'].flatMap((name) => [
    '--strategy',
    name,
  ]);
  return run('messages', '@inlang/paraglide-js/bin/run.js', [...words, ...strategy]);
}

const [...wanted] = process.argv.slice(2);
const parts = wanted.length > 0 ? wanted.filter((part) => part in checks) : Object.keys(checks);
let good = report(await compileMessages());
// Two at a time: the type checks, then lint and format.
for (const group of [['types'], ['lint', 'format']]) {
  const outcomes = group.filter((part) => parts.includes(part)).flatMap((part) => checks[part]());
  for (const outcome of await Promise.all(outcomes)) good = report(outcome) && good;
}
const from = wanted.indexOf('tests');
if (wanted.length === 0 || from >= 0) {
  // Before the tests: several of them open the same pages at once.
  await buildRenderer();
  await buildElectron();
  good = (await runTests(from >= 0 ? wanted.slice(from + 1) : [])) && good;
}
process.exitCode = good ? 0 : 1;
