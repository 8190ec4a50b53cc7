import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileNotReadable } from './errors.ts';
import { resources } from './resources.ts';

/** Tables that come with Guidepost, by the name that a user writes. */
const builtInTables: Readonly<Record<string, string>> = {
  'loans.csv': 'loan-approval/data/loans.csv',
};

/**
 * A path that the user wrote, seen from the folder that the user is in: `npm run` moves to the project's
 * folder and leaves the user's in INIT_CWD.
 */
export function userPath(written: string): string {
  const { INIT_CWD, npm_lifecycle_event: script } = process.env;
  return path.resolve(script === 'guidepost' && INIT_CWD ? INIT_CWD : process.cwd(), written);
}

/** The file that the user means; a built-in table where no file has that bare name, with a sentence about it. */
export function findTable(written: string): { readonly file: string; readonly notice?: string } {
  const file = userPath(written);
  if (existsSync(file) || !Object.hasOwn(builtInTables, written)) return { file };
  return {
    file: path.join(resources().packs, builtInTables[written]),
    notice: `There is no ${written} in this folder: using the synthetic table that comes with Guidepost.`,
  };
}

/** The text of a file. Error: `file-not-readable`. */
export function readUserText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fileNotReadable(file, error);
  }
}

/** The bytes of a file. Error: `file-not-readable`. */
export function readUserBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw fileNotReadable(file, error);
  }
}
