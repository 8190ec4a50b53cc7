import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { folderNotEmpty, folderNotWritable } from './errors.ts';

/** A file of its own kind in every folder that is written here: only such a folder is ever replaced. */
export interface FolderContent {
  /** The file whose presence says that a folder is an earlier result. */
  readonly mark: string;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Says before the work begins whether `writeFolder` could write here.
 * Errors: `folder-not-empty`, `folder-not-writable`.
 */
export function checkFolder(folder: string, mark: string): void {
  try {
    if (existsSync(folder)) {
      const entries = readdirSync(folder);
      if (entries.length > 0 && !entries.includes(mark)) throw folderNotEmpty(folder);
      return;
    }
    const parent = path.dirname(path.resolve(folder));
    if (!statSync(parent).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'folder-not-empty'
      ? error
      : folderNotWritable(folder, error);
  }
}

/**
 * Writes a folder of files all at once: first beside its place, then renamed. A kill at any moment leaves the
 * old folder or the new one, and at most a folder with a dot in front that the next write removes.
 * An interrupt waits for the end. Errors: `folder-not-empty`, `folder-not-writable`.
 */
export function writeFolder(folder: string, { mark, files }: FolderContent): void {
  checkFolder(folder, mark);
  const place = path.resolve(folder);
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
    sweep(parent, prefix, place);
    mkdirSync(fresh);
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(fresh, name), text);
    if (existsSync(place)) renameSync(place, old);
    renameSync(fresh, place);
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    if (!existsSync(place) && existsSync(old)) renameSync(old, place);
    rmSync(fresh, { recursive: true, force: true });
    throw folderNotWritable(folder, error);
  } finally {
    setImmediate(() => {
      process.off('SIGINT', note).off('SIGTERM', note);
      if (interrupted) process.kill(process.pid, interrupted);
    });
  }
}

/** Removes what a killed process left here; what it had moved out of the way goes back if nothing replaced it. */
function sweep(parent: string, prefix: string, place: string): void {
  for (const name of readdirSync(parent)) {
    const [, kind, pid] =
      /^(new|old)-(\d+)$/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '') ?? [];
    if (!kind || isRunning(Number(pid))) continue;
    const left = path.join(parent, name);
    if (kind === 'old' && !existsSync(place)) renameSync(left, place);
    else rmSync(left, { recursive: true, force: true });
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
