import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createRandom } from '../../../engine/random.ts';
import type { Lesson } from '../../../lessons/format/lesson.ts';
import { appTooOld } from '../../../lessons/format/errors.ts';
import type { Pack } from '../../../lessons/format/load-pack.ts';
import { quizIsRight } from '../../../lessons/format/quiz.ts';
import type { Resolution } from '../../../lessons/format/values.ts';
import type { LessonContext, Question } from '../context.ts';
import { fileNotReadable, lessonNotFound } from '../errors.ts';
import { resources } from '../resources.ts';
import { version } from '../version.ts';
import { builtPack, hashOf } from './built-packs.ts';

/** A pack on disk. */
export interface OpenPack {
  readonly pack: Pack;
  readonly folder: string;
  /** Of all its texts: another hash is another pack. */
  readonly hash: string;
}

/** Files above this size are data: they are listed, and read when they are needed. */
const mostTextBytes = 1 << 20;

/**
 * Opens a pack by its folder, or one that comes with Guidepost by its name, and checks all that it asks for.
 * Errors: `lesson-not-found`, `pack-newer`, `app-too-old`, `pack-not-valid`.
 */
export async function openPack(written: string, userPath: (file: string) => string): Promise<OpenPack> {
  const builtIn = path.join(resources().packs, written);
  const isName = /^[\w-]+$/.test(written);
  const folder = isName && existsSync(path.join(builtIn, 'pack.yaml')) ? builtIn : userPath(written);
  if (!existsSync(path.join(folder, 'pack.yaml'))) throw lessonNotFound(written, builtInPacks());
  const files = readFiles(folder);
  const hash = hashOf(files);
  const built = folder === builtIn ? builtPack(written, files, version) : undefined;
  if (built) return { pack: built, folder, hash };
  // Loaded where it is needed: a start with checked packs does without.
  const { readPack } = await import('./read-pack.ts');
  const pack = await readPack(files, (wanted) => {
    if (isNewer(wanted, version)) throw appTooOld(wanted, version);
  });
  return { pack, folder, hash };
}

/** Whether one version is newer than another: 1.10.0 than 1.9.3. */
function isNewer(wanted: string, present: string): boolean {
  const numbers = (text: string): number[] => text.split(/[.-]/).map(Number);
  const [a, b] = [numbers(wanted), numbers(present)];
  const index = [0, 1, 2].find((at) => a[at] !== b[at]);
  return index !== undefined && a[index] > b[index];
}

function builtInPacks(): string[] {
  const { packs } = resources();
  return readdirSync(packs).filter((name) => existsSync(path.join(packs, name, 'pack.yaml')));
}

/** All files of a folder by their path in it, with / between the parts; links are not followed. */
function readFiles(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      const name = path.relative(folder, file).split(path.sep).join('/');
      files.set(name, statSync(file).size > mostTextBytes ? '' : readFileSync(file, 'utf8'));
    }
  } catch (error) {
    throw fileNotReadable(folder, error);
  }
  return files;
}

/** The names and files of an attempt; `data` stands for the lesson's table. */
export function resolutionOf(
  lesson: Lesson,
  { folder }: OpenPack,
  data: string | undefined,
): (suffix: string) => Resolution {
  return (suffix) => ({
    names: Object.fromEntries(
      Object.entries(lesson.names).map(([name, pattern]) => [name, pattern.replaceAll('{suffix}', suffix)]),
    ),
    file: (name) => (data !== undefined && name.endsWith('.csv') ? data : path.join(folder, name)),
  });
}

/** Eight letters and digits: those of the seed in the sandbox, so that a run can be repeated; others on Azure. */
export function createSuffix(seed: number, target: 'sandbox' | 'azure'): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const random = createRandom(seed);
  const bytes =
    target === 'azure' ? randomBytes(8) : Uint8Array.from({ length: 8 }, () => random.integer(256));
  return Array.from(bytes, (byte) => letters[byte % letters.length]).join('');
}

/** What the host needs of a lesson: its questions and its table. */
export function lessonContext(lesson: Lesson, table: string): LessonContext {
  const questions = new Map<string, Question>();
  for (const { id, quiz } of lesson.steps) {
    if (!quiz) continue;
    questions.set(id, {
      id,
      explanation: quiz.explanation,
      isRight: (answer, facts) => quizIsRight(quiz, answer, facts),
    });
  }
  return { table, question: (id) => questions.get(id) };
}
