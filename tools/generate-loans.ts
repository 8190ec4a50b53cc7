// Writes the synthetic loan table: node tools/launch.mjs tools/generate-loans.ts [--rows N] [--seed S] [--output FILE]
import { closeSync, openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { generateLoans, loanColumns } from './loans/generate.ts';

/** The seed of the table in the lesson pack. */
export const defaultSeed = 614;

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  console.error(`--${name} is a whole number from ${least}, not "${text}".`);
  process.exit(2);
}

/** The table as CSV text, in pieces. */
export function* loanCsv(rows: number, seed: number): Generator<string> {
  yield loanColumns.join(',') + '\n';
  for (const block of generateLoans(rows, seed)) {
    yield block.map((loan) => loanColumns.map((column) => loan[column]).join(',') + '\n').join('');
  }
}

if (import.meta.main) {
  let options: { rows: string; seed: string; output?: string | undefined };
  try {
    options = parseArgs({
      options: {
        rows: { type: 'string', default: '614' },
        seed: { type: 'string', default: String(defaultSeed) },
        output: { type: 'string' },
      },
    }).values;
  } catch (error) {
    console.error((error as Error).message);
    process.exit(2);
  }
  const rows = wholeNumber('rows', options.rows, 1);
  const seed = wholeNumber('seed', options.seed, 0);
  const file = options.output === undefined ? 1 : openSync(options.output, 'w');
  for (const text of loanCsv(rows, seed)) writeSync(file, text);
  if (file !== 1) closeSync(file);
}
