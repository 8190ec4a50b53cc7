import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { folderNotEmpty, folderNotWritable } from './errors.ts';

/** How an earlier result is told from a folder of the user's own: only the former is ever replaced. */
export interface FolderKind {
  /** All names that a result may have. */
  readonly names: readonly string[];
  /** The file that every result has. */
  readonly mark: string;
  /** Whether the text of that file was written here. */
  isMark(text: string): boolean;
}

/**
 * Says before the work begins whether `writeFolder` could write here.
 * Errors: `folder-not-empty`, `folder-not-writable`.
 */
export function checkFolder(folder: string, kind: FolderKind): void {
  try {
    const place = resolve(folder);
    if (existsSync(place)) {
      if (!statSync(place).isDirectory()) throw Object.assign(new Error(), { code: 'EEXIST' });
      const strangers = findStrangers(place, kind);
      if (strangers.length > 0) throw folderNotEmpty(folder, strangers);
    }
    const parent = path.dirname(place);
    if (!existsSync(parent)) throw Object.assign(new Error(), { code: 'ENOENT' });
    if (!statSync(parent).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    accessSync(parent, constants.W_OK);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'folder-not-empty'
      ? error
      : folderNotWritable(folder, error);
  }
}

/** What is in a folder beside an earlier result; nothing where it is empty or a result. */
function findStrangers(place: string, { names, mark, ...kind }: FolderKind): string[] {
  const entries = readdirSync(place);
  if (entries.length === 0) return [];
  const strangers = entries.filter(
    (name) => !names.includes(name) || !lstatSync(path.join(place, name)).isFile(),
  );
  if (strangers.length > 0) return strangers;
  return entries.includes(mark) && kind.isMark(readFileSync(path.join(place, mark), 'utf8')) ? [] : entries;
}

/**
 * Writes a folder of files all at once: first beside its place, then renamed. A kill leaves the old folder or the
 * new one, and at most a folder with a dot in front that the next write removes; between its two renames both are
 * beside the place, and the next write puts the old one back first. An interrupt waits for the end.
 * Errors: `folder-not-empty`, `folder-not-writable`.
 */
export function writeFolder(folder: string, kind: FolderKind, files: Readonly<Record<string, string>>): void {
  const place = resolve(folder);
  const prefix = `.${path.basename(place)}.`;
  const parent = path.dirname(place);
  const fresh = path.join(parent, `${prefix}new-${process.pid}`);
  const old = path.join(parent, `${prefix}old-${process.pid}`);
  // While these listeners exist a signal is handled after this synchronous function: files are written or not.
  let interrupted: NodeJS.Signals | undefined;
  const note = (signal: NodeJS.Signals): void => {
    interrupted = signal;
  };
  process.once('SIGINT', note).once('SIGTERM', note);
  try {
    checkFolder(folder, kind);
    try {
      sweep(parent, prefix, place, kind);
      mkdirSync(fresh);
      for (const [name, text] of Object.entries(files)) writeFileSync(path.join(fresh, name), text);
      if (existsSync(place)) renameSync(place, old);
      renameSync(fresh, place);
    } catch (error) {
      if (!existsSync(place) && existsSync(old)) renameSync(old, place);
      remove(fresh);
      throw folderNotWritable(folder, error);
    }
    remove(old);
  } finally {
    setImmediate(() => {
      process.off('SIGINT', note).off('SIGTERM', note);
      if (interrupted) process.kill(process.pid, interrupted);
    });
  }
}

/** Where a folder really is: a link stays a link, what it leads to is written. */
function resolve(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : path.resolve(folder);
}

/** What cannot be removed is not worth an error: the next write tries again. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // See above.
  }
}

/** Removes what a killed process left here; what it had moved out of the way goes back if nothing replaced it. */
function sweep(parent: string, prefix: string, place: string, kind: FolderKind): void {
  for (const name of readdirSync(parent)) {
    const [, state, pid] =
      /^(new|old)-(\d+)$/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '') ?? [];
    if (!state || isRunning(Number(pid))) continue;
    const left = path.join(parent, name);
    // A folder of the user's own may be named like this.
    const isOurs = readdirSync(left).every((entry) => kind.names.includes(entry));
    if (!isOurs) continue;
    if (state === 'old' && !existsSync(place) && findStrangers(left, kind).length === 0)
      renameSync(left, place);
    else remove(left);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
